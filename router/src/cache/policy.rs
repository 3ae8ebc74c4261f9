//! How the answers of a GET are kept, as its type and its builder say.

use std::time::Duration;

use http::HeaderValue;

use super::key::NAME_LIMIT;
use super::keyed::Reads;
use crate::mistake::{Mistake, Place};

/// How a GET is answered: the mark of the boot table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Caching {
    /// Its handler has no arguments: run once, kept until revalidated.
    Static,
    /// Kept by path and query, because its builder said so; for this long, or until revalidated.
    Cached(Option<Duration>),
    /// Run for every request.
    Dynamic,
}

/// What the type of a GET's handler and its builder say.
#[derive(Debug, Clone, Default)]
pub(crate) struct Policy {
    /// The handler has no arguments.
    pub(crate) reads_nothing: bool,
    pub(crate) dynamic: bool,
    /// A method of the builder asked for answers to be kept.
    pub(crate) asked: bool,
    pub(crate) reads: Reads,
    pub(crate) revalidate: Option<Duration>,
    pub(crate) expire: Option<Duration>,
    pub(crate) cdn: Option<Duration>,
    pub(crate) tags: Vec<String>,
}

impl Policy {
    pub(crate) fn of_type(reads_nothing: bool) -> Self {
        Self {
            reads_nothing,
            ..Self::default()
        }
    }

    /// The builder asks that answers of a handler that reads this are kept.
    pub(crate) fn ask(&mut self, reads: Reads) {
        self.asked = true;
        self.reads = reads;
    }

    /// What `Router::dynamic_by_default` does: only what was asked for is kept.
    pub(crate) fn dynamic_by_default(&mut self) {
        self.dynamic |= !self.asked;
    }

    pub(crate) fn caching(&self) -> Caching {
        if self.dynamic || !(self.asked || self.reads_nothing) {
            Caching::Dynamic
        } else if self.reads_nothing && self.revalidate.is_none() && self.expire.is_none() {
            Caching::Static
        } else {
            Caching::Cached(self.revalidate.or(self.expire))
        }
    }

    /// `Cache-Control` of kept answers that don't say their own.
    pub(crate) fn cache_control(&self) -> HeaderValue {
        let Some(cdn) = self.cdn else {
            return HeaderValue::from_static("no-cache");
        };
        let stale = self.expire.map_or(cdn, |expire| expire.saturating_sub(cdn));
        let text = format!("s-maxage={}, stale-while-revalidate={}", cdn.as_secs(), stale.as_secs());
        // Digits and ASCII always fit a header.
        HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static("no-cache"))
    }

    pub(crate) fn mistakes(&self, place: Place) -> Vec<Mistake> {
        let mut mistakes = Vec::new();
        let mut wrong = |what: &str, help: &str| mistakes.push(Mistake::new(what, [place], help));
        if self.dynamic && self.asked {
            let what = "a GET is `.dynamic()`, and its answers are to be kept too";
            wrong(what, "leave out `.dynamic()`, or what asks for keeping");
        }
        if [self.revalidate, self.expire].contains(&Some(Duration::ZERO)) {
            wrong(
                "the answers of a GET are to be kept for no time",
                "write `.dynamic()` instead",
            );
        }
        if matches!((self.revalidate, self.expire), (Some(fresh), Some(expire)) if expire < fresh) {
            let what = "the answers of a GET expire before they are to be made anew";
            wrong(what, "give `.expire(…)` a longer time than `.revalidate(…)`");
        }
        if matches!((self.cdn, self.expire), (Some(cdn), Some(expire)) if expire < cdn) {
            let what = "the answers of a GET expire before a CDN asks for them again";
            wrong(what, "give `.expire(…)` at least the time of `.cdn(…)`");
        }
        if self.cdn.is_some_and(|cdn| cdn.as_secs() == 0) {
            wrong(
                "`.cdn(…)` counts in whole seconds, and gets less than one",
                "give it a second or more, or leave it out",
            );
        }
        for tag in &self.tags {
            if tag.is_empty() || tag.len() > NAME_LIMIT {
                let what = "a tag is empty or longer than 1 KiB";
                wrong(what, "give it a short name, such as `rates`");
            }
        }
        mistakes
    }
}
