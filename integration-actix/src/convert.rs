//! Converts requests and responses between actix and the desk. They use two versions of the `http`
//! crate, so by bytes: what can't be a constant is copied into one buffer.

use actix_web::http::uri::PathAndQuery;
use actix_web::http::{ConnectionType, StatusCode, header};
use actix_web::{HttpRequest, HttpResponse};
use axum_core::body::Body;
use axum_core::response::Response;
use bytes::{Bytes, BytesMut};
use frontdesk_router::MatchedRoute;
use http::header::{CONNECTION, CONTENT_LENGTH, EXPECT};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri, Version};

use crate::body::{ResponseBody, declared_length, is_bodiless};
use crate::names;
use crate::server_error::ServerError;

/// A request that actix accepts, but that the types of the `http` crate can't hold.
#[derive(Debug)]
pub(crate) struct UnsupportedRequest;

/// Returns the head of a request as the desk sees it: without the base path.
pub(crate) fn parts_below(request: &HttpRequest, base: &str) -> Result<Parts, UnsupportedRequest> {
    // Stripped outside of a scope too, each action would have a second URL, which guards by path
    // don't cover.
    convert(request, if is_in_scope(request) { base } else { "" })
}

/// Returns whether actix has matched a part of the path: a scope, or a resource in one.
fn is_in_scope(request: &HttpRequest) -> bool {
    let matched = request.match_info();
    matched.unprocessed().len() < matched.as_str().len()
}

/// Returns the head of a request as the client sent it.
pub(crate) fn parts(request: &HttpRequest) -> Result<Parts, UnsupportedRequest> {
    convert(request, "")
}

fn convert(request: &HttpRequest, base: &str) -> Result<Parts, UnsupportedRequest> {
    let mut texts = Texts::of(request);
    let (mut parts, ()) = http::Request::new(()).into_parts();
    parts.method = method(request.method())?;
    let target = request.uri().path_and_query().map_or(0, |target| target.as_str().len());
    parts.uri = uri(request.uri(), base, texts.next(target))?;
    parts.version = version(request.version());
    parts.headers = headers(request, &mut texts)?;
    Ok(parts)
}

fn method(method: &actix_web::http::Method) -> Result<Method, UnsupportedRequest> {
    Ok(match *method {
        actix_web::http::Method::GET => Method::GET,
        actix_web::http::Method::POST => Method::POST,
        actix_web::http::Method::HEAD => Method::HEAD,
        _ => Method::from_bytes(method.as_str().as_bytes()).map_err(|_| UnsupportedRequest)?,
    })
}

fn headers(request: &HttpRequest, texts: &mut Texts) -> Result<HeaderMap, UnsupportedRequest> {
    let mut headers = HeaderMap::with_capacity(request.headers().len());
    for (name, value) in request.headers() {
        let name = names::from_actix(name).ok_or(UnsupportedRequest)?;
        let value = HeaderValue::from_maybe_shared(texts.next(value.len()));
        // actix has already sent the 100 (Continue) that the client waits for.
        if name == EXPECT {
            continue;
        }
        headers.append(name, value.map_err(|_| UnsupportedRequest)?);
    }
    Ok(headers)
}

/// What has to be copied of a request: its target, and the values of its headers. All share one buffer.
struct Texts {
    all: Bytes,
    at: usize,
}

impl Texts {
    fn of(request: &HttpRequest) -> Self {
        let target = request.uri().path_and_query().map_or("", PathAndQuery::as_str);
        let values = request.headers().iter().map(|(_, value)| value.len()).sum::<usize>();
        let mut all = BytesMut::with_capacity(target.len() + values);
        all.extend_from_slice(target.as_bytes());
        for (_, value) in request.headers() {
            all.extend_from_slice(value.as_bytes());
        }
        Self {
            all: all.freeze(),
            at: 0,
        }
    }

