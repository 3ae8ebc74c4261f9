//! How the responses of one route are cached. Made once, when the desk is built.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Uri};

use super::key;
use super::keyed::Reads;
use super::options::CacheOptions;
use crate::context::Ctx;

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

    /// Creates the context of a run from that of the request that begins it: the same path and
    /// parameters, the part of the query that the handler reads, and nothing else.
    pub(super) fn run_context(&self, ctx: &Ctx, query: Option<&str>) -> Ctx {
        let path = ctx.uri().path();
        let uri = match key::query_part(&self.reads.query, query) {
            Some(query) => Uri::try_from(format!("{path}?{query}")),
            None => Uri::try_from(path),
        };
        // Cannot fail: the path comes from a URI, and the query is percent-encoded.
        let uri = uri.unwrap_or_default();
        Ctx::enter(ctx.shared_arc(), &uri, true, &HeaderMap::new(), ctx.params().clone())
    }
}
