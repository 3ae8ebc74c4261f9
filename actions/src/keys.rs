//! The keys that seal what the server hands to a browser and wants back unchanged.

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

/// What a key must hold at least: 256 bits, the strength of the cipher.
const MIN_KEY_BYTES: usize = 32;

/// Either spelling of base64 is read, with padding or without.
const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

/// Secret keys: the first seals, all open.
///
/// So a key is replaced without anybody noticing: put the new one first, and drop the old one when all that it sealed
/// has expired. With several instances, put the new one last on all of them before that, so that each opens what
/// another seals.
///
/// ```
/// use frontdesk_actions::keys::Keys;
///
/// // In an app the text comes from the environment; `openssl rand -base64 32` makes a key.
/// let keys = Keys::parse("n1iEmo0XEcS9B3LpyI0oDXnJUVpgqpx9H/xCrxUwSbg=").unwrap();
/// assert_eq!(format!("{keys:?}"), "Keys(1)");
/// ```
#[derive(Clone)]
pub struct Keys(Vec<Master>);

impl Keys {
    /// Reads keys in base64 (standard or URL-safe, padded or not), separated by commas or whitespace.
    ///
    /// # Errors
    ///
    /// When there is no key, or one is not base64 or shorter than 32 bytes. The error never holds any of the text.
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

    /// One key of raw bytes.
    ///
    /// # Errors
    ///
    /// When there are fewer than 32 bytes.
    pub fn from_bytes(key: &[u8]) -> Result<Self, KeyError> {
        Ok(Self(vec![master(key, 1)?]))
    }
}

/// Only how many there are.
impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keys({})", self.0.len())
    }
}

/// A nonce, fresh from the runtime: 24 bytes may be random ([XChaCha, section
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

/// Why keys can't be read. `position` counts from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyError {
    /// There is no key.
    Empty,
    /// A key is not base64.
    NotBase64 {
        /// Which one.
        position: usize,
    },
    /// A key has fewer than 32 bytes.
    TooShort {
        /// Which one.
        position: usize,
        /// How many it has.
        bytes: usize,
    },
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("there is no key")?,
            Self::NotBase64 { position } => write!(f, "key {position} is not base64 (quotes around it?)")?,
            Self::TooShort { position, bytes } => {
                write!(
                    f,
                    "key {position} has {bytes} bytes, and needs at least {MIN_KEY_BYTES}"
                )?;
            }
        }
        f.write_str("; make one with `openssl rand -base64 32`")
    }
}

impl std::error::Error for KeyError {}
