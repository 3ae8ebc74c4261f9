//! Sealing: authenticated encryption of data that a browser stores and can neither read nor change.
//!
//! A token is the base64url encoding of these parts; integers are big-endian:
//!
//! | part | bytes |
//! |---|---|
//! | version | 1 |
//! | key id | 4 |
//! | nonce | 24 |
//! | XChaCha20-Poly1305 ciphertext of the three parts below | 16 more than they have |
//! | - issue time, milliseconds since 1970 | 8 |
//! | - expiry, likewise | 8 |
//! | - plaintext | any |
//!
//! The associated data consists of the version, the purpose, the app's name and the parts of the
//! context. Each of them follows its own length (8 bytes), so that different contexts always differ
//! as bytes.

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

/// The maximum length of a token as text, in bytes. A longer one is refused before it is decoded.
const MAX_TOKEN: usize = 16 * 1024;

/// The maximum length of a plaintext in bytes: it fills the longest token.
const MAX_PLAINTEXT: usize = MAX_TOKEN / 4 * 3 - HEADER_BYTES - TIMES_BYTES - TAG_BYTES;

/// How far the clock of the instance that sealed a token may be ahead of the one that opens it.
const MAX_SKEW: Duration = Duration::from_secs(60);

/// The end of the year 9999 in milliseconds since 1970, the latest expiry: `SystemTime` can
/// represent it on every platform.
const LAST_EXPIRY: u64 = 253_402_300_799_000;

/// What a token is used for. Each purpose has its own derived key, so a token opens only for its
/// purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Purpose {
    /// The state of a form after a submission, in a cookie or a store.
    FormState,
    /// A sealed argument: a value that the server put into a form.
    Argument,
    /// The idempotency key of a form that runs its action once.
    Once,
    /// What waits for a login: the page to return to, and its form.
    Login,
    /// Flash messages, in a cookie.
    Flash,
    /// What the URL of a page contains about the form that redirected back to it.
    Mark,
}

impl Purpose {
    const ALL: [Self; 6] = [
        Self::FormState,
        Self::Argument,
        Self::Once,
        Self::Login,
        Self::Flash,
        Self::Mark,
    ];

    /// Returns the name that keys are derived by. It is part of the token format.
    fn label(self) -> &'static str {
        match self {
            Self::FormState => "form-state",
            Self::Argument => "argument",
            Self::Once => "once",
            Self::Login => "login",
            Self::Flash => "flash",
            Self::Mark => "mark",
        }
    }
}

/// Seals and opens tokens of one app.
///
/// Sealing encrypts and authenticates (XChaCha20-Poly1305). A token opens only with the purpose,
/// the app's name and the context that it was sealed with, and only until it expires. It is not
/// bound to a user, unless the context identifies one, and it can be replayed any number of times.
///
/// ```
/// use std::time::{Duration, SystemTime};
///
/// use frontdesk_actions::keys::{Keys, OpenError, Purpose, Sealer};
///
/// let keys = Keys::parse("n1iEmo0XEcS9B3LpyI0oDXnJUVpgqpx9H/xCrxUwSbg=")?;
/// let sealer = Sealer::new(&keys, "todos");
/// let (context, now, hour) = ([b"delete_todo".as_slice(), b"id"], SystemTime::now(), Duration::from_secs(3600));
///
/// // Take the nonce from a cryptographically secure source of random numbers.
/// # let nonce = [7; 24];
/// let token = sealer.seal(Purpose::Argument, &context, b"42", now, hour, nonce)?;
/// let opened = sealer.open(Purpose::Argument, &context, &token, now)?;
/// assert_eq!(opened.plaintext, b"42");
///
/// let other_field = [b"delete_todo".as_slice(), b"owner"];
/// let error = sealer.open(Purpose::Argument, &other_field, &token, now).unwrap_err();
/// assert_eq!(error, OpenError::Forged);
/// let error = sealer.open(Purpose::Argument, &context, &token, now + hour).unwrap_err();
/// assert_eq!(error, OpenError::Expired);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Sealer {
    app: Box<str>,
    keys: Vec<Key>,
}

