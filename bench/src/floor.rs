//! The least that a framework of this shape can do: find the route, box one future, decode, respond,
//! and drop the request. No guard, no context, no span, and no report of all errors. It shows which
//! part of a ratio is left to work on.

use std::convert::Infallible;
use std::hint::black_box;
use std::ops::Range;
use std::pin::Pin;
use std::sync::Arc;

use axum::extract::FromRequest as _;
use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_LENGTH};
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Redirect};
use frontdesk::{Body, Bytes, Form, HeaderMap, Json, Method, Request, Response, StatusCode};
use serde::de::DeserializeOwned;

use crate::app::App;
use crate::call::{Respond, finish};
use crate::forms::{Add, Order};
use crate::routes::{self, ITEM};

type BoxFuture = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

/// What serves one path. It gets the request, and where the parameters are in its path.
type Handler = Box<dyn Fn(Request, &[Range<usize>]) -> BoxFuture>;

/// Builds a service with every route that has a floor, among as many others as the apps have.
#[expect(clippy::expect_used, reason = "the routes are constants of this crate")]
pub(crate) fn app() -> Respond {
    let mut table = matchit::Router::new();
    for (path, handler) in gets().into_iter().chain(posts()) {
        table.insert(path, Some(handler)).expect("the route is valid");
    }
    for other in routes::others() {
        table.insert(other, None).expect("the routes have no conflict");
    }
    Box::new(move |request| {
        let path = request.uri().path();
        let found = table.at(path).ok();
        let found = found.and_then(|found| Some((found.value.as_ref()?, found.params)));
        let Some((handler, params)) = found else {
            return StatusCode::NOT_FOUND.into_response();
        };
        let mut places = [const { 0..0 }; 3];
        for (place, (_, value)) in places.iter_mut().zip(params.iter()) {
            let start = value.as_ptr() as usize - path.as_ptr() as usize;
            *place = start..start + value.len();
        }
        let Ok(response) = finish(handler(request, &places));
        response
    })
}

fn gets() -> Vec<(&'static str, Handler)> {
    let app = Arc::new(App::new());
    vec![
        ("/health", Box::new(|request, _| health(request))),
        (
            "/users/{id}",
            Box::new(|request, places| {
                let id: u32 = parameter(&request, &places[0]).parse().unwrap_or_default();
                page(request, move || id.to_string())
            }),
        ),
        (
            "/tenants/{tenant}/users/{user}/items/{item}",
            Box::new(|request, places| {
                let [tenant, item] = [0, 2].map(|at| parameter(&request, &places[at]).to_owned());
                let user: u32 = parameter(&request, &places[1]).parse().unwrap_or_default();
                page(request, move || format!("{tenant} {user} {item}"))
            }),
        ),
        (
            "/greeting",
            Box::new(move |request, _| {
                let app = Arc::clone(&app);
                page(request, move || app.greeting.to_string())
            }),
        ),
        ("/items/first", Box::new(|request, _| page(request, || Json(ITEM)))),
        ("/about", stored()),
        ("/rates", stored()),
    ]
}

fn posts() -> Vec<(&'static str, Handler)> {
    fn decoded<T>(form: T) -> &'static str {
        black_box(form);
        "ok"
    }
    let app = Arc::new(App::new());
    let again = Arc::clone(&app);
    vec![
        ("/forms/three", Box::new(|request, _| form(request, decoded::<Add>))),
        ("/forms/twenty", Box::new(|request, _| form(request, decoded::<Order>))),
        (
            "/_actions/add",
            Box::new(move |request, _| {
                let app = Arc::clone(&app);
                form(request, move |form: Add| {
                    black_box(form.make(&app));
                    Redirect::to("/items")
                })
            }),
        ),
        (
            "/_actions/add_as_json",
            Box::new(move |request, _| {
                let app = Arc::clone(&again);
                form(request, move |form: Add| Json(form.make(&app)))
            }),
        ),
        (
            "/_actions/order",
            Box::new(|request, _| {
                form(request, |form: Order| {
                    black_box(form);
                    Redirect::to("/order")
                })
            }),
        ),
    ]
}

fn parameter<'r>(request: &'r Request, place: &Range<usize>) -> &'r str {
    request.uri().path().get(place.clone()).unwrap_or_default()
}

/// Responds without arguments, by the methods that a path without a handler for them has.
fn health(request: Request) -> BoxFuture {
    match *request.method() {
        Method::OPTIONS => Box::pin(async move {
            drop(request);
            let mut response = StatusCode::NO_CONTENT.into_response();
            let allow = HeaderValue::from_static("GET, HEAD, OPTIONS");
            response.headers_mut().insert(ALLOW, allow);
            Ok(response)
        }),
        Method::HEAD => Box::pin(async move {
            drop(request);
            let mut response = with_cache_control("ok".into_response(), "private, no-cache");
            let length = HeaderValue::from_static("2");
            response.headers_mut().insert(CONTENT_LENGTH, length);
            *response.body_mut() = Body::empty();
            Ok(response)
        }),
        _ => page(request, || "ok"),
    }
}

/// Responds to GET with what other caches don't store.
fn page<R: IntoResponse>(request: Request, respond: impl FnOnce() -> R + Send + 'static) -> BoxFuture {
    Box::pin(async move {
        drop(request);
        Ok(with_cache_control(respond().into_response(), "private, no-cache"))
    })
}

/// Decodes a form without a guard and without reporting all errors.
fn form<T: DeserializeOwned, R: IntoResponse>(
    request: Request,
    respond: impl FnOnce(T) -> R + Send + 'static,
) -> BoxFuture {
    Box::pin(async move {
        let response = match Form::<T>::from_request(request, &()).await {
            Ok(Form(form)) => respond(form).into_response(),
            Err(problem) => problem.into_response(),
        };
        Ok(with_cache_control(response, "no-store"))
    })
}

/// A stored response that is always fresh: its headers and body are cloned.
fn stored() -> Handler {
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
    Box::new(move |request, _| {
        let mut response = Response::new(Body::from(body.clone()));
        *response.headers_mut() = headers.clone();
        drop(request);
        Box::pin(std::future::ready(Ok(response)))
    })
}

fn with_cache_control(mut response: Response, value: &'static str) -> Response {
    let value = HeaderValue::from_static(value);
    response.headers_mut().insert(CACHE_CONTROL, value);
    response
}
