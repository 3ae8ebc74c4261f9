//! One stored response.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::LAST_MODIFIED;
use http::{HeaderMap, StatusCode};

use super::hit_headers::HitHeaders;
use super::status::CacheStatus;
use crate::problem::StoredProblem;

/// How long to wait after a failed refresh. Each further failure doubles the time.
const FIRST_RETRY: Duration = Duration::from_secs(3);

/// The longest time between two attempts to refresh.
const MAX_RETRY: Duration = Duration::from_secs(30);

/// How many bytes a response uses in a `MemoryCache` besides its content: its times, moka's
/// records, the headers of hits, and the allocator's overhead.
///
/// This and the next two are fitted to the growth of `VmRSS` with 50,000 responses in one (x86-64
/// Linux, glibc, moka 0.12.16). With 2, 3 and 8 headers and bodies of 0 to 10,000 bytes, the
/// computed size is 97 to 100 % of the measured one. For responses that were never requested again
/// it is up to 145 %, because they have no headers of hits yet.
const ENTRY_OVERHEAD: usize = 1200;

/// The bytes of one slot in a `HeaderMap`, which has more slots than headers.
const SLOT_SIZE: usize = 104;

/// How many bytes a header's name and value use besides their text.
const HEADER_OVERHEAD: usize = 96;

/// A response in a [`CacheStore`](super::CacheStore): status, headers, body, and the times for its
/// freshness. Cheap to clone.
///
/// A store that needs bytes encodes it with [`to_bytes`](Self::to_bytes).
///
/// ```
/// use frontdesk_router::StoredResponse;
///
/// /// What a shared store writes and reads.
/// fn round_trip(response: &StoredResponse) -> std::io::Result<StoredResponse> {
///     let bytes = response.to_bytes();
///     StoredResponse::from_bytes(&bytes.into())
/// }
/// ```
#[derive(Clone)]
pub struct StoredResponse(Arc<Shared>);

struct Shared {
    inner: Inner,
    /// Whether a date can show that a client has the response.
    has_date: bool,
    hit_headers: HitHeaders,
}

#[derive(Clone, PartialEq)]
pub(super) struct Inner {
    pub(super) sequence: u64,
    pub(super) generated_at: SystemTime,
    /// How long after `generated_at` it is fresh. Forever if `None`.
    pub(super) fresh_for: Option<Duration>,
    /// How long after `generated_at` it may be served at all. Forever if `None`.
    pub(super) lifetime: Option<Duration>,
    /// How many refreshes in a row have failed, and when the last of them did.
    pub(super) failures: u32,
    pub(super) last_failure: Option<SystemTime>,
    pub(super) tags: Arc<[String]>,
    pub(super) status: StatusCode,
    pub(super) content: Content,
    /// The HTML form of a problem, whose JSON form is `content`.
    pub(super) html: Option<Content>,
    /// The problem itself, in a desk that has a catalogue: each request gets it in its language.
    pub(super) problem: Option<Arc<StoredProblem>>,
}

/// Headers and body for one kind of client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Content {
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Content {
    fn size(&self) -> usize {
        let texts = self.headers.iter();
        let texts: usize = texts
            .map(|(name, value)| name.as_str().len() + value.len() + HEADER_OVERHEAD)
            .sum();
        self.body.len() + self.headers.capacity() * SLOT_SIZE + texts
    }
}

impl StoredResponse {
    pub(super) fn new(inner: Inner) -> Self {
        let has_date = |content: &Content| content.headers.contains_key(LAST_MODIFIED);
        Self(Arc::new(Shared {
            has_date: has_date(&inner.content) || inner.html.as_ref().is_some_and(has_date),
            inner,
            hit_headers: HitHeaders::default(),
        }))
    }

    pub(super) fn inner(&self) -> &Inner {
        &self.0.inner
    }

    pub(super) fn has_date(&self) -> bool {
        self.0.has_date
    }

    /// Returns the headers of the content with those for a cache status. If that is a hit, they are
    /// ready for the next one.
    pub(super) fn headers_with(&self, content: &Content, status: CacheStatus) -> HeaderMap {
        let is_main = std::ptr::eq(content, &self.inner().content);
        if is_main && matches!(status, CacheStatus::Hit { .. }) {
            return self.0.hit_headers.get(&content.headers, status);
        }
        let mut headers = content.headers.clone();
        status.write_headers(&mut headers);
        headers
    }

    /// Returns the cache status with which it is served at an age.
    pub(super) fn hit_status(&self, age: Duration) -> CacheStatus {
        match self.ttl(age) {
            None => CacheStatus::FOREVER,
            ttl => CacheStatus::Hit {
                age: age.as_secs(),
                ttl,
            },
        }
    }

    /// Returns whether it becomes stale by time, or expires.
    pub(super) fn ages(&self) -> bool {
        self.inner().fresh_for.is_some() || self.inner().lifetime.is_some()
    }

