//! Dispatch by method.

use std::future::ready;
use std::sync::Arc;

use axum_core::extract::Request;
use axum_core::response::{IntoResponse, Response};
use futures_util::FutureExt;
use http::header::ALLOW;
use http::{HeaderValue, Method, StatusCode};

use crate::entry::Entry;
use crate::erased_handler::{ErasedHandler, erase};
use crate::handler::Handler;
use crate::problem::{Problem, codes, texts};
use crate::ready_problem::ReadyProblem;
use crate::route::{Route, Serve};
use crate::runtime::BoxFuture;

/// The handlers of one path by method, and their state.
pub(super) struct MethodDispatch<S> {
    state: Arc<S>,
    handlers: Vec<MethodHandler<S>>,
    /// The handler for all other methods.
    any: Option<Arc<dyn ErasedHandler<S>>>,
    /// The value of `Allow`: the methods, sorted.
    allow: HeaderValue,
    not_allowed: ReadyProblem,
}

/// A handler and its method.
pub(super) type MethodHandler<S> = (Method, Arc<dyn ErasedHandler<S>>);

impl<S> MethodDispatch<S> {
    pub(super) fn new(
        state: Arc<S>,
        handlers: Vec<MethodHandler<S>>,
        any: Option<Arc<dyn ErasedHandler<S>>>,
        allow: HeaderValue,
    ) -> Self {
        Self {
            state,
            handlers,
            any,
            not_allowed: not_allowed(&allow),
            allow,
        }
    }

    fn handler(&self, method: &Method) -> Option<&Arc<dyn ErasedHandler<S>>> {
        let mut handlers = self.handlers.iter();
        handlers.find(|(own, _)| own == method).map(|(_, handler)| handler)
    }

    /// Responds to a method that has no handler. `allow` has the methods of the path.
    fn serve_other(&self, request: Request, entry: Entry, allow: &HeaderValue) -> BoxFuture<'static, Response> {
        match *request.method() {
            // Complete as it is, wherever it is finished.
            Method::OPTIONS => Box::pin(ready(options(allow))),
            _ if *allow == self.allow => self.not_allowed.serve(request, entry),
            _ => not_allowed(allow).serve(request, entry),
        }
    }
}

fn options(allow: &HeaderValue) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    response.headers_mut().insert(ALLOW, allow.clone());
    response
}

fn not_allowed(allow: &HeaderValue) -> ReadyProblem {
    let methods = allow.to_str().unwrap_or_default();
    let problem = Problem::new(StatusCode::METHOD_NOT_ALLOWED, codes::METHOD_NOT_ALLOWED)
        .with_detail(texts::ONLY_METHODS.with("methods", methods))
        .with_header(ALLOW, allow.clone());
    ReadyProblem::new(problem)
}

/// Request extension: another route serves POST at this path, to check a form.
#[derive(Debug, Clone, Copy)]
pub(super) struct BesideCheck;

/// Adds POST to the methods of `Allow`.
fn with_post(allow: &HeaderValue) -> HeaderValue {
    let mut methods: Vec<_> = allow.to_str().unwrap_or_default().split(", ").collect();
    methods.push("POST");
    methods.sort_unstable();
    methods.dedup();
    HeaderValue::try_from(methods.join(", ")).unwrap_or_else(|_| allow.clone())
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
        match request.extensions().get::<BesideCheck>() {
            None => self.serve_other(request, entry, &self.allow),
            Some(_) => self.serve_other(request, entry, &with_post(&self.allow)),
        }
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
    let handlers: Vec<MethodHandler<()>> = vec![(Method::POST, Arc::new(RouteHandler(endpoint)))];
    let allow = HeaderValue::from_static("OPTIONS, POST");
    Route::new(MethodDispatch::new(Arc::new(()), handlers, None, allow))
}
