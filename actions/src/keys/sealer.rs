//! Sealing: text that a browser keeps for us, and can neither read nor change.
//!
//! A token is base64url of: version (1 byte), key id (4), nonce (24), and the XChaCha20-Poly1305 ciphertext of issue
//! time (8, milliseconds since 1970, big-endian), expiry (8, likewise) and the plaintext. The associated data is the
//! version, the purpose, the app's name and the parts of the context, each after its length (8, big-endian), so that no
//! two contexts look the same.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};

use super::Keys;
use super::derive::{ID_BYTES, Master};

const VERSION: u8 = 1;
const NONCE_BYTES: usize = 24;
const TAG_BYTES: usize = 16;
const TIMES_BYTES: usize = 16;
const HEADER_BYTES: usize = 1 + ID_BYTES + NONCE_BYTES;

/// A longer token is refused unread.
const MAX_TOKEN: usize = 16 * 1024;

/// What fits into the longest token.
const MAX_PLAINTEXT: usize = MAX_TOKEN / 4 * 3 - HEADER_BYTES - TIMES_BYTES - TAG_BYTES;

/// How far the clock of the instance that sealed may be ahead of the one that opens.
const MAX_SKEW: Duration = Duration::from_secs(60);

/// The end of the year 9999 in milliseconds: every platform's clock can say it, whatever lifetime was asked for.
const LAST_EXPIRY: u64 = 253_402_300_799_000;

/// What a token is for. Each purpose has a key of its own, so a token of one is nothing to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Purpose {
    /// The state of a form after a submit, in a cookie.
    FormState,
    /// An argument that the server put into a form.
    Argument,
    /// A form that may be sent once.
    Once,
}

impl Purpose {
    const ALL: [Self; 3] = [Self::FormState, Self::Argument, Self::Once];

    /// Part of the token format.
    fn label(self) -> &'static str {
        match self {
            Self::FormState => "form-state",
            Self::Argument => "argument",
            Self::Once => "once",
        }
    }
}

/// Seals and opens tokens of one app.
///
/// A token opens only with the purpose, the app's name and the context that it was sealed with, and until it expires.
/// It is not bound to a person, unless the context says who, and it can be sent again and again.
pub struct Sealer {
    app: Box<str>,
    keys: Vec<Key>,
}

/// A master key's derived keys.
struct Key {
    id: [u8; ID_BYTES],
    ciphers: [XChaCha20Poly1305; Purpose::ALL.len()],
}

/// What was sealed.
#[derive(Clone, PartialEq, Eq)]
pub struct Opened {
    /// The sealed bytes.
    pub plaintext: Vec<u8>,
    /// When it was sealed.
    pub issued: SystemTime,
    /// When it stops opening.
    pub expires: SystemTime,
}

impl Sealer {
    /// Derives the keys in use. Apps that share keys but not names can't open each other's tokens.
    #[must_use]
    pub fn new(keys: &Keys, app: &str) -> Self {
        Self {
            app: app.into(),
            keys: keys.0.iter().map(Key::new).collect(),
        }
    }

    /// Seals with the first key. `nonce` must come fresh from a cryptographically secure source.
    ///
    /// # Errors
    ///
    /// When `plaintext` is longer than a token may get: 12227 bytes.
    pub fn seal(
        &self,
        purpose: Purpose,
        context: &[&[u8]],
        plaintext: &[u8],
        issued: SystemTime,
        lifetime: Duration,
        nonce: [u8; NONCE_BYTES],
    ) -> Result<String, SealError> {
        if plaintext.len() > MAX_PLAINTEXT {
            return Err(SealError);
        }
        let token = self.seal_bytes(purpose, context, plaintext, issued, lifetime, nonce)?;
        Ok(URL_SAFE_NO_PAD.encode(token))
    }