/// The keys derived from one master key.
struct Key {
    id: [u8; ID_BYTES],
    ciphers: [XChaCha20Poly1305; Purpose::ALL.len()],
}

/// The content of a token that was opened. `Debug` writes the length of the plaintext only.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Opened {
    /// The sealed bytes.
    pub plaintext: Vec<u8>,
    /// When it was sealed.
    pub issued: SystemTime,
    /// When the token expires.
    pub expires: SystemTime,
}

impl Sealer {
    /// Derives the keys in use from `keys`. `app` is the app's name: apps that share keys but have
    /// different names can't open each other's tokens.
    #[must_use]
    pub fn new(keys: &Keys, app: &str) -> Self {
        Self {
            app: app.into(),
            keys: keys.0.iter().map(Key::new).collect(),
        }
    }

    /// Seals `plaintext` with the first key and returns the token as text, for a cookie or a form.
    ///
    /// The token expires `lifetime` after `issued`, with a precision of milliseconds. `context`
    /// lists what the token is bound to. `nonce` must be new random bytes from a cryptographically
    /// secure source for every token.
    ///
    /// # Errors
    ///
    /// Returns a [`SealError`] if `plaintext` has more than 12,227 bytes.
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

    /// Seals `plaintext` as [`seal`](Self::seal) does, but returns the token as bytes and has no
    /// limit on its length, for a store on the server.
    ///
    /// # Errors
    ///
    /// Returns a [`SealError`] if `plaintext` is longer than the cipher supports: 256 GiB.
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

    /// Opens a token that [`seal`](Self::seal) returned for the same purpose and context.
    ///
    /// # Errors
    ///
    /// Returns an [`OpenError`] if the token is not valid at the time `now`. The time is checked
    /// last, so [`Expired`](OpenError::Expired) means that the token is otherwise authentic.
    pub fn open(&self, purpose: Purpose, context: &[&[u8]], token: &str, now: SystemTime) -> Result<Opened, OpenError> {
        if token.len() > MAX_TOKEN {
            return Err(OpenError::Malformed);
        }
        let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| OpenError::Malformed)?;
        self.open_bytes(purpose, context, &bytes, now)
    }

    /// Opens a token that [`seal_bytes`](Self::seal_bytes) returned for the same purpose and
    /// context.
    ///
    /// # Errors
    ///
    /// Returns an [`OpenError`] as [`open`](Self::open) does.
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

/// Writes the app's name, without keys.
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
        let [form_state, argument, once, login, flash, mark] = &self.ciphers;
        match purpose {
            Purpose::FormState => form_state,
            Purpose::Argument => argument,
            Purpose::Once => once,
            Purpose::Login => login,
            Purpose::Flash => flash,
            Purpose::Mark => mark,
        }
    }
}

/// The parts of a token that were not encrypted, and the ciphertext.
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

/// Writes no plaintext, because it may be the input of a user.
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

/// The plaintext is too long to be sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct SealError;

impl fmt::Display for SealError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "at most {MAX_PLAINTEXT} bytes can be sealed; store longer data on the server and seal its id"
        )
    }
}

impl std::error::Error for SealError {}

/// Why a token could not be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OpenError {
    /// It is not a token, or has another version.
    Malformed,
    /// The key that sealed it is not among the keys: it was removed, or belongs to another
    /// deployment.
    UnknownKey,
    /// It was modified, or sealed for another purpose, app or context.
    Forged,
    /// It has expired.
    Expired,
    /// Its issue time is in the future: the clocks of two instances differ by more than a minute.
    NotYetValid,
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "not a sealed token",
            Self::UnknownKey => "sealed with a key that is not configured",
            Self::Forged => "modified, or sealed for another purpose, app or context",
            Self::Expired => "expired",
            Self::NotYetValid => "sealed in the future; check the clocks of all instances",
        })
    }
}

impl std::error::Error for OpenError {}
