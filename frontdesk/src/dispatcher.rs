//! From a request to the route, the action or the fallback that responds to it.

use std::sync::Arc;

use axum_core::extract::Request;
use axum_core::response::{IntoResponse, Response};
use frontdesk_actions::__desk::Endpoint;
use frontdesk_actions::ACTIONS_PATH;
use frontdesk_router::__desk::{Routes, Shared, catch_panic, into_head_response};
use frontdesk_router::{BoxFuture, Ctx, Route};
use futures_util::FutureExt;
use http::Method;
use tracing::Instrument;

use crate::span::RequestSpan;

/// Finds what responds to a request. The desk's layers are outside of it.
pub(crate) struct Dispatcher {
    pub(crate) shared: Arc<Shared>,
    pub(crate) routes: Routes,
    pub(crate) actions: Endpoint,
    pub(crate) fallback: Route,
}

impl Dispatcher {
    /// Serves a request that has passed the desk's layers, if there are any.
    pub(crate) fn serve(&self, mut request: Request, span: RequestSpan) -> BoxFuture<'static, Response> {
        let path = request.uri().path();
        if path.starts_with(ACTIONS_PATH) {
            return self.serve_action(request, span);
        }
        let (ctx, route) = match self.routes.find(path) {
            Some(found) => found.enter(&self.shared, request.uri(), request.headers()),
            None => (self.enter(&request), &self.fallback),
        };
        request.extensions_mut().insert(ctx.clone());
        if let Some(pattern) = ctx.pattern() {
            span.record_route(pattern);
        }
        let is_head = request.method() == Method::HEAD;
        finish(ctx, is_head, span, route.serve(request))
    }

    fn serve_action(&self, mut request: Request, span: RequestSpan) -> BoxFuture<'static, Response> {
        let ctx = self.enter(&request);
        request.extensions_mut().insert(ctx.clone());
        if span.is_enabled()
            && let Some(name) = self.actions.actions().name(request.uri().path())
        {
            span.record_route(format_args!("{ACTIONS_PATH}{name}"));
        }
        let is_head = request.method() == Method::HEAD;
        let response = self.actions.serve(request, ctx.clone());
        finish(ctx, is_head, span, response)
    }

    /// Serves a request by the desk's layers, which have a context of their own: they may set
    /// cookies, and a problem that they respond with is rendered.
    pub(crate) fn serve_layered(
        &self,
        layered: &Route,
        mut request: Request,
        span: RequestSpan,
    ) -> BoxFuture<'static, Response> {
        let ctx = self.enter(&request);
        request.extensions_mut().insert(ctx.clone());
        let is_head = request.method() == Method::HEAD;
        finish(ctx, is_head, span, layered.serve(request))
    }

    fn enter(&self, request: &Request) -> Ctx {
        Ctx::new(Arc::clone(&self.shared), request.uri(), request.headers())
    }
}

/// Turns a panic into a problem, and adds to the response what the request's context has collected.
fn finish(
    ctx: Ctx,
    is_head: bool,
    span: RequestSpan,
    response: impl Future<Output = Response> + Send + 'static,
) -> BoxFuture<'static, Response> {
    let start = span.start(&ctx);
    let scope = span.scope();
    let finished = catch_panic(response).map(move |response| {
        let response = response.unwrap_or_else(|panicked| panicked.into_problem(Some(&ctx)).into_response());
        let response = ctx.finish_response(response);
        span.record_end(&ctx, start, response.status());
        if is_head {
            into_head_response(response)
        } else {
            response
        }
    });
    match scope {
        Some(scope) => Box::pin(finished.instrument(scope)),
        None => Box::pin(finished),
    }
}
