//! Random ids that stand in URLs and cookies.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use frontdesk_router::Runtime;

/// The length of an id in characters: 16 bytes in base64url.
const LENGTH: usize = 22;

/// 128 random bits as text. Two are equal if their texts are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct RandomId([u8; LENGTH]);

impl RandomId {
    pub(crate) fn new(runtime: &dyn Runtime) -> Self {
        let mut bytes = [0; 16];
        runtime.random(&mut bytes);
        let mut text = [b'A'; LENGTH];
        // 16 bytes are always 22 characters.
        let _ = URL_SAFE_NO_PAD.encode_slice(bytes, &mut text);
        Self(text)
    }

    /// Returns the id with this text; `None` if no id can have it.
    pub(crate) fn parse(text: &[u8]) -> Option<Self> {
        let text: [u8; LENGTH] = text.try_into().ok()?;
        let is_valid = |b: &u8| b.is_ascii_alphanumeric() || *b == b'-' || *b == b'_';
        text.iter().all(is_valid).then_some(Self(text))
    }

    pub(crate) fn as_str(&self) -> &str {
        // It is ASCII.
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Debug for RandomId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RandomId")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_only_if_well_formed() {
        let id = RandomId::new(&frontdesk_router::TokioRuntime::new());
        assert_eq!(RandomId::parse(id.as_str().as_bytes()), Some(id));
        assert_eq!(
            RandomId::parse(b"abcdefghijklmnopqrstu_").unwrap().as_str(),
            "abcdefghijklmnopqrstu_"
        );
        for text in [
            "",
            "short",
            "abcdefghijklmnopqrstu%",
            "abcdefghijklmnopqrstuvw",
            "äbcdefghijklmnopqrstu",
        ] {
            assert_eq!(RandomId::parse(text.as_bytes()), None, "{text}");
        }
    }
}
