//! Whom a form was rendered for. Only that identity gets its values back after a login.

use std::time::{Duration, SystemTime};

use frontdesk_router::Runtime;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::keys::{Purpose, Sealer, nonce};

/// How long a page may be open. An expired form that was open for days has the most to lose.
const LIFETIME: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// What distinguishes the token from other tokens of this purpose.
const CONTEXT: &[&[u8]] = &[b"for"];

/// The people who get the values of a form back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum ForWhom {
    /// All users of the browser: its page was rendered for nobody.
    Anyone,
    /// One identity, by its fingerprint.
    Only([u8; Self::LENGTH]),
}

impl ForWhom {
    /// 128 bits: nobody chooses the identities of two users so that their fingerprints are equal.
    const LENGTH: usize = 16;

    pub(crate) fn of(identity: &str) -> Self {
        let mut own = [0; Self::LENGTH];
        let hash = Sha256::digest(identity);
        own.iter_mut().zip(hash).for_each(|(own, byte)| *own = byte);
        Self::Only(own)
    }

    /// Returns the fingerprint, if it is one identity.
    pub(crate) fn fingerprint(&self) -> Option<&[u8]> {
        match self {
            Self::Anyone => None,
            Self::Only(own) => Some(own),
        }
    }

    pub(crate) fn includes(self, identity: Option<&str>) -> bool {
        self == Self::Anyone || identity.is_some_and(|identity| self == Self::of(identity))
    }
}

/// Returns the value of the hidden field with the identity that a page is rendered for.
pub(crate) fn seal_for_whom(sealer: &Sealer, identity: &str, runtime: &dyn Runtime) -> Option<String> {
    let ForWhom::Only(own) = ForWhom::of(identity) else {
        return None;
    };
    let (now, nonce) = (runtime.now(), nonce(runtime));
    sealer.seal(Purpose::Login, CONTEXT, &own, now, LIFETIME, nonce).ok()
}

/// Returns for whom a form was rendered, by its hidden field. Returns `None` if the field was not
/// written by this app, so that nobody gets the values.
pub(crate) fn open_for_whom(sealer: &Sealer, field: Option<&str>, now: SystemTime) -> Option<ForWhom> {
    let Some(token) = field else {
        return Some(ForWhom::Anyone);
    };
    let opened = sealer.open(Purpose::Login, CONTEXT, token, now).ok()?;
    opened.plaintext.try_into().ok().map(ForWhom::Only)
}

#[cfg(test)]
mod tests {
    use frontdesk_router::TokioRuntime;

    use super::*;
    use crate::keys::Keys;

    #[test]
    fn field_names_one_identity_and_can_not_be_made_up() {
        let (sealer, runtime) = (sealer(7), TokioRuntime::new());
        let token = seal_for_whom(&sealer, "ada", &runtime).unwrap();
        let opened = open_for_whom(&sealer, Some(&token), runtime.now()).unwrap();
        assert!(opened.includes(Some("ada")));
        assert!(!opened.includes(Some("bob")) && !opened.includes(None));
        let anyone = open_for_whom(&sealer, None, runtime.now()).unwrap();
        assert!(anyone.includes(Some("bob")) && anyone.includes(None));
        for made_up in ["", "x", token.get(1..).unwrap()] {
            assert_eq!(open_for_whom(&sealer, Some(made_up), runtime.now()), None);
        }
        assert_eq!(open_for_whom(&self::sealer(8), Some(&token), runtime.now()), None);
    }

    fn sealer(key: u8) -> Sealer {
        Sealer::new(&Keys::from_bytes(&[key; 32]).unwrap(), "app")
    }
}
