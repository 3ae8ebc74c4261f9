//! HTML responses, empty responses, and responses to HEAD.

use std::convert::Infallible;

use axum_core::body::Body;
use axum_core::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use http_body::Body as _;

/// An HTML response: `text/html; charset=utf-8`. The text is sent unchanged, so it must already be
/// escaped. Templates do that.
///
/// ```
/// use frontdesk_router::{Html, Router};
///
/// async fn about() -> Html<&'static str> {
///     Html("<h1>About us</h1>")
/// }
///
/// let routes: Router<()> = Router::new().page("/about", about);
/// ```
#[derive(Debug, Clone, Copy)]
#[must_use]
#[expect(clippy::exhaustive_structs, reason = "handlers construct it")]
pub struct Html<T>(pub T);

impl<T: Into<Body>> IntoResponse for Html<T> {
    fn into_response(self) -> Response {
        let mut response = Response::new(self.0.into());
        response
            .headers_mut()
            .insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        response
    }
}

/// A response without a body: 204 No Content.
///
/// ```
/// use frontdesk_router::{NoContent, Path, Router, delete};
///
/// async fn remove(Path(id): Path<u32>) -> NoContent {
///     println!("item {id} is removed");
///     NoContent
/// }
///
/// let routes: Router<()> = Router::new().route("/items/{id}", delete(remove));
/// ```
#[derive(Debug, Clone, Copy)]
#[must_use]
#[expect(clippy::exhaustive_structs, reason = "handlers construct it")]
pub struct NoContent;

impl IntoResponse for NoContent {
    fn into_response(self) -> Response {
        StatusCode::NO_CONTENT.into_response()
    }
}

/// Turns a response to GET into the response to HEAD (RFC 9110, section 9.3.2): the same headers,
/// with the length of the body where it is known, and no body.
#[must_use]
pub fn into_head_response(mut response: Response) -> Response {
    let length = response.body().size_hint().exact();
    let never_has_body = matches!(response.status(), StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    if let Some(length) = length.filter(|_| !never_has_body) {
        let headers = response.headers_mut();
        headers
            .entry(CONTENT_LENGTH)
            .or_insert_with(|| HeaderValue::from(length));
    }
    *response.body_mut() = match length {
        Some(_) => Body::empty(),
        // An empty `Body` has a known length, so the server would send `Content-Length: 0`. An
        // empty stream has none.
        None => Body::from_stream(stream::empty::<Result<Bytes, Infallible>>()),
    };
    response
}
