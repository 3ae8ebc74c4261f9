//! A GET route whose responses are cached.

use std::sync::Arc;

use super::policy::CachePolicy;
use crate::erased_handler::ErasedHandler;

/// A handler and the cache policy of its route.
pub(super) struct CachedRoute<S> {
    pub(super) handler: Arc<dyn ErasedHandler<S>>,
    pub(super) policy: CachePolicy,
}
