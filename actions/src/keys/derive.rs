//! Derives the keys in use from a master key, by HKDF ([RFC
//! 5869](https://www.rfc-editor.org/rfc/rfc5869)).

use hkdf::Hkdf;
use sha2::Sha256;

/// The length of a key id in a token, in bytes.
pub(super) const ID_BYTES: usize = 4;

/// A master key, ready to derive from. The key itself is not stored, and nothing is sealed with it.
#[derive(Clone)]
pub(super) struct Master(Hkdf<Sha256>);

impl Master {
    pub(super) fn new(key: &[u8]) -> Self {
        // No salt: the key is already random, and every instance must derive the same keys.
        Self(Hkdf::new(None, key))
    }

    /// Returns an id that reveals nothing about the key. Two keys may have the same id: it only
    /// avoids trying every key on every token.
    pub(super) fn id(&self) -> [u8; ID_BYTES] {
        self.derive("id")
    }

    /// Returns the derived key for one purpose.
    pub(super) fn subkey(&self, purpose: &str) -> [u8; 32] {
        self.derive(purpose)
    }

    #[expect(
        clippy::expect_used,
        reason = "HKDF-SHA256 produces up to 8160 bytes, and every N is at most 32"
    )]
    fn derive<const N: usize>(&self, label: &str) -> [u8; N] {
        const { assert!(N <= 32) };
        let mut bytes = [0; N];
        self.0
            .expand_multi_info(&[b"frontdesk v1 ", label.as_bytes()], &mut bytes)
            .expect("N is within the limit of HKDF");
        bytes
    }
}