    /// Returns the store's sequence number before the handler ran. What was revalidated with a
    /// higher one changed after this response.
    #[must_use]
    pub fn sequence(&self) -> u64 {
        self.inner().sequence
    }

    /// Returns the status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.inner().status
    }

    /// Returns the headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.inner().content.headers
    }

    /// Returns the body.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.inner().content.body
    }

    /// Returns the tags of its route.
    #[must_use]
    pub fn tags(&self) -> &[String] {
        &self.inner().tags
    }

    /// Returns when it was generated.
    #[must_use]
    pub fn generated_at(&self) -> SystemTime {
        self.inner().generated_at
    }

    /// Returns until when it may be served. A store may drop it then. `None` if it does not expire.
    #[must_use]
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.inner().generated_at.checked_add(self.inner().lifetime?)
    }

    /// Returns about how many bytes it uses in memory, including what a store needs besides the
    /// content.
    #[must_use]
    pub fn size(&self) -> usize {
        let Inner { content, html, .. } = self.inner();
        // The headers of hits have two more, and share the text of the others.
        let hit_headers = (content.headers.len() + 2) * SLOT_SIZE + 2 * HEADER_OVERHEAD;
        ENTRY_OVERHEAD + content.size() + html.as_ref().map_or(0, Content::size) + hit_headers
    }

    /// Returns its age: the absolute difference, so that a clock that was wrong when it was
    /// generated does not keep it fresh for years.
    pub(super) fn age(&self, now: SystemTime) -> Duration {
        now.duration_since(self.inner().generated_at)
            .unwrap_or_else(|error| error.duration())
    }

    pub(super) fn failures(&self) -> u32 {
        self.inner().failures
    }

    pub(super) fn is_stale(&self, age: Duration) -> bool {
        self.inner().fresh_for.is_some_and(|fresh_for| age >= fresh_for)
    }

    pub(super) fn is_expired(&self, age: Duration) -> bool {
        self.inner().lifetime.is_some_and(|lifetime| age >= lifetime)
    }

    /// Returns for how many more seconds it is fresh, rounded down and so negative if it is stale, or
    /// `None` if it is fresh forever.
    fn ttl(&self, age: Duration) -> Option<i64> {
        let fresh_for = self.inner().fresh_for.or(self.inner().lifetime)?;
        let seconds = |duration: Duration| i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
        Some(match fresh_for.checked_sub(age) {
            Some(rest) => seconds(rest),
            None => -seconds((age - fresh_for).saturating_add(Duration::from_nanos(999_999_999))),
        })
    }

    /// Returns whether it may be refreshed now: no refresh has failed, or the last failure was long
    /// enough ago.
    pub(super) fn may_retry(&self, now: SystemTime) -> bool {
        let Some(last_failure) = self.inner().last_failure else {
            return true;
        };
        let doublings = self.inner().failures.saturating_sub(1).min(8);
        let wait = (FIRST_RETRY * 2_u32.pow(doublings)).min(MAX_RETRY);
        let waited = now
            .duration_since(last_failure)
            .unwrap_or_else(|error| error.duration());
        waited >= wait
    }

    /// Returns the same response after one more failed refresh.
    pub(super) fn after_failure(&self, now: SystemTime) -> Self {
        Self::new(Inner {
            failures: self.inner().failures.saturating_add(1),
            last_failure: Some(now),
            ..self.inner().clone()
        })
    }
}

impl PartialEq for StoredResponse {
    fn eq(&self, other: &Self) -> bool {
        self.inner() == other.inner()
    }
}

impl Eq for StoredResponse {}

impl fmt::Debug for StoredResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredResponse")
            .field("status", &self.inner().status)
            .field("generated_at", &self.inner().generated_at)
            .field("bytes", &self.inner().content.body.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ttl_is_rounded_down() {
        let response = StoredResponse::new(Inner {
            sequence: 0,
            generated_at: SystemTime::UNIX_EPOCH,
            fresh_for: Some(Duration::from_secs(10)),
            lifetime: None,
            failures: 0,
            last_failure: None,
            tags: [].into(),
            status: StatusCode::OK,
            content: Content {
                headers: HeaderMap::new(),
                body: Bytes::new(),
            },
            html: None,
            problem: None,
        });
        let cases = [
            (0, 10),
            (1, 9),
            (9_000, 1),
            (9_001, 0),
            (10_000, 0),
            (10_001, -1),
            (11_000, -1),
            (11_001, -2),
            (u64::MAX, -18_446_744_073_709_542),
        ];
        for (age, ttl) in cases {
            let age = Duration::from_millis(age);
            let status = CacheStatus::Hit {
                age: age.as_secs(),
                ttl: Some(ttl),
            };
            assert_eq!(response.hit_status(age), status);
        }
    }
}
