//! Two layers as an app would write them, and an action that reads what one of them leaves.

use std::task::{Context, Poll};

use frontdesk::http::HeaderValue;
use frontdesk::{Extension, IntoResponse, Request, Response, server_action};
use futures_util::future::BoxFuture;
use tower::{Layer, Service};

/// Marks every answer that comes through it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark(pub(crate) &'static str);

#[derive(Debug, Clone)]
pub(crate) struct Marked<S>(S, &'static str);

impl<S> Layer<S> for Mark {
    type Service = Marked<S>;

    fn layer(&self, inner: S) -> Marked<S> {
        Marked(inner, self.0)
    }
}

impl<S> Service<Request> for Marked<S>
where
    S: Service<Request>,
    S::Response: IntoResponse,
    S::Future: Send + 'static,
{
    type Response = Response;
    type Error = S::Error;
    type Future = BoxFuture<'static, Result<Response, S::Error>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(cx)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let (answer, mark) = (self.0.call(request), self.1);
        Box::pin(async move {
            let mut response = answer.await?.into_response();
            response.headers_mut().append("x-mark", HeaderValue::from_static(mark));
            Ok(response)
        })
    }
}

/// Who is logged in.
#[derive(Debug, Clone)]
pub(crate) struct Session(pub(crate) String);

/// Leaves the session in the request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sessions;

#[derive(Debug, Clone)]
pub(crate) struct WithSession<S>(S);

impl<S> Layer<S> for Sessions {
    type Service = WithSession<S>;

    fn layer(&self, inner: S) -> WithSession<S> {
        WithSession(inner)
    }
}

impl<S: Service<Request>> Service<Request> for WithSession<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(cx)
    }

    fn call(&mut self, mut request: Request) -> S::Future {
        let name = request.headers().get("x-session").and_then(|name| name.to_str().ok());
        let session = Session(name.unwrap_or("nobody").to_owned());
        request.extensions_mut().insert(session);
        self.0.call(request)
    }
}

/// Who is logged in, to an action.
#[server_action]
pub(crate) async fn session_name(#[extract] Extension(session): Extension<Session>) -> String {
    session.0
}