    /// Seals bytes of any length for a store of our own: the token as it is, not as text. `nonce` as in [`Sealer::seal`].
    ///
    /// # Errors
    ///
    /// When `plaintext` is longer than the cipher takes: 256 GiB.
    pub fn seal_bytes(
        &self,
        purpose: Purpose,
        context: &[&[u8]],
        plaintext: &[u8],
        issued: SystemTime,
        lifetime: Duration,
        nonce: [u8; NONCE_BYTES],
    ) -> Result<Vec<u8>, SealError> {
        let key = self.keys.first().ok_or(SealError)?;
        let issued = millis(issued.duration_since(UNIX_EPOCH).unwrap_or_default());
        let expires = issued.saturating_add(millis(lifetime)).min(LAST_EXPIRY);
        let sealed = [&issued.to_be_bytes()[..], &expires.to_be_bytes(), plaintext].concat();
        let payload = Payload {
            msg: &sealed,
            aad: &self.associated_data(purpose, context),
        };
        let cipher = key.cipher(purpose);
        let ciphertext = cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_| SealError)?;
        Ok([&[VERSION][..], &key.id, &nonce, &ciphertext].concat())
    }

    /// Opens with the key that sealed.
    ///
    /// # Errors
    ///
    /// See [`OpenError`]. The time is looked at last, so [`Expired`](OpenError::Expired) is told of none but our own
    /// tokens.
    pub fn open(&self, purpose: Purpose, context: &[&[u8]], token: &str, now: SystemTime) -> Result<Opened, OpenError> {
        if token.len() > MAX_TOKEN {
            return Err(OpenError::Malformed);
        }
        let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| OpenError::Malformed)?;
        self.open_bytes(purpose, context, &bytes, now)
    }

    /// Opens what [`Sealer::seal_bytes`] sealed.
    ///
    /// # Errors
    ///
    /// As [`Sealer::open`].
    pub fn open_bytes(
        &self,
        purpose: Purpose,
        context: &[&[u8]],
        token: &[u8],
        now: SystemTime,
    ) -> Result<Opened, OpenError> {
        let token = Token::parse(token).ok_or(OpenError::Malformed)?;
        let sealed = self.decrypt(purpose, context, &token)?;
        Opened::parse(&sealed).ok_or(OpenError::Malformed)?.at(now)
    }

    fn decrypt(&self, purpose: Purpose, context: &[&[u8]], token: &Token<'_>) -> Result<Vec<u8>, OpenError> {
        let aad = self.associated_data(purpose, context);
        let mut error = OpenError::UnknownKey;
        for key in self.keys.iter().filter(|key| key.id == token.key) {
            let payload = Payload {
                msg: token.ciphertext,
                aad: &aad,
            };
            match key.cipher(purpose).decrypt(&token.nonce, payload) {
                Ok(sealed) => return Ok(sealed),
                Err(_) => error = OpenError::Forged,
            }
        }
        Err(error)
    }

    fn associated_data(&self, purpose: Purpose, context: &[&[u8]]) -> Vec<u8> {
        let fixed = [&[VERSION][..], purpose.label().as_bytes(), self.app.as_bytes()];
        let mut data = Vec::new();
        for part in fixed.iter().chain(context) {
            data.extend((part.len() as u64).to_be_bytes());
            data.extend(*part);
        }
        data
    }
}

/// Without keys.
impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sealer").field("app", &self.app).finish_non_exhaustive()
    }
}

impl Key {
    fn new(master: &Master) -> Self {
        Self {
            id: master.id(),
            ciphers: Purpose::ALL.map(|purpose| XChaCha20Poly1305::new(&master.subkey(purpose.label()).into())),
        }
    }

    fn cipher(&self, purpose: Purpose) -> &XChaCha20Poly1305 {
        let [form_state, argument, once] = &self.ciphers;
        match purpose {
            Purpose::FormState => form_state,
            Purpose::Argument => argument,
            Purpose::Once => once,
        }
    }
}

/// The parts of a token.
struct Token<'a> {
    key: [u8; ID_BYTES],
    nonce: XNonce,
    ciphertext: &'a [u8],
}

impl<'a> Token<'a> {
    fn parse(bytes: &'a [u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(&[VERSION])?;
        let (key, rest) = rest.split_first_chunk()?;
        let (nonce, ciphertext) = rest.split_first_chunk::<NONCE_BYTES>()?;
        (ciphertext.len() >= TIMES_BYTES + TAG_BYTES).then(|| Self {
            key: *key,
            nonce: XNonce::from(*nonce),
            ciphertext,
        })
    }
}

impl Opened {
    fn parse(sealed: &[u8]) -> Option<Self> {
        let (issued, rest) = sealed.split_first_chunk()?;
        let (expires, plaintext) = rest.split_first_chunk()?;
        Some(Self {
            issued: from_millis(*issued)?,
            expires: from_millis(*expires)?,
            plaintext: plaintext.to_vec(),
        })
    }

    fn at(self, now: SystemTime) -> Result<Self, OpenError> {
        if now >= self.expires {
            return Err(OpenError::Expired);
        }
        match self.issued.duration_since(now) {
            Ok(ahead) if ahead > MAX_SKEW => Err(OpenError::NotYetValid),
            _ => Ok(self),
        }
    }
}

/// Without the plaintext, which may be what a person typed.
impl fmt::Debug for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opened")
            .field("bytes", &self.plaintext.len())
            .field("issued", &self.issued)
            .field("expires", &self.expires)
            .finish()
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

fn from_millis(millis: [u8; 8]) -> Option<SystemTime> {
    UNIX_EPOCH.checked_add(Duration::from_millis(u64::from_be_bytes(millis)))
}

/// The text is too long to seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SealError;

impl fmt::Display for SealError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "more than {MAX_PLAINTEXT} bytes can't be sealed; keep them on the server and seal an id"
        )
    }
}

impl std::error::Error for SealError {}

/// Why a token did not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OpenError {
    /// It is no token of ours, or of another version.
    Malformed,
    /// The key that sealed it is not among the keys: another deploy's, or dropped.
    UnknownKey,
    /// It was changed, or sealed for something else.
    Forged,
    /// It is too old.
    Expired,
    /// It was sealed in the future: the clocks of two instances are more than a minute apart.
    NotYetValid,
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "not a sealed token",
            Self::UnknownKey => "sealed with a key that is not in use",
            Self::Forged => "changed, or sealed for something else",
            Self::Expired => "expired",
            Self::NotYetValid => "sealed in the future; are the clocks of all instances right?",
        })
    }
}

impl std::error::Error for OpenError {}
