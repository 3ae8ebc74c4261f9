//! A layer as an app would write it: only admins pass.

use std::task::{Context, Poll};

use frontdesk::http::header::AUTHORIZATION;
use frontdesk::{IntoResponse, Problem, Request, Response};
use futures_util::future::{BoxFuture, ready};
use tower::{Layer, Service};

/// Passes requests with `Authorization: Bearer admin` on, and responds to all others with 401.
#[derive(Debug, Clone, Copy)]
pub(super) struct Admins;

#[derive(Debug, Clone)]
pub(super) struct OnlyAdmins<S>(S);

impl<S> Layer<S> for Admins {
    type Service = OnlyAdmins<S>;

    fn layer(&self, inner: S) -> OnlyAdmins<S> {
        OnlyAdmins(inner)
    }
}

impl<S> Service<Request> for OnlyAdmins<S>
where
    S: Service<Request, Response = Response>,
    S::Error: Send + 'static,
    S::Future: Send + 'static,
{
    type Response = Response;
    type Error = S::Error;
    type Future = BoxFuture<'static, Result<Response, S::Error>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(cx)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        match request.headers().get(AUTHORIZATION) {
            Some(value) if value == "Bearer admin" => Box::pin(self.0.call(request)),
            _ => Box::pin(ready(Ok(Problem::unauthorized("Bearer").into_response()))),
        }
    }
}