    /// Returns the next text, which has this length.
    fn next(&mut self, length: usize) -> Bytes {
        let text = self.all.slice(self.at..self.at + length);
        self.at += length;
        text
    }
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

/// Returns the URI without the base path, which a scope of actix doesn't strip. `target` is a copy of its
/// path and query.
fn uri(uri: &actix_web::http::Uri, base: &str, target: Bytes) -> Result<Uri, UnsupportedRequest> {
    if uri.authority().is_some() || !target.starts_with(b"/") {
        return whole_uri(&uri.to_string(), base);
    }
    let text = uri.path_and_query().map_or("", PathAndQuery::as_str);
    let path = match below(text, base) {
        None => target,
        Some(path) if path.starts_with('/') => target.slice(base.len()..),
        Some(path) => Bytes::from(format!("/{path}")),
    };
    Uri::from_maybe_shared(path).map_err(|_| UnsupportedRequest)
}

/// Returns the URI of a request whose target is more than a path, or `*`.
fn whole_uri(text: &str, base: &str) -> Result<Uri, UnsupportedRequest> {
    let uri: Uri = text.parse().map_err(|_| UnsupportedRequest)?;
    let target = uri.path_and_query().map(http::uri::PathAndQuery::as_str);
    let Some(path) = target.and_then(|target| below(target, base)) else {
        return Ok(uri);
    };
    let path = if path.starts_with('/') {
        path.to_owned()
    } else {
        format!("/{path}")
    };
    let mut parts = uri.into_parts();
    parts.path_and_query = Some(path.parse().map_err(|_| UnsupportedRequest)?);
    Uri::from_parts(parts).map_err(|_| UnsupportedRequest)
}

/// Returns the part of a path, and its query, that is below the base path: it may be empty, or be
/// the query alone. Returns `None` if it is not below the base path.
fn below<'t>(target: &'t str, base: &str) -> Option<&'t str> {
    let rest = target.strip_prefix(base).filter(|_| !base.is_empty())?;
    (rest.is_empty() || rest.starts_with(['/', '?'])).then_some(rest)
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
    if let (Some(name), Some(value)) = (names::to_actix(name), value_to_actix(value)) {
        headers.append(name, value);
    }
}

/// Converts the value of a header. What most responses have is a constant.
fn value_to_actix(value: &HeaderValue) -> Option<header::HeaderValue> {
    macro_rules! constants {
        ($($text:literal)*) => {
            match value.as_bytes() {
                $(bytes if bytes == $text.as_bytes() => const { header::HeaderValue::from_static($text) },)*
                bytes => header::HeaderValue::from_bytes(bytes).ok()?,
            }
        };
    }
    Some(constants! {
        "private, no-cache" "no-store" "no-cache" "text/html; charset=utf-8" "text/plain; charset=utf-8"
        "application/json" "nosniff"
    })
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

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::{PathAndQuery, uri, whole_uri};

    /// The target of a request is converted as if its URI was parsed as a whole.
    #[test]
    fn target_is_the_same_as_if_parsed_as_a_whole() {
        let paths = [
            "/",
            "/app",
            "/app/",
            "/app/x",
            "/app//x",
            "/application",
            "/x/app",
            "//app",
            "/app/%2e%2E/%C3%BC",
            "/a:b@c",
        ];
        let queries = ["", "?", "?a=1&b=/app", "?/app?x", "??"];
        for (path, query) in paths.iter().flat_map(|path| queries.map(|query| (path, query))) {
            let text = format!("{path}{query}");
            let theirs: actix_web::http::Uri = text.parse().unwrap();
            for base in ["", "/app", "/app/x", "/x"] {
                let converted = uri(&theirs, base, Bytes::copy_from_slice(text.as_bytes())).unwrap();
                assert_eq!(converted, whole_uri(&text, base).unwrap(), "{text} below {base}");
            }
        }
    }

    #[test]
    fn target_is_stripped_of_the_base_path() {
        for (text, base, expected) in [
            ("/app", "/app", "/"),
            ("/app?x=1", "/app", "/?x=1"),
            ("/app/x?y=/app", "/app", "/x?y=/app"),
            ("/app/app", "/app", "/app"),
            ("/application", "/app", "/application"),
            ("/app/x", "", "/app/x"),
            ("*", "", "*"),
            ("*", "/app", "*"),
            ("a.example:443", "/app", "a.example:443"),
            ("http://a.example", "/app", "http://a.example/"),
            ("http://a.example/app?x", "/app", "http://a.example/?x"),
            ("http://a.example?x", "/app", "http://a.example/?x"),
        ] {
            let theirs: actix_web::http::Uri = text.parse().unwrap();
            let target = theirs.path_and_query().map_or("", PathAndQuery::as_str).to_owned();
            let converted = uri(&theirs, base, Bytes::from(target)).unwrap();
            assert_eq!(converted.to_string(), expected, "{text} below {base}");
        }
    }
}
