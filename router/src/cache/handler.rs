//! A GET handler with the cache around it, inside all layers.

use std::borrow::Cow;
use std::future::ready;
use std::sync::Arc;

use axum_core::extract::Request;
use axum_core::response::{IntoResponse, Response};

use super::handle::Cache;
use super::key::{self, Key};
use super::lookup::hit;
use super::policy::CachePolicy;
use super::prerender::{Prerender, PrerenderedRoute};
use super::request::CacheRequest;
use super::route::CachedRoute;
use super::store::Lookup;
use super::task::call_once;
use crate::context::Ctx;
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

    /// Returns where a request looks. `None` if it must bypass the cache: the desk has none, or the
    /// path is malformed or too long to be revalidated.
    fn locate<'r>(&'r self, request: &'r Request, ctx: &'r Ctx) -> Option<Location<'r>> {
        let policy = &self.0.policy;
        let raw = ctx.uri().path();
        let path = match &policy.own_path {
            Some(path) => Cow::Borrowed(&**path),
            None => key::path_name(raw)?,
        };
        Some(Location {
            cache: ctx.part()?,
            key: key::key(&policy.prefix, &policy.reads, ctx.params(), raw, request.uri().query())?,
            path,
        })
    }

    /// Builds the response if the store has a fresh one at once. Otherwise returns what it has.
    fn hit(&self, request: &Request, ctx: &Ctx, location: &Location<'_>) -> Result<Response, Option<Lookup>> {
        let policy = &self.0.policy;
        let names = policy.names(&location.path);
        let lookup = location.cache.store().get_now(location.key.as_slice(), names);
        match lookup.as_ref().and_then(|lookup| hit(lookup, &*ctx.shared().runtime)) {
            Some((stored, status)) => Ok(policy.response(stored, request, ctx, status)),
            None => Err(lookup),
        }
    }
}

/// Where a request looks for its response.
struct Location<'r> {
    cache: &'r Cache,
    key: Key<'r>,
    /// In canonical spelling.
    path: Cow<'r, str>,
}

impl<S: Send + Sync + 'static> ErasedHandler<S> for CachedHandler<S> {
    fn call(&self, request: Request, state: Arc<S>) -> BoxFuture<'static, Response> {
        let Some(ctx) = Ctx::get(request.extensions()) else {
            return Box::pin(ready(Problem::internal(NO_CONTEXT).into_response()));
        };
        let Some(location) = self.locate(&request, ctx) else {
            let ctx = ctx.clone();
            return Box::pin(call_once(Arc::clone(&self.0), state, ctx, request));
        };
        let lookup = match self.hit(&request, ctx, &location) {
            Ok(response) => return Box::pin(ready(response)),
            Err(lookup) => lookup,
        };
        let cached = CacheRequest {
            route: Arc::clone(&self.0),
            state,
            ctx: ctx.clone(),
            cache: location.cache.clone(),
            key: location.key.to_bytes(),
            canonical_path: (location.path != ctx.uri().path()).then(|| location.path.into_owned()),
        };
        Box::pin(cached.respond(request, lookup))
    }

    fn call_unfinished(&self, request: Request, state: Arc<S>) -> BoxFuture<'static, Result<Response, Problem>> {
        self.0.handler.call_unfinished(request, state)
    }
}
