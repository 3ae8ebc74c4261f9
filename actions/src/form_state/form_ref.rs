//! Which form was submitted.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// A fingerprint of a form: the action's name, and the form's key if it has one.
///
/// Cookies and URLs have little room, and a key may be long. It tells forms apart and protects
/// nothing: state is shown only to its [`Owner`](super::Owner), and marks are sealed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FormRef([u8; Self::LENGTH]);

impl FormRef {
    pub(super) const LENGTH: usize = 8;

    /// Returns the fingerprint of the form of an action, by its canonical name.
    pub(crate) fn new(action: &str, key: Option<&str>) -> Self {
        // No name contains a NUL byte, so no two pairs are hashed as the same bytes.
        let mut hash = Sha256::new_with_prefix(action);
        if let Some(key) = key {
            hash.update(b"\0");
            hash.update(key);
        }
        let mut own = [0; Self::LENGTH];
        own.iter_mut().zip(hash.finalize()).for_each(|(own, byte)| *own = byte);
        Self(own)
    }

    pub(super) fn from_bytes(bytes: [u8; Self::LENGTH]) -> Self {
        Self(bytes)
    }

    pub(super) fn as_bytes(&self) -> &[u8; Self::LENGTH] {
        &self.0
    }

    /// Returns whether this is the form of the action with this key. Of a form that was not read,
    /// the key is not known: it may be any form of its action.
    pub(crate) fn is(self, action: &str, key: Option<&str>, unread: bool) -> bool {
        self == Self::new(action, key) || (unread && self == Self::new(action, None))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_differ_by_action_and_key() {
        let all = [
            ("a", None),
            ("a", Some("")),
            ("a", Some("1")),
            ("a1", None),
            ("b", Some("1")),
        ];
        for (at, (action, key)) in all.into_iter().enumerate() {
            let form = FormRef::new(action, key);
            for (other_at, (other, other_key)) in all.into_iter().enumerate() {
                assert_eq!(
                    form.is(other, other_key, false),
                    at == other_at,
                    "{action} {key:?} {other} {other_key:?}"
                );
                let unread = at == other_at || (key.is_none() && action == other);
                assert_eq!(
                    form.is(other, other_key, true),
                    unread,
                    "{action} {key:?} {other} {other_key:?}"
                );
            }
        }
    }
}
