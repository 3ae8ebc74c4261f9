//! One kept answer.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

/// The first wait after a failed refresh; each further failure doubles it.
const FIRST_WAIT: Duration = Duration::from_secs(3);

/// The longest wait between two tries of a refresh.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// What an answer takes up in a `MemoryCache` besides its contents: its times, moka's records, the allocator's share.
///
/// This and the next two are fitted to the growth of `VmRSS` over 100,000 answers in one (x86-64 Linux, glibc, moka 0.12.16). With
/// 2, 3 and 8 headers and bodies of 0 to 10,000 bytes, what is counted is 97 to 104 % of that; of problems, which are kept twice,
/// up to 120 %.
const ENTRY: usize = 700;

/// A place in a `HeaderMap`, which has more of them than headers.
const PLACE: usize = 104;

/// What the texts of a header take up besides their bytes.
const HEADER: usize = 96;

/// An answer as a [`CacheStore`](super::CacheStore) keeps it: status, headers, bytes, and the times it goes by. Cheap to clone.
///
/// A store that keeps bytes writes it with [`to_bytes`](Self::to_bytes).
#[derive(Clone, PartialEq, Eq)]
pub struct StoredResponse(Arc<Inner>);

#[derive(Clone, PartialEq, Eq)]
pub(super) struct Inner {
    pub(super) sequence: u64,
    pub(super) made: SystemTime,
    /// How long after `made` it is fresh; for ever without.
    pub(super) fresh: Option<Duration>,
    /// How long after `made` it may be served at all; for ever without.
    pub(super) lifetime: Option<Duration>,
    /// How often in a row its refresh has failed, and when the last of them did.
    pub(super) failures: u32,
    pub(super) failed: Option<SystemTime>,
    pub(super) tags: Arc<[String]>,
    pub(super) status: StatusCode,
    pub(super) content: Content,
    /// A problem is a page for people, and JSON for programs: that is `content`.
    pub(super) page: Option<Content>,
}

/// What one kind of client gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Content {
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Content {
    fn size(&self) -> usize {
        let texts = self.headers.iter();
        let texts: usize = texts
            .map(|(name, value)| name.as_str().len() + value.len() + HEADER)
            .sum();
        self.body.len() + self.headers.capacity() * PLACE + texts
    }
}

impl StoredResponse {
    pub(super) fn new(inner: Inner) -> Self {
        Self(Arc::new(inner))
    }

    pub(super) fn inner(&self) -> &Inner {
        &self.0
    }

    /// The store's sequence number before its handler ran: what was revalidated with a higher one is newer than this answer.
    #[must_use]
    pub fn sequence(&self) -> u64 {
        self.0.sequence
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.0.content.headers
    }

    /// The body.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.0.content.body
    }

    /// The tags of its route.
    #[must_use]
    pub fn tags(&self) -> &[String] {
        &self.0.tags
    }

    /// When it was made.
    #[must_use]
    pub fn made(&self) -> SystemTime {
        self.0.made
    }

    /// Until when it may be served; a store may forget it then. None when there is no such time.
    #[must_use]
    pub fn expires(&self) -> Option<SystemTime> {
        self.0.made.checked_add(self.0.lifetime?)
    }

    /// About how many bytes it takes up in memory, with what a store needs beside it.
    #[must_use]
    pub fn size(&self) -> usize {
        ENTRY + self.0.content.size() + self.0.page.as_ref().map_or(0, Content::size)
    }

    /// How old it is. By the difference alone: a clock that was wrong when it was made must not keep it fresh for years.
    pub(super) fn age(&self, now: SystemTime) -> Duration {
        now.duration_since(self.0.made).unwrap_or_else(|error| error.duration())
    }

    pub(super) fn failures(&self) -> u32 {
        self.0.failures
    }

    pub(super) fn is_stale(&self, now: SystemTime) -> bool {
        self.0.fresh.is_some_and(|fresh| self.age(now) >= fresh)
    }

    pub(super) fn is_expired(&self, now: SystemTime) -> bool {
        self.0.lifetime.is_some_and(|lifetime| self.age(now) >= lifetime)
    }

    /// How many seconds it is fresh for, or has been stale for (negative); none when it is fresh for ever.
    pub(super) fn ttl(&self, now: SystemTime) -> Option<i64> {
        let fresh = self.0.fresh.or(self.0.lifetime)?.as_secs_f64();
        // Whole seconds, of times that are far below what an i64 holds; a longer one is capped.
        #[expect(clippy::cast_possible_truncation, reason = "`as` caps what doesn't fit")]
        Some((fresh - self.age(now).as_secs_f64()).floor() as i64)
    }

    /// Whether a refresh that failed is to be tried again.
    pub(super) fn may_retry(&self, now: SystemTime) -> bool {
        let Some(failed) = self.0.failed else { return true };
        let doublings = self.0.failures.saturating_sub(1).min(8);
        let wait = (FIRST_WAIT * 2_u32.pow(doublings)).min(LONGEST_WAIT);
        let waited = now.duration_since(failed).unwrap_or_else(|error| error.duration());
        waited >= wait
    }

    /// The same answer after one more refresh of it has failed.
    pub(super) fn after_failure(&self, now: SystemTime) -> Self {
        Self::new(Inner {
            failures: self.0.failures.saturating_add(1),
            failed: Some(now),
            ..self.0.as_ref().clone()
        })
    }
}

impl fmt::Debug for StoredResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredResponse")
            .field("status", &self.0.status)
            .field("made", &self.0.made)
            .field("bytes", &self.0.content.body.len())
            .finish_non_exhaustive()
    }
}
