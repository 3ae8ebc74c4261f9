//! Dispatch by method.

use std::sync::Arc;

use axum_core::extract::Request;
use axum_core::response::{IntoResponse, Response};
use futures_util::FutureExt;
use http::header::ALLOW;
use http::{HeaderValue, Method, StatusCode};

use crate::context::Ctx;
use crate::entry::Entry;
use crate::erased_handler::{ErasedHandler, erase};
use crate::finish::{finish, is_cacheable};
use crate::handler::Handler;
use crate::problem::{Problem, codes};
use crate::route::{Route, Serve};
use crate::runtime::BoxFuture;

/// The handlers of one path by method, and their state.
pub(super) struct MethodDispatch<S> {
    pub(super) state: Arc<S>,
    pub(super) handlers: Vec<(Method, Arc<dyn ErasedHandler<S>>)>,
    /// The handler for all other methods.
    pub(super) any: Option<Arc<dyn ErasedHandler<S>>>,
    /// The value of `Allow`: the methods, sorted.
    pub(super) allow: HeaderValue,
}

impl<S> MethodDispatch<S> {
    fn handler(&self, method: &Method) -> Option<&Arc<dyn ErasedHandler<S>>> {
        let mut handlers = self.handlers.iter();
        handlers.find(|(own, _)| own == method).map(|(_, handler)| handler)
    }

    fn options(&self) -> Response {
        let mut response = StatusCode::NO_CONTENT.into_response();
        response.headers_mut().insert(ALLOW, self.allow.clone());
        response
    }

    /// Responds with 405. Rendered here, inside the layers, so that a compressing layer sees the
    /// body that is sent.
    fn method_not_allowed(&self, method: &Method, ctx: Option<&Ctx>) -> Response {
        let methods = self.allow.to_str().unwrap_or_default();
        let problem = Problem::new(StatusCode::METHOD_NOT_ALLOWED, codes::METHOD_NOT_ALLOWED)
            .with_detail(format!("This address supports {methods} only."))
            .with_header(ALLOW, self.allow.clone());
        finish(problem.into_response(), ctx, is_cacheable(method))
    }
}

impl<S: Send + Sync + 'static> Serve for MethodDispatch<S> {
    fn serve(&self, request: Request, entry: Entry) -> BoxFuture<'static, Response> {
        let method = request.method();
        let mut found = self.handler(method);
        if *method == Method::HEAD {
            // The complete response to GET: layers see its body, and the desk removes it at the
            // end.
            found = found.or_else(|| self.handler(&Method::GET));
        }
        if let Some(handler) = found.or(self.any.as_ref()) {
            return handler.call(request, &self.state, entry);
        }
        entry.serve_with(request, |request, ctx| {
            std::future::ready(match *request.method() {
                Method::OPTIONS => self.options(),
                _ => self.method_not_allowed(request.method(), ctx.as_ref()),
            })
        })
    }
}

/// Turns a handler into a route for every method.
pub fn handler_route<H: Handler<T, S>, T: 'static, S: Send + Sync + 'static>(handler: H, state: Arc<S>) -> Route {
    struct OneHandler<S>(Arc<dyn ErasedHandler<S>>, Arc<S>);
    impl<S: Send + Sync + 'static> Serve for OneHandler<S> {
        fn serve(&self, request: Request, entry: Entry) -> BoxFuture<'static, Response> {
            self.0.call(request, &self.1, entry)
        }
    }
    Route::new(OneHandler(erase(handler), state))
}

/// A route as a handler: for what serves one method of a path.
struct RouteHandler(Route);

impl<S: Send + Sync + 'static> ErasedHandler<S> for RouteHandler {
    fn call(&self, request: Request, _: &Arc<S>, entry: Entry) -> BoxFuture<'static, Response> {
        self.0.enter(request, entry)
    }

    fn call_unfinished(&self, request: Request, _: Arc<S>) -> BoxFuture<'static, Result<Response, Problem>> {
        Box::pin(self.0.serve(request).map(Ok))
    }
}

/// Turns a route for POST into a route for every method: OPTIONS receives 204 with `Allow`, other
/// methods 405.
pub(super) fn post_route(endpoint: Route) -> Route {
    Route::new(MethodDispatch {
        state: Arc::new(()),
        handlers: vec![(Method::POST, Arc::new(RouteHandler(endpoint)))],
        any: None,
        allow: HeaderValue::from_static("OPTIONS, POST"),
    })
}
