//! Actions with layers around them. A problem of a layer gives the form back as one of the action
//! itself does.

use std::sync::Arc;

use axum_core::body::Body;
use axum_core::extract::Request;
use axum_core::response::{IntoResponse as _, Response};
use frontdesk_router::__desk::{RouteLayer, catch_panic, replace_body};
use frontdesk_router::{BoxFuture, Ctx, Problem, Route};
use http::Method;
use http::header::{CONTENT_TYPE, SET_COOKIE};
use http::request::Parts;

use super::call::Rejection;
use super::held_body::{BodyHolder, HeldBody};
use super::response::render_unadmitted;
use super::routes::Purpose;
use super::{Endpoint, Glance};
use crate::call_headers::CallHeaders;
use crate::caller::Caller;
use crate::registry::BoundAction;

impl Endpoint {
    /// Returns the name of the action that a path below [`ACTIONS_PATH`](crate::ACTIONS_PATH) calls.
    #[must_use]
    pub fn name(&self, path: &str) -> Option<&'static str> {
        self.actions.name(path)
    }

    /// Returns the layer that has to be outside of the layers of an action.
    pub(super) fn outermost_layer(&self, action: &Arc<BoundAction>, purpose: Purpose) -> RouteLayer {
        if purpose == Purpose::Check {
            return Self::outermost_layer_of_check();
        }
        let (endpoint, name) = (self.clone(), action.name);
        RouteLayer::from_fn(move |inner| {
            let endpoint = endpoint.clone();
            Route::from_fn(move |request| match Ctx::get(request.extensions()).cloned() {
                Some(ctx) => endpoint.call_through(name, request, ctx, |request| inner.serve(request)),
                None => inner.serve(request),
            })
        })
    }

    /// Calls an action through layers: `serve` passes the request to them. If a layer responds with a
    /// problem, a browser's form is read and given back, after the origin guard has admitted it.
    #[must_use]
    pub fn call_through(
        &self,
        name: &str,
        request: Request,
        ctx: Ctx,
        serve: impl FnOnce(Request) -> BoxFuture<'static, Response>,
    ) -> BoxFuture<'static, Response> {
        let caller = Caller::from_headers(request.headers());
        let action = self.actions.get(name).filter(|_| caller.profile().shows_pages());
        let Some(action) = action.filter(|_| request.method() == Method::POST).cloned() else {
            return serve(request);
        };
        let (parts, body) = request.into_parts();
        let (held, holder) = HeldBody::new(body);
        let response = catch_panic(serve(Request::from_parts(parts.clone(), Body::new(held))));
        let endpoint = self.clone();
        Box::pin(async move {
            let response = response.await;
            let response = response.unwrap_or_else(|panicked| panicked.into_problem(Some(&ctx)).into_response());
            endpoint.refuse(&action, (parts, caller, ctx), holder, response).await
        })
    }

    /// Replaces a layer's problem by a redirect to the form's page or to the login. Other responses are
    /// returned as they are.
    async fn refuse(
        &self,
        action: &Arc<BoundAction>,
        (parts, caller, ctx): (Parts, Caller, Ctx),
        body: BodyHolder,
        mut response: Response,
    ) -> Response {
        let Some(problem) = response.extensions_mut().remove::<Problem>() else {
            return response;
        };
        ctx.forbid_store();
        let headers: Vec<_> = problem.headers().keys().cloned().collect();
        // Not across an await.
        let glance = {
            let found = CallHeaders::of(&parts.headers);
            let admitted = self.admit(action, &parts, &found);
            admitted.map(|()| Glance::at(&found, &parts, action))
        };
        let refused = match glance {
            Err(refusal) => render_unadmitted(refusal, caller, &ctx),
            Ok(glance) => {
                let mut call = self.new_call(action, ctx, glance, parts);
                call.is_outside_layers = true;
                // A body of another type has no values to give back, and is drained.
                let _ = call.check_content_type();
                call.reject(Rejection::Problem(problem), body.into_body()).await
            }
        };
        // Headers of layers stay, such as the cookie of a session; those of the problem don't.
        for name in headers.iter().chain([&CONTENT_TYPE]).filter(|name| *name != SET_COOKIE) {
            response.headers_mut().remove(name);
        }
        replace_body(&mut response, refused);
        response
    }
}
