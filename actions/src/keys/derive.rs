//! From a master key to the keys in use, by HKDF ([RFC 5869](https://www.rfc-editor.org/rfc/rfc5869)).

use hkdf::Hkdf;
use sha2::Sha256;

/// How many bytes name a key in a token.
pub(super) const ID_BYTES: usize = 4;

/// A master key, ready to derive from. The key itself is not kept, and nothing is ever sealed with it.
#[derive(Clone)]
pub(super) struct Master(Hkdf<Sha256>);

impl Master {
    pub(super) fn new(key: &[u8]) -> Self {
        // No salt: the key is random already, and every instance must derive the same.
        Self(Hkdf::new(None, key))
    }

    /// A name for the key that tells nothing about it. Two keys may share one; it only spares trying them all.
    pub(super) fn id(&self) -> [u8; ID_BYTES] {
        self.derive("id")
    }

    /// The key for one purpose.
    pub(super) fn subkey(&self, purpose: &str) -> [u8; 32] {
        self.derive(purpose)
    }

    #[expect(
        clippy::expect_used,
        reason = "HKDF-SHA256 gives up to 8160 bytes, and every N is at most 32"
    )]
    fn derive<const N: usize>(&self, label: &str) -> [u8; N] {
        const { assert!(N <= 32) };
        let mut bytes = [0; N];
        self.0
            .expand_multi_info(&[b"frontdesk v1 ", label.as_bytes()], &mut bytes)
            .expect("N is within the bound of HKDF");
        bytes
    }
}
