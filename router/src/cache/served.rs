//! What the cache did for a request, as `Cache-Status` (RFC 9211) and `Age` tell it.

use std::time::SystemTime;

use http::header::AGE;
use http::{HeaderMap, HeaderName, HeaderValue};

use super::answer::StoredResponse;

const CACHE_STATUS: HeaderName = HeaderName::from_static("cache-status");

/// Why a handler had to run (RFC 9211 section 2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Forward {
    /// Nothing is kept under the key.
    UriMiss,
    /// What is kept is revalidated, or older than it may be.
    Stale,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Served {
    /// A kept answer, how many seconds old it is, and how many it is fresh for yet; negative for one that is stale.
    Hit { age: u64, ttl: Option<i64> },
    /// A handler ran.
    Ran {
        forward: Forward,
        /// Another request had begun the run.
        collapsed: bool,
        stored: bool,
    },
}

impl Served {
    pub(super) fn hit(answer: &StoredResponse, now: SystemTime) -> Self {
        Self::Hit {
            age: answer.age(now).as_secs(),
            ttl: answer.ttl(now),
        }
    }

    /// Says it.
    ///
    /// `Age` (RFC 9111 section 5.1) only of what grows old by time: a cache in front must count that. An answer that is good until
    /// it is revalidated is as good as new.
    pub(super) fn tell(self, headers: &mut HeaderMap) {
        headers.append(CACHE_STATUS, self.status());
        if let Self::Hit { age, ttl: Some(_) } = self {
            headers.insert(AGE, age.into());
        }
    }

    fn status(self) -> HeaderValue {
        let text = match self {
            Self::Hit { ttl: None, .. } => return HeaderValue::from_static("frontdesk; hit"),
            Self::Hit { ttl: Some(ttl), .. } => format!("frontdesk; hit; ttl={ttl}"),
            Self::Ran {
                forward,
                collapsed,
                stored,
            } => {
                let forward = match forward {
                    Forward::UriMiss => "uri-miss",
                    Forward::Stale => "stale",
                };
                let stored = if stored { "; stored" } else { "" };
                let collapsed = if collapsed { "; collapsed" } else { "" };
                format!("frontdesk; fwd={forward}{stored}{collapsed}")
            }
        };
        // ASCII and digits always fit a header.
        HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static("frontdesk"))
    }
}
