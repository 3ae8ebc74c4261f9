//! What the cache did for a request, as `Cache-Status` tells it (RFC 9211).

use std::time::SystemTime;

use http::{HeaderName, HeaderValue};

use super::answer::KeptAnswer;

pub(super) const CACHE_STATUS: HeaderName = HeaderName::from_static("cache-status");

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
    /// A kept answer, and the seconds that it is fresh for; negative for one that is stale.
    Hit { ttl: Option<i64> },
    /// A handler ran.
    Ran {
        forward: Forward,
        /// Another request had begun the run.
        collapsed: bool,
        stored: bool,
    },
}

impl Served {
    pub(super) fn hit(answer: &KeptAnswer, now: SystemTime) -> Self {
        Self::Hit { ttl: answer.ttl(now) }
    }

    pub(super) fn header(self) -> HeaderValue {
        let text = match self {
            Self::Hit { ttl: None } => return HeaderValue::from_static("frontdesk; hit"),
            Self::Hit { ttl: Some(ttl) } => format!("frontdesk; hit; ttl={ttl}"),
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
