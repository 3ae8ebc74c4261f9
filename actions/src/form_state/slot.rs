//! The two kinds of form state, each in a cookie of its own.

use crate::random_id::RandomId;

/// What a cookie contains. Each kind has its own room in the browser, so that neither pushes the
/// other out.
///
/// Many servers and proxies refuse requests with headers of more than 8 KB, and the app has its own
/// cookies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slot {
    /// The submitted values, messages and the problem: readable until they expire.
    Submission,
    /// What an action returned: read once.
    Result,
}

/// How many states of a kind one browser has at most: so many tabs can have failed submissions at
/// the same time.
pub(super) const ALIVE: usize = 3;

impl Slot {
    pub(super) const ALL: [Self; 2] = [Self::Submission, Self::Result];

    /// Returns the beginning of the names of cookies over http.
    pub(super) fn prefix(self) -> &'static str {
        match self {
            Self::Submission => "_fd_",
            Self::Result => "_fd_result_",
        }
    }

    /// Returns the beginning of the names of cookies over https. Browsers accept a `__Host-` cookie
    /// only from the host itself, over https ([RFC 6265bis, section
    /// 4.1.3.2](https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis)).
    pub(super) fn secure_prefix(self) -> &'static str {
        match self {
            Self::Submission => "__Host-fd_",
            Self::Result => "__Host-fd_result_",
        }
    }

    /// Returns the key of a state in the store.
    pub(super) fn store_key(self, id: RandomId) -> String {
        match self {
            Self::Submission => id.as_str().to_owned(),
            Self::Result => format!("result:{}", id.as_str()),
        }
    }

    /// Returns the maximum size of the values of all cookies of this kind in one browser, in bytes.
    pub(super) fn all_cookies(self) -> usize {
        match self {
            Self::Submission => 6 * 1024,
            Self::Result => 2 * 1024,
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
