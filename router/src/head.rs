//! What is known of a request where it enters a desk, before it has a context.

use std::sync::Arc;

use http::{HeaderMap, Uri};

use crate::context::Ctx;
use crate::path::Params;
use crate::shared::Shared;

/// What a request's context is made of, besides the request. It travels beside the request, whose
/// extensions stay empty until something needs the context there.
#[derive(Debug)]
pub struct Head {
    pub(crate) shared: Arc<Shared>,
    pub(crate) params: Params,
}

impl Head {
    /// Creates the head of a request that matched no route.
    #[must_use]
    pub fn new(shared: Arc<Shared>) -> Self {
        Self::matched(shared, Params::default())
    }

    pub(crate) fn matched(shared: Arc<Shared>, params: Params) -> Self {
        Self { shared, params }
    }

    /// Creates the request's context. `uri` is without the desk's base path.
    #[must_use]
    pub fn into_ctx(self, uri: &Uri, headers: &HeaderMap) -> Ctx {
        Ctx::enter(self.shared, uri, true, headers, self.params)
    }
}
