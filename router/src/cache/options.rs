//! The caching options of a GET: those of its type, and those of its builder.

use std::time::Duration;

use http::HeaderValue;

use super::key::MAX_NAME_LENGTH;
use super::keyed::Reads;
use crate::mistake::{Mistake, Place};

/// How the responses of a GET are cached, as the boot table shows it.
///
/// ```
/// use frontdesk_router::Caching;
///
/// fn mark(caching: Caching) -> char {
///     match caching {
///         Caching::Static => '○',
///         Caching::Cached(_) => '◐',
///         _ => '●',
///     }
/// }
/// assert_eq!(mark(Caching::Dynamic), '●');
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Caching {
    /// The handler has no arguments, and its response is cached: it runs once, until the response
    /// is revalidated.
    Static,
    /// The responses are cached by path and query, for this long, or until they are revalidated if
    /// `None`.
    Cached(Option<Duration>),
    /// The handler runs for every request.
    Dynamic,
}

/// What the type of a GET's handler and its builder set.
#[derive(Debug, Clone, Default)]
pub(crate) struct CacheOptions {
    /// The handler has no arguments.
    reads_nothing: bool,
    pub(crate) dynamic: bool,
    /// A method of the builder, or the router's default, requested caching.
    requested: bool,
    /// The router to which it was added has applied its default.
    is_settled: bool,
    pub(super) reads: Reads,
    pub(crate) revalidate: Option<Duration>,
    pub(crate) expire: Option<Duration>,
    pub(crate) cdn: Option<Duration>,
    pub(crate) tags: Vec<String>,
}

impl CacheOptions {
    pub(crate) fn of_type(reads_nothing: bool) -> Self {
        Self {
            reads_nothing,
            ..Self::default()
        }
    }

    /// The options of a handler whose responses are never cached.
    pub(crate) fn dynamic() -> Self {
        Self {
            dynamic: true,
            ..Self::default()
        }
    }

    /// Requests caching for a handler that reads this part of a request.
    pub(crate) fn request_caching(&mut self, reads: Reads) {
        self.requested = true;
        self.reads = reads;
    }

    /// Applies the default of the router to which the GET was added, which later routers around it
    /// do not change: whether a handler without arguments is cached unasked.
    pub(crate) fn settle(&mut self, static_by_default: bool) {
        if !self.is_settled {
            self.is_settled = true;
            self.requested |= static_by_default && self.reads_nothing && !self.dynamic;
        }
    }

    pub(crate) fn caching(&self) -> Caching {
        if self.dynamic || !self.requested {
            Caching::Dynamic
        } else if self.reads_nothing && self.revalidate.is_none() && self.expire.is_none() {
            Caching::Static
        } else {
            Caching::Cached(self.revalidate.or(self.expire))
        }
    }

    /// Returns the `Cache-Control` of cached responses that do not set it themselves.
    pub(super) fn cache_control(&self) -> HeaderValue {
        let Some(cdn) = self.cdn else {
            return HeaderValue::from_static("no-cache");
        };
        let stale = self.expire.map_or(cdn, |expire| expire.saturating_sub(cdn));
        let text = format!("s-maxage={}, stale-while-revalidate={}", cdn.as_secs(), stale.as_secs());
        // Digits and ASCII text are always a valid header value.
        HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static("no-cache"))
    }

    /// Returns the mistakes in the options of a GET that was registered at `place`.
    pub(crate) fn mistakes(&self, place: Place) -> Vec<Mistake> {
        let mut mistakes: Vec<_> = self.broken_rules(place).collect();
        for tag in &self.tags {
            if tag.is_empty() || tag.len() > MAX_NAME_LENGTH {
                mistakes.push(Mistake::new(
                    "a tag is empty or longer than 1 KiB",
                    [place],
                    "give it a short name, such as `rates`",
                ));
            }
        }
        mistakes
    }

    fn broken_rules(&self, place: Place) -> impl Iterator<Item = Mistake> {
        let expires_before =
            |time: Option<Duration>| matches!((time, self.expire), (Some(time), Some(expire)) if expire < time);
        let rules = [
            (
                self.dynamic && self.requested,
                "a GET is `.dynamic()`, but its builder also requests caching",
                "remove `.dynamic()`, or the caching options",
            ),
            (
                [self.revalidate, self.expire].contains(&Some(Duration::ZERO)),
                "the responses of a GET are cached for a time of zero",
                "remove `.revalidate(…)`, `.expire(…)` and the other caching options: a GET is dynamic without them",
            ),
            (
                expires_before(self.revalidate),
                "the responses of a GET expire before they are refreshed",
                "give `.expire(…)` a longer time than `.revalidate(…)`",
            ),
            (
                expires_before(self.cdn),
                "the responses of a GET expire before a CDN requests them again",
                "give `.expire(…)` at least the time of `.cdn(…)`",
            ),
            (
                self.cdn.is_some_and(|cdn| cdn.as_secs() == 0),
                "`.cdn(…)` counts in whole seconds, and was given less than one",
                "give it a second or more, or remove it",
            ),
        ];
        let broken = rules.into_iter().filter(|(is_broken, ..)| *is_broken);
        broken.map(move |(_, what, help)| Mistake::new(what, [place], help))
    }
}
