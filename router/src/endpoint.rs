//! A handler with its types erased, and what is the same for all of them.

use std::convert::Infallible;
use std::sync::Arc;

use axum_core::body::Body;
use axum_core::extract::Request;
use axum_core::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::{FutureExt, stream};
use http::header::{ALLOW, CACHE_CONTROL, CONTENT_LENGTH};
use http::{HeaderValue, Method, StatusCode};
use http_body::Body as _;

use crate::context::Ctx;
use crate::handler::Handler;
use crate::panics::catch_panic;
use crate::problem::{Problem, render};
use crate::route::{Route, Serve};
use crate::runtime::BoxFuture;
use crate::sse::keep_alive;

/// A handler whose argument types are forgotten.
pub(crate) trait Erased<S>: Send + Sync {
    fn call(&self, request: Request, state: Arc<S>) -> BoxFuture<'static, Response>;

    /// The handler's answer as it is; the problem, if it panicked. For whoever keeps answers.
    fn run(&self, request: Request, state: Arc<S>) -> BoxFuture<'static, Result<Response, Problem>>;
}

/// Forgets a handler's types.
pub(crate) fn erase<H, T, S>(handler: H) -> Arc<dyn Erased<S>>
where
    H: Handler<T, S>,
    T: 'static,
    S: Send + Sync + 'static,
{
    struct Of<H, T>(H, std::marker::PhantomData<fn() -> T>);
    impl<H: Handler<T, S>, T: 'static, S: Send + Sync + 'static> Erased<S> for Of<H, T> {
        fn call(&self, request: Request, state: Arc<S>) -> BoxFuture<'static, Response> {
            let handler = self.0.clone();
            let ctx = Ctx::get(request.extensions()).cloned();
            let caching = caching(request.method());
            let answer = catch_panic(handler.call(request, state));
            // The one box of a dispatch: handler, panic guard and rendering share it.
            Box::pin(answer.map(move |answer| {
                let ctx = ctx.as_ref();
                let answer = answer.unwrap_or_else(|panicked| panicked.into_problem(ctx).into_response());
                finish(answer, ctx, caching)
            }))
        }

        fn run(&self, request: Request, state: Arc<S>) -> BoxFuture<'static, Result<Response, Problem>> {
            let ctx = Ctx::get(request.extensions()).cloned();
            let answer = catch_panic(self.0.clone().call(request, state));
            Box::pin(answer.map(move |answer| answer.map_err(|panicked| panicked.into_problem(ctx.as_ref()))))
        }
    }
    Arc::new(Of(handler, std::marker::PhantomData))
}

fn caching(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

/// What every handler's answer gets, inside the layers: problems rendered, so that layers see the body that is sent; and no
/// cache keeps a dynamic GET that did not say so.
pub(crate) fn finish(response: Response, ctx: Option<&Ctx>, caching: bool) -> Response {
    let mut response = match ctx {
        Some(ctx) => keep_alive(render(response, ctx), ctx),
        None => response,
    };
    if caching && !response.headers().contains_key(CACHE_CONTROL) {
        response
            .headers_mut()
            .insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    }
    response
}

/// The handlers of one path with their state, dispatched by method.
pub(crate) struct Endpoint<S> {
    pub(crate) state: Arc<S>,
    pub(crate) handlers: Vec<(Method, Arc<dyn Erased<S>>)>,
    pub(crate) any: Option<Arc<dyn Erased<S>>>,
    /// The methods for `Allow`, sorted.
    pub(crate) allow: HeaderValue,
}

impl<S> Endpoint<S> {
    fn handler(&self, method: &Method) -> Option<&Arc<dyn Erased<S>>> {
        self.handlers
            .iter()
            .find(|(own, _)| own == method)
            .map(|(_, handler)| handler)
    }

    fn allowed(&self, mut response: Response) -> Response {
        response.headers_mut().insert(ALLOW, self.allow.clone());
        response
    }
}

impl<S: Send + Sync + 'static> Serve for Endpoint<S> {
    fn serve(&self, request: Request) -> BoxFuture<'static, Response> {
        let method = request.method();
        let mut found = self.handler(method);
        if *method == Method::HEAD {
            // The whole answer, as to GET: layers see its body, and the desk takes it off on the way out.
            found = found.or_else(|| self.handler(&Method::GET));
        }
        if let Some(handler) = found.or(self.any.as_ref()) {
            return handler.call(request, Arc::clone(&self.state));
        }
        if *method == Method::OPTIONS {
            return ready(self.allowed(StatusCode::NO_CONTENT.into_response()));
        }
        self.refuse(&request)
    }
}

impl<S> Endpoint<S> {
    /// Rendered here, inside the layers, like the answers of handlers: a compressing layer must see the body that is sent.
    fn refuse(&self, request: &Request) -> BoxFuture<'static, Response> {
        let methods = self.allow.to_str().unwrap_or_default();
        let detail = format!("This address answers {methods} only.");
        let problem = Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed").with_detail(detail);
        let response = problem.with_header(ALLOW, self.allow.clone()).into_response();
        let ctx = Ctx::get(request.extensions());
        ready(finish(response, ctx, caching(request.method())))
    }
}

fn ready(response: Response) -> BoxFuture<'static, Response> {
    Box::pin(std::future::ready(response))
}

/// A handler as a route of its own, for every method.
pub fn handler_route<H: Handler<T, S>, T: 'static, S: Send + Sync + 'static>(handler: H, state: Arc<S>) -> Route {
    let handler = erase(handler);
    Route::from_fn(move |request| handler.call(request, Arc::clone(&state)))
}

/// The answer to HEAD: the headers of the answer to GET, its length included where it is known, and no body
/// (RFC 9110 section 9.3.2).
#[must_use]
pub fn into_head_response(response: Response) -> Response {
    let mut response = response;
    let length = response.body().size_hint().exact();
    let bodiless = matches!(response.status(), StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    if let Some(length) = length.filter(|_| !bodiless) {
        let headers = response.headers_mut();
        headers
            .entry(CONTENT_LENGTH)
            .or_insert_with(|| HeaderValue::from(length));
    }
    // An empty stream has no length to tell; an empty `Body` has one, and the server would say 0.
    let none = stream::empty::<Result<Bytes, Infallible>>();
    *response.body_mut() = if length.is_some() {
        Body::empty()
    } else {
        Body::from_stream(none)
    };
    response
}
