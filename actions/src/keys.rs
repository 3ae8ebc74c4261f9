//! Keys, and sealing with them: encrypted and authenticated tokens that a browser stores and sends
//! back.
//!
//! Form state cookies, sealed arguments and `once` tokens are sealed. An app configures [`Keys`];
//! the rest uses a [`Sealer`] made from them.

mod derive;
mod sealer;
#[cfg(test)]
mod tests;

use std::fmt;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use frontdesk_router::Runtime;

use self::derive::Master;
pub use self::sealer::{OpenError, Opened, Purpose, SealError, Sealer};

/// The minimum length of a key in bytes: 256 bits, the strength of the cipher.
const MIN_KEY_BYTES: usize = 32;

/// Both alphabets of base64 are accepted, with or without padding.
const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

/// One or more secret keys. The first one seals; all of them open.
///
/// This allows rotating keys without invalidating tokens: put the new key first, and remove the old
/// one once everything that it sealed has expired. If the app has several instances, first append
/// the new key at the end on all of them, so that each instance can open what another one seals.
///
/// `Debug` writes only the number of keys.
///
/// ```
/// use frontdesk_actions::keys::Keys;
///
/// // An app reads this from its environment. `openssl rand -base64 32` generates a key.
/// let keys = Keys::parse("n1iEmo0XEcS9B3LpyI0oDXnJUVpgqpx9H/xCrxUwSbg=")?;
/// assert_eq!(format!("{keys:?}"), "Keys(1)");
/// # Ok::<(), frontdesk_actions::keys::KeyError>(())
/// ```
#[derive(Clone)]
pub struct Keys(Vec<Master>);

impl Keys {
    /// Parses keys in base64 (standard or URL-safe alphabet, with or without padding), separated by
    /// commas or whitespace. Each key has at least 32 bytes.
    ///
    /// # Errors
    ///
    /// Returns a [`KeyError`] if there is no key, or if one is not valid base64 or shorter than 32
    /// bytes. The error never contains any of the text.
    ///
    /// ```
    /// use frontdesk_actions::keys::{KeyError, Keys};
    ///
    /// assert_eq!(Keys::parse("").unwrap_err(), KeyError::Empty);
    /// assert_eq!(Keys::parse("c2hvcnQ=").unwrap_err(), KeyError::TooShort { position: 1, bytes: 5 });
    /// ```
    pub fn parse(list: &str) -> Result<Self, KeyError> {
        let texts = list.split(|c: char| c == ',' || c.is_whitespace());
        let keys = texts
            .filter(|text| !text.is_empty())
            .enumerate()
            .map(|(at, text)| read(text, at + 1))
            .collect::<Result<Vec<_>, _>>()?;
        if keys.is_empty() {
            return Err(KeyError::Empty);
        }
        Ok(Self(keys))
    }

    /// Returns a single key made of raw bytes.
    ///
    /// # Errors
    ///
    /// Returns [`KeyError::TooShort`] if there are fewer than 32 bytes.
    pub fn from_bytes(key: &[u8]) -> Result<Self, KeyError> {
        Ok(Self(vec![master(key, 1)?]))
    }
}

/// Writes only the number of keys.
impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keys({})", self.0.len())
    }
}

/// Returns a random nonce from the runtime. 24 bytes are enough for random nonces not to repeat
/// ([XChaCha, section
/// 3.1](https://datatracker.ietf.org/doc/html/draft-irtf-cfrg-xchacha#section-3.1)).
pub(crate) fn nonce(runtime: &dyn Runtime) -> [u8; 24] {
    let mut bytes = [0; 24];
    runtime.random(&mut bytes);
    bytes
}

fn read(text: &str, position: usize) -> Result<Master, KeyError> {
    let engine = if text.contains(['-', '_']) { URL_SAFE } else { STANDARD };
    let key = engine.decode(text).map_err(|_| KeyError::NotBase64 { position })?;
    master(&key, position)
}

fn master(key: &[u8], position: usize) -> Result<Master, KeyError> {
    match key.len() {
        bytes @ ..MIN_KEY_BYTES => Err(KeyError::TooShort { position, bytes }),
        _ => Ok(Master::new(key)),
    }
}

/// A list of keys is not valid. `position` counts from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyError {
    /// The list contains no key.
    Empty,
    /// A key is not valid base64.
    NotBase64 {
        /// The position of the key in the list, from 1.
        position: usize,
    },
    /// A key has fewer than 32 bytes.
    TooShort {
        /// The position of the key in the list, from 1.
        position: usize,
        /// The number of bytes that it has.
        bytes: usize,
    },
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the list of keys is empty")?,
            Self::NotBase64 { position } => write!(f, "key {position} is not valid base64 (is it in quotes?)")?,
            Self::TooShort { position, bytes } => {
                write!(f, "key {position} has {bytes} bytes and needs at least {MIN_KEY_BYTES}")?;
            }
        }
        f.write_str("; generate one with `openssl rand -base64 32`")
    }
}

impl std::error::Error for KeyError {}
