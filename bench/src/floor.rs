//! The least that a framework of this shape can do: find the route, box one future, respond, and drop
//! the request. It shows which part of a ratio is left to work on.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use axum::extract::FromRequest as _;
use axum::http::{HeaderName, HeaderValue};
use axum::response::IntoResponse as _;
use frontdesk::{Body, Bytes, Form, HeaderMap, Json, Request, Response, StatusCode};

use crate::app::App;
use crate::call::{Respond, finish};
use crate::forms::Add;

type BoxFuture = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

/// A handler without arguments, whose response other caches don't store.
pub(crate) fn fixed() -> Respond {
    respond("/health", |request| {
        Box::pin(async move {
            drop(request);
            Ok(with_cache_control("ok".into_response(), "private, no-cache"))
        })
    })
}

/// A form of three fields, decoded without a guard and without reporting all errors.
pub(crate) fn form() -> Respond {
    let app = Arc::new(App::new());
    respond("/_actions/add_as_json", move |request| {
        let app = Arc::clone(&app);
        Box::pin(async move {
            let response = match Form::<Add>::from_request(request, &()).await {
                Ok(Form(form)) => Json(form.make(&app)).into_response(),
                Err(problem) => problem.into_response(),
            };
            Ok(with_cache_control(response, "no-store"))
        })
    })
}

/// A stored response that is always fresh: its headers and body are cloned.
pub(crate) fn stored() -> Respond {
    let mut headers = HeaderMap::new();
    for (name, value) in [
        ("content-type", "text/plain; charset=utf-8"),
        ("cache-control", "private, no-cache"),
        ("etag", "\"0123456789abcdef\""),
        ("cache-status", "frontdesk; hit"),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    let body = Bytes::from("ok".to_owned());
    respond("/about", move |request| {
        let mut response = Response::new(Body::from(body.clone()));
        *response.headers_mut() = headers.clone();
        drop(request);
        Box::pin(std::future::ready(Ok(response)))
    })
}

fn with_cache_control(mut response: Response, value: &'static str) -> Response {
    let value = HeaderValue::from_static(value);
    response
        .headers_mut()
        .insert(HeaderName::from_static("cache-control"), value);
    response
}

/// Finds the handler of a request, among as many routes as the apps have.
#[expect(clippy::expect_used, reason = "the routes are constants of this crate")]
fn respond(path: &str, handler: impl Fn(Request) -> BoxFuture + 'static) -> Respond {
    let mut routes = matchit::Router::new();
    routes.insert(path, Some(handler)).expect("the route is valid");
    for other in crate::routes::others() {
        routes.insert(other, None).expect("the routes have no conflict");
    }
    Box::new(move |request| {
        let found = routes.at(request.uri().path()).ok();
        match found.and_then(|found| found.value.as_ref()) {
            Some(handler) => {
                let Ok(response) = finish(handler(request));
                response
            }
            None => StatusCode::NOT_FOUND.into_response(),
        }
    })
}
