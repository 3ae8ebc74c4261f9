//! Between actix's requests and responses and those of the desk: two versions of the `http` crate, so by bytes.

use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use axum_core::body::Body;
use axum_core::response::Response;
use http::header::EXPECT;
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri, Version};

use crate::body::{ResponseBody, declared_length, is_bodiless};

/// A request that actix took, and that is none to the `http` crate.
#[derive(Debug)]
pub(crate) struct NotHttp;

/// The head of a request as the desk sees it: below its base path.
pub(crate) fn request(request: &HttpRequest, base: &str) -> Result<Parts, NotHttp> {
    let mut parts = whole_request(request)?;
    parts.uri = below(parts.uri, base)?;
    Ok(parts)
}

/// The head of a request as the client sent it.
pub(crate) fn whole_request(request: &HttpRequest) -> Result<Parts, NotHttp> {
    let (mut parts, ()) = http::Request::new(()).into_parts();
    parts.method = Method::from_bytes(request.method().as_str().as_bytes()).map_err(|_| NotHttp)?;
    parts.uri = request.uri().to_string().parse().map_err(|_| NotHttp)?;
    parts.version = version(request.version());
    parts.headers = headers(request)?;
    Ok(parts)
}

fn headers(request: &HttpRequest) -> Result<HeaderMap, NotHttp> {
    let mut headers = HeaderMap::with_capacity(request.headers().len());
    for (name, value) in request.headers() {
        let name = HeaderName::from_bytes(name.as_str().as_bytes()).map_err(|_| NotHttp)?;
        // actix has told the client already to go on: it doesn't wait any more.
        if name == EXPECT {
            continue;
        }
        headers.append(name, HeaderValue::from_bytes(value.as_bytes()).map_err(|_| NotHttp)?);
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

/// The URI without the base path, which a scope of actix leaves on.
fn below(uri: Uri, base: &str) -> Result<Uri, NotHttp> {
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
    parts.path_and_query = Some(path_and_query.parse().map_err(|_| NotHttp)?);
    Uri::from_parts(parts).map_err(|_| NotHttp)
}

/// The response as actix sends it.
pub(crate) fn response(response: Response) -> HttpResponse<ResponseBody> {
    let (parts, body) = response.into_parts();
    let body = ResponseBody::new(body, &parts);
    builder(&parts).finish().set_body(body)
}

/// The response to HEAD as actix sends it.
///
/// Of pipelined requests actix-http (3.20) takes the last that it has read for the one that it answers. So it may wait for the
/// body of an answer to HEAD, and close the connection when that doesn't come, unless its length is a mere header.
pub(crate) fn head_response(response: Response) -> HttpResponse<ResponseBody> {
    let (parts, _) = response.into_parts();
    let length = declared_length(&parts).filter(|_| !is_bodiless(&parts));
    let mut builder = builder(&parts);
    if let Some(length) = length {
        builder.no_chunking(length);
    }
    builder.finish().set_body(ResponseBody::of_head(length))
}

fn builder(parts: &http::response::Parts) -> HttpResponseBuilder {
    // Status codes are three digits in both worlds.
    let status = actix_web::http::StatusCode::from_u16(parts.status.as_u16());
    let status = status.unwrap_or(actix_web::http::StatusCode::INTERNAL_SERVER_ERROR);
    let mut builder = HttpResponseBuilder::new(status);
    for (name, value) in &parts.headers {
        // actix writes the length itself, from the body's size.
        if name != http::header::CONTENT_LENGTH {
            builder.append_header((name.as_str(), value.as_bytes()));
        }
    }
    builder
}

/// An actix response of an extractor, as an answer of the desk.
pub(crate) async fn rejection(response: HttpResponse) -> Response {
    let (head, body) = response.into_parts();
    let bytes = actix_web::body::to_bytes(body).await.unwrap_or_default();
    let mut answer = Response::new(Body::from(bytes));
    *answer.status_mut() =
        http::StatusCode::from_u16(head.status().as_u16()).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in head.headers() {
        if let (Ok(name), Ok(value)) = (
            HeaderName::from_bytes(name.as_str().as_bytes()),
            HeaderValue::from_bytes(value.as_bytes()),
        ) {
            answer.headers_mut().append(name, value);
        }
    }
    answer
}
