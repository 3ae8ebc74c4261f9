//! A user in a task-local, which a layer sets around each request: the way of axum's documentation.
//! A handler reads it without any argument.

use std::task::{Context, Poll};

use frontdesk::{Request, Response, Router, get};
use futures_util::future::BoxFuture;
use tokio::task_local;
use tower::{Layer, Service};

use super::App;

task_local! {
    static CURRENT_USER: String;
}

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/local-user", get(local_user))
        .route("/local-user/cached", get(local_user).cached())
        .layer(SetUser)
}

/// Returns the current user. Panics where there is none: in the task of a cached GET.
async fn local_user() -> String {
    CURRENT_USER.get()
}

/// Sets the current user from the header `x-user`, or else from the cookie `user`.
#[derive(Debug, Clone, Copy)]
pub struct SetUser;

/// A service with the current user.
#[derive(Debug, Clone)]
pub struct WithUser<S>(S);

impl<S> Layer<S> for SetUser {
    type Service = WithUser<S>;

    fn layer(&self, inner: S) -> WithUser<S> {
        WithUser(inner)
    }
}

impl<S> Service<Request> for WithUser<S>
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
        let user = current_user(&request).unwrap_or("nobody").to_owned();
        // Called inside the scope too, because a service may respond before its future is polled.
        let future = CURRENT_USER.sync_scope(user.clone(), || self.0.call(request));
        Box::pin(CURRENT_USER.scope(user, future))
    }
}

fn current_user(request: &Request) -> Option<&str> {
    let text = |name| request.headers().get(name)?.to_str().ok();
    text("x-user").or_else(|| {
        text("cookie")?
            .split("; ")
            .find_map(|cookie| cookie.strip_prefix("user="))
    })
}

/// Returns the current user, or an empty text where there is none.
#[must_use]
pub fn user_if_any() -> String {
    CURRENT_USER.try_with(Clone::clone).unwrap_or_default()
}
