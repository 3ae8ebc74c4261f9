//! Handlers without their argument types, and what every handler's response gets.

use std::marker::PhantomData;
use std::sync::Arc;

use axum_core::extract::Request;
use axum_core::response::{IntoResponse, Response};
use futures_util::FutureExt;
use http::header::CACHE_CONTROL;
use http::{HeaderValue, Method};

use crate::context::Ctx;
use crate::handler::Handler;
use crate::panics::catch_panic;
use crate::problem::Problem;
use crate::render::render_problem;
use crate::runtime::BoxFuture;
use crate::sse::event_stream;

/// A handler whose argument types are erased.
pub(crate) trait ErasedHandler<S>: Send + Sync {
    /// Calls the handler and finishes its response for the client.
    fn call(&self, request: Request, state: Arc<S>) -> BoxFuture<'static, Response>;

    /// Calls the handler and returns its response unchanged, or a problem if it panicked. For the
    /// cache.
    fn call_unfinished(&self, request: Request, state: Arc<S>) -> BoxFuture<'static, Result<Response, Problem>>;
}

/// A handler together with its argument types.
struct Typed<H, T>(H, PhantomData<fn() -> T>);

/// Erases a handler's argument types.
pub(crate) fn erase<H, T, S>(handler: H) -> Arc<dyn ErasedHandler<S>>
where
    H: Handler<T, S>,
    T: 'static,
    S: Send + Sync + 'static,
{
    Arc::new(Typed(handler, PhantomData))
}

impl<H: Handler<T, S>, T: 'static, S: Send + Sync + 'static> ErasedHandler<S> for Typed<H, T> {
    fn call(&self, request: Request, state: Arc<S>) -> BoxFuture<'static, Response> {
        let handler = self.0.clone();
        let ctx = Ctx::get(request.extensions()).cloned();
        let cacheable = is_cacheable(request.method());
        let result = catch_panic(handler.call(request, state));
        // The only box of a dispatch: the handler, the panic guard and the rendering share it.
        Box::pin(result.map(move |result| {
            let ctx = ctx.as_ref();
            let response = result.unwrap_or_else(|panicked| panicked.into_problem(ctx).into_response());
            finish(response, ctx, cacheable)
        }))
    }

    fn call_unfinished(&self, request: Request, state: Arc<S>) -> BoxFuture<'static, Result<Response, Problem>> {
        let ctx = Ctx::get(request.extensions()).cloned();
        let result = catch_panic(self.0.clone().call(request, state));
        Box::pin(result.map(move |result| result.map_err(|panicked| panicked.into_problem_of_cached(ctx.as_ref()))))
    }
}

/// Returns whether caches may store responses to a method.
pub(crate) fn is_cacheable(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

/// Finishes a handler's response inside the layers: renders problems, so that layers see the body
/// that is sent, and keeps other caches from storing a response to GET that does not set
/// `Cache-Control` itself.
pub(crate) fn finish(response: Response, ctx: Option<&Ctx>, cacheable: bool) -> Response {
    let mut response = match ctx {
        Some(ctx) => event_stream(render_problem(response, ctx), ctx),
        None => response,
    };
    if cacheable {
        let headers = response.headers_mut();
        let default = || HeaderValue::from_static("private, no-cache");
        headers.entry(CACHE_CONTROL).or_insert_with(default);
    }
    response
}
