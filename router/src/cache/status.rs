//! What the cache did for a request: the headers `Cache-Status` (RFC 9211) and `Age`.

use http::header::AGE;
use http::{HeaderMap, HeaderName, HeaderValue};

const CACHE_STATUS: HeaderName = HeaderName::from_static("cache-status");

/// Why a handler had to run: the parameter `fwd` (RFC 9211, section 2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ForwardReason {
    /// Nothing is stored under the key.
    UriMiss,
    /// The stored response was revalidated, or has expired.
    Stale,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CacheStatus {
    /// A stored response was served. `age` and `ttl` are in seconds; `ttl` is how long it stays
    /// fresh, negative if it is stale, `None` if it stays fresh forever; then `age` is 0.
    Hit { age: u64, ttl: Option<i64> },
    /// A handler ran.
    Forwarded {
        reason: ForwardReason,
        /// Another request had begun the run.
        collapsed: bool,
        stored: bool,
    },
}

impl CacheStatus {
    /// The status of a hit that stays fresh forever.
    pub(super) const FOREVER: Self = Self::Hit { age: 0, ttl: None };

    /// Adds the headers.
    ///
    /// `Age` (RFC 9111, section 5.1) is only set on responses that become stale by time, for which
    /// a cache in front must count it. A response that stays valid until it is revalidated counts
    /// as new.
    pub(super) fn write_headers(self, headers: &mut HeaderMap) {
        headers.append(CACHE_STATUS, self.header());
        if let Self::Hit { age, ttl: Some(_) } = self {
            headers.insert(AGE, age.into());
        }
    }

    fn header(self) -> HeaderValue {
        let text = match self {
            Self::Hit { ttl: None, .. } => return HeaderValue::from_static("frontdesk; hit"),
            Self::Hit { ttl: Some(ttl), .. } => format!("frontdesk; hit; ttl={ttl}"),
            Self::Forwarded {
                reason,
                collapsed,
                stored,
            } => {
                let reason = match reason {
                    ForwardReason::UriMiss => "uri-miss",
                    ForwardReason::Stale => "stale",
                };
                let stored = if stored { "; stored" } else { "" };
                let collapsed = if collapsed { "; collapsed" } else { "" };
                format!("frontdesk; fwd={reason}{stored}{collapsed}")
            }
        };
        // Digits and ASCII text are always a valid header value.
        HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static("frontdesk"))
    }
}
