//! A GET handler with the cache around it, inside all layers.

use std::borrow::Cow;
use std::future::ready;
use std::sync::Arc;

use axum_core::extract::Request;
use axum_core::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::future::Either;
use http::Uri;

use super::conditional::is_precondition_failed;
use super::handle::Cache;
use super::key::{self, Key};
use super::lookup::hit;
use super::policy::CachePolicy;
use super::prerender::{Prerender, PrerenderedRoute};
use super::request::CacheRequest;
use super::route::CachedRoute;
use super::store::Lookup;
use super::task::call_once;
use crate::accept::prefers_html;
use crate::context::{Ctx, joined_accept};
use crate::entry::Entry;
use crate::erased_handler::ErasedHandler;
use crate::panics::catch_panic_sync;
use crate::path::Pattern;
use crate::problem::Problem;
use crate::runtime::BoxFuture;
use crate::shared::Shared;

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
    fn locate<'r>(&'r self, head: RequestHead<'r>, request: &'r Request) -> Option<Location<'r>> {
        let policy = &self.0.policy;
        let raw = head.uri.path();
        let path = match &policy.own_path {
            Some(path) => Cow::Borrowed(&**path),
            None => key::path_name(raw)?,
        };
        Some(Location {
            cache: head.shared.part()?,
            key: key::key(&policy.prefix, &policy.reads, head.pattern, raw, request.uri().query())?,
            path,
        })
    }

    /// Builds the response if the store has a fresh one at once. Otherwise returns what it has, if
    /// that is known.
    fn hit(
        &self,
        head: RequestHead<'_>,
        request: &Request,
        location: &Location<'_>,
    ) -> Result<Response, Option<Lookup>> {
        let policy = &self.0.policy;
        let names = policy.names(&location.path);
        let lookup = location.cache.store().get_now(location.key.as_slice(), names);
        let hit = lookup.as_ref().and_then(|lookup| hit(lookup, &*head.shared.runtime));
        let response = hit
            .map(|(stored, status)| policy.response(stored, request, head.ctx, || head.prefers_html(request), status));
        match response {
            // A problem is rendered by a context.
            Some(response) if head.ctx.is_none() && is_precondition_failed(&response) => Err(lookup),
            Some(response) => Ok(response),
            None => Err(lookup),
        }
    }

    /// Looks up a request. Without a response, it returns what the request needs to go on.
    fn look_up(&self, head: RequestHead<'_>, request: &Request) -> Result<Response, Option<Miss>> {
        let location = self.locate(head, request).ok_or(None)?;
        // The panic of a store repeats in the future of the request, where it becomes a problem.
        let hit = catch_panic_sync(|| self.hit(head, request, &location));
        hit.unwrap_or(Err(None)).map_err(|lookup| {
            Some(Miss {
                cache: location.cache.clone(),
                key: location.key.to_bytes(),
                canonical_path: (location.path != head.uri.path()).then(|| location.path.into_owned()),
                lookup,
            })
        })
    }

    /// Responds to a request without a hit. It bypasses the cache if it has no place there.
    async fn respond(self, request: Request, state: Arc<S>, ctx: Ctx, miss: Option<Miss>) -> Response {
        let route = self.0;
        let Some(miss) = miss else {
            return call_once(route, state, ctx, request).await;
        };
        let cached = CacheRequest {
            route,
            state,
            ctx,
            cache: miss.cache,
            key: miss.key,
            canonical_path: miss.canonical_path,
        };
        cached.respond(request, miss.lookup).await
    }
}

/// What the cache needs of a request besides the request, whose URI a layer may have changed.
#[derive(Clone, Copy)]
struct RequestHead<'r> {
    shared: &'r Shared,
    uri: &'r Uri,
    pattern: &'r Pattern,
    ctx: Option<&'r Ctx>,
}

impl<'r> RequestHead<'r> {
    /// Returns the head of a request. `None` if it has no context.
    fn of(entry: &'r Entry, request: &'r Request) -> Option<Self> {
        Some(match entry {
            Entry::Direct(head) => Self {
                shared: &head.shared,
                uri: request.uri(),
                pattern: head.pattern(),
                ctx: None,
            },
            Entry::Inside => {
                let ctx = Ctx::get(request.extensions())?;
                Self {
                    shared: ctx.shared(),
                    uri: ctx.uri(),
                    pattern: ctx.params_of(),
                    ctx: Some(ctx),
                }
            }
        })
    }

    fn prefers_html(&self, request: &Request) -> bool {
        match self.ctx {
            Some(ctx) => ctx.prefers_html(),
            None => prefers_html(joined_accept(request.headers()).iter()),
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

/// A request that found no fresh response at once.
struct Miss {
    cache: Cache,
    key: Bytes,
    /// The canonical spelling of the path, if the request has another.
    canonical_path: Option<String>,
    lookup: Option<Lookup>,
}

impl<S: Send + Sync + 'static> ErasedHandler<S> for CachedHandler<S> {
    fn call(&self, request: Request, state: &Arc<S>, entry: Entry) -> BoxFuture<'static, Response> {
        let Some(head) = RequestHead::of(&entry, &request) else {
            return Box::pin(ready(Problem::internal(NO_CONTEXT).into_response()));
        };
        match self.look_up(head, &request) {
            Ok(response) => Box::pin(ready(entry.finish_stored(&request, response))),
            Err(miss) => entry.serve_with(request, |request, ctx| {
                let (handler, state) = (Self(Arc::clone(&self.0)), Arc::clone(state));
                match ctx {
                    Some(ctx) => Either::Left(handler.respond(request, state, ctx, miss)),
                    None => Either::Right(ready(Problem::internal(NO_CONTEXT).into_response())),
                }
            }),
        }
    }

    fn call_unfinished(&self, request: Request, state: Arc<S>) -> BoxFuture<'static, Result<Response, Problem>> {
        self.0.handler.call_unfinished(request, state)
    }
}
