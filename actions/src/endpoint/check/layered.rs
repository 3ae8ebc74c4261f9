//! Checks of actions that have layers around them.

use axum_core::extract::Request;
use axum_core::response::{IntoResponse as _, Response};
use frontdesk_router::__desk::{RouteLayer, catch_panic};
use frontdesk_router::{BoxFuture, Ctx, Route};

use super::manner::Manner;
use crate::endpoint::Endpoint;

impl Endpoint {
    /// Returns the layer that has to be outside of the layers of a check.
    pub(in crate::endpoint) fn outermost_layer_of_check() -> RouteLayer {
        RouteLayer::from_fn(|inner| {
            Route::from_fn(move |request| match Ctx::get(request.extensions()).cloned() {
                Some(ctx) => Self::check_through(request, ctx, |request| inner.serve(request)),
                None => inner.serve(request),
            })
        })
    }

    /// Checks a form through layers: `serve` passes the request to them. If a layer responds, it is in the
    /// manner of the client.
    #[must_use]
    pub fn check_through(
        request: Request,
        ctx: Ctx,
        serve: impl FnOnce(Request) -> BoxFuture<'static, Response>,
    ) -> BoxFuture<'static, Response> {
        let manner = Manner::of(request.headers());
        ctx.forbid_store();
        let response = catch_panic(serve(request));
        Box::pin(async move {
            let response = response.await;
            let response = response.unwrap_or_else(|panicked| panicked.into_problem(Some(&ctx)).into_response());
            manner.finish_layered(response, &ctx)
        })
    }
}
