//! The two kinds of form state, each in a cookie of its own.

use crate::random_id::RandomId;
use crate::state_cookie::StateCookies;

/// What a cookie contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slot {
    /// The submitted values, messages and the problem: readable until they expire.
    Submission,
    /// What an action returned: read once.
    Result,
}

impl Slot {
    pub(super) const ALL: [Self; 2] = [Self::Submission, Self::Result];

    /// Returns the cookies of this kind.
    ///
    /// Many servers and proxies refuse requests with headers of more than 8 KB, and the app has its own
    /// cookies.
    pub(super) fn cookies(self) -> &'static StateCookies {
        match self {
            Self::Submission => &StateCookies {
                prefix: "_fd_",
                secure_prefix: "__Host-fd_",
                alive: 3,
                room: 6 * 1024,
            },
            Self::Result => &StateCookies {
                prefix: "_fd_result_",
                secure_prefix: "__Host-fd_result_",
                alive: 3,
                room: 2 * 1024,
            },
        }
    }

    /// Returns the key of a state in the store.
    pub(super) fn store_key(self, id: RandomId) -> String {
        match self {
            Self::Submission => id.as_str().to_owned(),
            Self::Result => format!("result:{}", id.as_str()),
        }
    }

    /// Returns the maximum size of a state that is stored in the cookie alone, in bytes. A larger
    /// one is in the store.
    pub(super) fn inline(self) -> usize {
        match self {
            Self::Submission => 1024,
            // Three of them fit into their room.
            Self::Result => 384,
        }
    }

    /// Returns the maximum size of a state in a cookie if the store fails, before sealing, in
    /// bytes. Browsers accept 4096 bytes including name and attributes.
    pub(super) fn cookie_budget(self) -> usize {
        match self {
            Self::Submission => 2048,
            Self::Result => 1024,
        }
    }
}
