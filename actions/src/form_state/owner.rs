//! Whose a form state is: the browser and the identity that submitted the form.

use sha2::{Digest as _, Sha256};

use crate::for_whom::ForWhom;
use crate::random_id::RandomId;

/// A fingerprint of a browser id and an identity. Only a request with both displays the state.
///
/// It is a part of the sealed content and not of the sealing context, so that a state of others
/// differs from a cookie of another app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Owner([u8; Self::LENGTH]);

impl Owner {
    /// 128 bits: cookies have little room, and to find another browser id or identity with the same
    /// fingerprint, both of the victim's would have to be known.
    pub(super) const LENGTH: usize = 16;

    pub(crate) fn new(browser: RandomId, identity: Option<&str>) -> Self {
        Self::of(browser, identity.map_or(ForWhom::Anyone, ForWhom::of))
    }

    /// Returns the owner whose identity is known by its fingerprint.
    pub(crate) fn of(browser: RandomId, identity: ForWhom) -> Self {
        // The id has a fixed length, so no two pairs are hashed as the same bytes.
        let mut hash = Sha256::new_with_prefix(browser.as_str());
        if let Some(identity) = identity.fingerprint() {
            hash.update(b"/");
            hash.update(identity);
        }
        let mut own = [0; Self::LENGTH];
        own.iter_mut().zip(hash.finalize()).for_each(|(own, byte)| *own = byte);
        Self(own)
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Splits the content of a cookie into the owner and the rest.
    pub(crate) fn split_from(content: &[u8]) -> Option<(Self, &[u8])> {
        let (own, rest) = content.split_first_chunk()?;
        Some((Self(*own), rest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn owners_differ_by_browser_and_identity() {
        let browser = |text: &str| RandomId::parse(text.as_bytes()).unwrap();
        let (a, b) = (browser("abcdefghijklmnopqrstu_"), browser("abcdefghijklmnopqrstu-"));
        let all = [
            (a, None),
            (a, Some("")),
            (a, Some("ada")),
            (a, Some("bob")),
            (b, None),
            (b, Some("ada")),
        ];
        let owners = all.map(|(browser, identity)| Owner::new(browser, identity));
        for (at, owner) in owners.iter().enumerate() {
            assert_eq!(owners.iter().filter(|other| *other == owner).count(), 1, "{at}");
            let content = [owner.as_bytes(), b"rest"].concat();
            assert_eq!(Owner::split_from(&content), Some((*owner, b"rest".as_slice())));
        }
        assert_eq!(Owner::split_from(b"short"), None);
    }
}
