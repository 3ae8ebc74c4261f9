//! How a request comes to what serves it.

use std::future::Future;

use axum_core::extract::Request;
use axum_core::response::{IntoResponse, Response};
use futures_util::FutureExt as _;
use http::Method;

use crate::context::Ctx;
use crate::finish::{finish_body, leave};
use crate::head::Head;
use crate::panics::catch_panic;
use crate::runtime::BoxFuture;

/// How a request comes to what serves it.
#[derive(Debug)]
pub(crate) enum Entry {
    /// Straight from a desk's dispatcher. What serves the request also finishes the response where
    /// that leaves the desk.
    Direct(Head),
    /// Through layers, with the context in the extensions. The code that inserted it there finishes
    /// the response.
    Inside,
}

impl Entry {
    /// Serves a request by something that finds its context in the extensions.
    pub(crate) fn serve_inside(
        self,
        mut request: Request,
        serve: impl FnOnce(Request) -> BoxFuture<'static, Response>,
    ) -> BoxFuture<'static, Response> {
        let Self::Direct(head) = self else {
            return serve(request);
        };
        let is_head = *request.method() == Method::HEAD;
        let ctx = head.into_ctx(request.uri(), request.headers());
        request.extensions_mut().insert(ctx.clone());
        Box::pin(finished(serve(request), ctx, is_head))
    }

    /// Serves a request by something that gets its context as an argument, if it has one.
    pub(crate) fn serve_with<F>(
        self,
        request: Request,
        serve: impl FnOnce(Request, Option<Ctx>) -> F,
    ) -> BoxFuture<'static, Response>
    where
        F: Future<Output = Response> + Send + 'static,
    {
        let Self::Direct(head) = self else {
            let ctx = Ctx::get(request.extensions()).cloned();
            return Box::pin(serve(request, ctx));
        };
        let is_head = *request.method() == Method::HEAD;
        let ctx = head.into_ctx(request.uri(), request.headers());
        Box::pin(finished(serve(request, Some(ctx.clone())), ctx, is_head))
    }

    /// Finishes a stored response where it leaves the desk. Nothing was recorded for its request.
    pub(crate) fn finish_stored(&self, request: &Request, response: Response) -> Response {
        match self {
            Self::Direct(head) => finish_body(response, &head.shared.in_flight, *request.method() == Method::HEAD),
            Self::Inside => response,
        }
    }
}

fn finished(
    response: impl Future<Output = Response> + Send,
    ctx: Ctx,
    is_head: bool,
) -> impl Future<Output = Response> + Send {
    catch_panic(response).map(move |result| {
        let response = result.unwrap_or_else(|panicked| panicked.into_problem(Some(&ctx)).into_response());
        leave(response, &ctx, is_head)
    })
}
