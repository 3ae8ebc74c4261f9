//! How the responses of one route are cached. Made once, when the desk is built.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderValue;

use super::key;
use super::keyed::Reads;
use super::options::CacheOptions;

pub(crate) struct CachePolicy {
    pub(super) pattern: String,
    /// What all keys of the route begin with.
    pub(super) prefix: Bytes,
    pub(super) reads: Reads,
    pub(super) fresh_for: Option<Duration>,
    pub(super) lifetime: Option<Duration>,
    pub(super) tags: Arc<[String]>,
    /// The `Cache-Control` of responses that do not set it themselves.
    pub(super) cache_control: HeaderValue,
    pub(super) cdn: bool,
}

impl CachePolicy {
    pub(crate) fn new(options: &CacheOptions, pattern: &str) -> Self {
        Self {
            pattern: pattern.to_owned(),
            prefix: key::prefix(pattern),
            reads: options.reads.clone(),
            fresh_for: options.revalidate,
            lifetime: options.expire,
            tags: options.tags.clone().into(),
            cache_control: options.cache_control(),
            cdn: options.cdn.is_some(),
        }
    }

    /// Returns the part of a query that the handler reads, which is all that it gets to see.
    pub(super) fn query_part(&self, query: Option<&str>) -> Option<String> {
        key::query_part(&self.reads.query, query)
    }
}
