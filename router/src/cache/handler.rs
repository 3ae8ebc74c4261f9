//! A GET handler with the cache around it, inside all layers.

use std::future::ready;
use std::sync::Arc;

use axum_core::extract::Request;
use axum_core::response::{IntoResponse, Response};
use futures_util::future::Either;

use super::handle::Cache;
use super::key;
use super::policy::CachePolicy;
use super::prerender::{Prerender, PrerenderedRoute};
use super::request::CacheRequest;
use super::route::CachedRoute;
use super::task::call_once;
use crate::context::Ctx;
use crate::entry::Entry;
use crate::erased_handler::ErasedHandler;
use crate::problem::Problem;
use crate::runtime::BoxFuture;

/// Without its context a request has no runtime, and so no task for the handler.
const NO_CONTEXT: &str = "a cached GET got a request without the desk's extensions: a layer must hand on the request that it gets, or \
                          its extensions";

/// A handler whose responses are cached.
pub(crate) struct CachedHandler<S>(Arc<CachedRoute<S>>);

impl<S: Send + Sync + 'static> CachedHandler<S> {
    pub(crate) fn new(handler: Arc<dyn ErasedHandler<S>>, policy: CachePolicy) -> Self {
        Self(Arc::new(CachedRoute { handler, policy }))
    }

    /// Returns what runs the handler before the first request, or `None` if its responses differ by
    /// request.
    pub(crate) fn prerender(&self, state: &Arc<S>) -> Option<Arc<dyn Prerender>> {
        if !self.0.policy.reads.is_empty() {
            return None;
        }
        Some(Arc::new(PrerenderedRoute::new(&self.0, state)))
    }

    /// Prepares a cache lookup. Returns `None` if the request must bypass the cache: the desk has
    /// none, or the path is malformed or too long to be revalidated.
    fn lookup_for(&self, request: &Request, ctx: &Ctx, state: &Arc<S>) -> Option<CacheRequest<S>> {
        let cache = ctx.part::<Cache>()?;
        let policy = &self.0.policy;
        let raw = ctx.uri().path();
        let path = key::canonical_path(raw)?;
        if path.len() > key::MAX_NAME_LENGTH {
            return None;
        }
        Some(CacheRequest {
            key: key::key(&policy.prefix, &policy.reads, ctx.params(), raw, request.uri().query())?,
            route: Arc::clone(&self.0),
            state: Arc::clone(state),
            canonical_path: (path != raw).then(|| path.into_owned()),
            ctx: ctx.clone(),
            cache: cache.clone(),
        })
    }
}

impl<S: Send + Sync + 'static> ErasedHandler<S> for CachedHandler<S> {
    fn call(&self, request: Request, state: &Arc<S>, entry: Entry) -> BoxFuture<'static, Response> {
        entry.serve_with(request, |request, ctx| {
            let Some(ctx) = ctx else {
                let problem = Problem::internal(NO_CONTEXT);
                return Either::Right(ready(problem.into_response()));
            };
            Either::Left(match self.lookup_for(&request, &ctx, state) {
                Some(lookup) => Either::Left(lookup.respond(request)),
                None => Either::Right(call_once(Arc::clone(&self.0), Arc::clone(state), ctx, request)),
            })
        })
    }

    fn call_unfinished(&self, request: Request, state: Arc<S>) -> BoxFuture<'static, Result<Response, Problem>> {
        self.0.handler.call_unfinished(request, state)
    }
}
