//! How the answers of one route are kept, made once when the desk is built.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Uri};

use super::key;
use super::keyed::Reads;
use super::policy::Policy;
use crate::context::Ctx;

pub(crate) struct Plan {
    pub(super) pattern: String,
    pub(super) prefix: Bytes,
    pub(super) reads: Reads,
    pub(super) fresh: Option<Duration>,
    pub(super) lifetime: Option<Duration>,
    pub(super) tags: Arc<[String]>,
    pub(super) cache_control: HeaderValue,
    pub(super) cdn: bool,
}

impl Plan {
    pub(crate) fn new(policy: &Policy, pattern: &str) -> Self {
        Self {
            pattern: pattern.to_owned(),
            prefix: key::prefix(pattern),
            reads: policy.reads.clone(),
            fresh: policy.revalidate,
            lifetime: policy.expire,
            tags: policy.tags.clone().into(),
            cache_control: policy.cache_control(),
            cdn: policy.cdn.is_some(),
        }
    }

    /// The context of a run: the path and the parameters of the request that begins it, of the query what the handler reads, and
    /// nothing else.
    pub(super) fn context(&self, ctx: &Ctx, query: Option<&str>) -> Ctx {
        let path = ctx.uri().path();
        let uri = match key::read_part(&self.reads.query, query) {
            Some(query) => Uri::try_from(format!("{path}?{query}")),
            None => Uri::try_from(path),
        };
        // A path that came in a URI, and a query of escapes, make a URI.
        let uri = uri.unwrap_or_default();
        Ctx::enter(ctx.shared_arc(), &uri, true, &HeaderMap::new(), ctx.params().clone())
    }
}
