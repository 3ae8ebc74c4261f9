//! Converts requests and responses between actix and the desk. They use two versions of the `http`
//! crate, so by bytes.

use actix_web::http::{ConnectionType, StatusCode, header};
use actix_web::{HttpRequest, HttpResponse};
use axum_core::body::Body;
use axum_core::response::Response;
use frontdesk_router::MatchedRoute;
use http::header::{CONNECTION, CONTENT_LENGTH, EXPECT};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri, Version};

use crate::body::{ResponseBody, declared_length, is_bodiless};
use crate::server_error::ServerError;

/// A request that actix accepts, but that the types of the `http` crate can't hold.
#[derive(Debug)]
pub(crate) struct UnsupportedRequest;

/// Returns the head of a request as the desk sees it: without the base path.
pub(crate) fn parts_below(request: &HttpRequest, base: &str) -> Result<Parts, UnsupportedRequest> {
    let mut parts = parts(request)?;
    // Stripped outside of a scope too, each action would have a second URL, which guards by path
    // don't cover.
    if is_in_scope(request) {
        parts.uri = without_base(parts.uri, base)?;
    }
    Ok(parts)
}

/// Returns whether actix has matched a part of the path: a scope, or a resource in one.
fn is_in_scope(request: &HttpRequest) -> bool {
    let matched = request.match_info();
    matched.unprocessed().len() < matched.as_str().len()
}

/// Returns the head of a request as the client sent it.
pub(crate) fn parts(request: &HttpRequest) -> Result<Parts, UnsupportedRequest> {
    let (mut parts, ()) = http::Request::new(()).into_parts();
    parts.method = Method::from_bytes(request.method().as_str().as_bytes()).map_err(|_| UnsupportedRequest)?;
    parts.uri = request.uri().to_string().parse().map_err(|_| UnsupportedRequest)?;
    parts.version = version(request.version());
    parts.headers = headers(request)?;
    Ok(parts)
}

fn headers(request: &HttpRequest) -> Result<HeaderMap, UnsupportedRequest> {
    let mut headers = HeaderMap::with_capacity(request.headers().len());
    for (name, value) in request.headers() {
        let name = HeaderName::from_bytes(name.as_str().as_bytes()).map_err(|_| UnsupportedRequest)?;
        // actix has already sent the 100 (Continue) that the client waits for.
        if name == EXPECT {
            continue;
        }
        headers.append(
            name,
            HeaderValue::from_bytes(value.as_bytes()).map_err(|_| UnsupportedRequest)?,
        );
    }
    Ok(headers)
}

fn version(version: actix_web::http::Version) -> Version {
    match version {
        actix_web::http::Version::HTTP_09 => Version::HTTP_09,
        actix_web::http::Version::HTTP_10 => Version::HTTP_10,
        actix_web::http::Version::HTTP_2 => Version::HTTP_2,
        actix_web::http::Version::HTTP_3 => Version::HTTP_3,
        _ => Version::HTTP_11,
    }
}

/// Returns the URI without the base path, which a scope of actix doesn't strip.
fn without_base(uri: Uri, base: &str) -> Result<Uri, UnsupportedRequest> {
    let rest = uri
        .path()
        .strip_prefix(base)
        .filter(|rest| !base.is_empty() && (rest.is_empty() || rest.starts_with('/')));
    let Some(rest) = rest else { return Ok(uri) };
    let path = if rest.is_empty() { "/" } else { rest };
    let path_and_query = match uri.query() {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    };
    let mut parts = uri.into_parts();
    parts.path_and_query = Some(path_and_query.parse().map_err(|_| UnsupportedRequest)?);
    Uri::from_parts(parts).map_err(|_| UnsupportedRequest)
}

/// Converts a response.
pub(crate) fn response(response: Response) -> HttpResponse<ResponseBody> {
    let (parts, body) = response.into_parts();
    let body = ResponseBody::new(body, &parts);
    head(&parts).set_body(body)
}

/// Converts a response to HEAD.
///
/// With pipelined requests, actix-http (3.20) takes the last request that it has read for the one
/// that it responds to. So it may wait for the body of a response to HEAD, and close the connection
/// when that doesn't come, unless the length is a mere header.
pub(crate) fn head_response(response: Response) -> HttpResponse<ResponseBody> {
    let (parts, _) = response.into_parts();
    let length = declared_length(&parts).filter(|_| !is_bodiless(&parts));
    let mut head = head(&parts);
    if let Some(length) = length {
        head.head_mut().no_chunking(true);
        head.headers_mut().insert(header::CONTENT_LENGTH, length.into());
    }
    head.set_body(ResponseBody::of_head(length))
}

/// Converts the head of a response.
fn head(parts: &http::response::Parts) -> HttpResponse {
    // Both crates allow the same numbers as status codes.
    let status = StatusCode::from_u16(parts.status.as_u16()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut head = if status.is_server_error() {
        HttpResponse::from_error(ServerError(status))
    } else {
        HttpResponse::new(status)
    };
    for (name, value) in &parts.headers {
        match *name {
            // actix writes the length itself, from the body's size, and `Connection`.
            CONTENT_LENGTH => {}
            CONNECTION if value.as_bytes().eq_ignore_ascii_case(b"close") => {
                head.head_mut().set_connection_type(ConnectionType::Close);
            }
            _ => append(head.headers_mut(), name, value),
        }
    }
    if let Some(route) = parts.extensions.get::<MatchedRoute>() {
        head.extensions_mut().insert(route.clone());
    }
    head
}

fn append(headers: &mut header::HeaderMap, name: &HeaderName, value: &HeaderValue) {
    let pair = (
        header::HeaderName::from_bytes(name.as_ref()),
        header::HeaderValue::from_bytes(value.as_bytes()),
    );
    if let (Ok(name), Ok(value)) = pair {
        headers.append(name, value);
    }
}

/// Converts the response of an actix extractor that rejected the request.
pub(crate) async fn rejection(response: HttpResponse) -> Response {
    let (head, body) = response.into_parts();
    let bytes = actix_web::body::to_bytes(body).await.unwrap_or_default();
    let mut rejection = Response::new(Body::from(bytes));
    *rejection.status_mut() =
        http::StatusCode::from_u16(head.status().as_u16()).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in head.headers() {
        if let (Ok(name), Ok(value)) = (
            HeaderName::from_bytes(name.as_str().as_bytes()),
            HeaderValue::from_bytes(value.as_bytes()),
        ) {
            rejection.headers_mut().append(name, value);
        }
    }
    rejection
}
