//! Bodies as types, and JSON as an answer.

use axum_core::body::Body;
use axum_core::extract::{FromRequest, Request};
use axum_core::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::query;
use crate::handler::unread_body;
use crate::problem::Problem;

/// JSON: as the last argument, the body as a deserialisable type; as a result, `application/json`.
///
/// As an extractor it takes `application/json` and `application/*+json`, up to 2 MiB unless a layer sets another limit.
///
/// # Errors
///
/// 415 `unsupported-media-type` for another `Content-Type`, 400 `invalid-json` for what is not JSON, 422 `invalid-fields` for
/// JSON of the wrong shape, naming the place, 413 `body-too-large`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Json<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let json = content_type(request.headers()).is_some_and(|mime| {
            mime.type_() == mime::APPLICATION && (mime.subtype() == mime::JSON || mime.suffix() == Some(mime::JSON))
        });
        if !json {
            return Err(unsupported("application/json"));
        }
        let bytes = bytes(request, state).await?;
        let mut deserializer = serde_json::Deserializer::from_slice(&bytes);
        let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| wrong_json(&error))?;
        deserializer.end().map_err(|error| not_json(&error))?;
        Ok(Self(value))
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(bytes) => {
                let mut response = Response::new(Body::from(bytes));
                response
                    .headers_mut()
                    .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
                response
            }
            Err(error) => Problem::from(error).into_response(),
        }
    }
}

/// An `application/x-www-form-urlencoded` body as a deserialisable type, for route handlers that any client may call.
///
/// For the forms of your own pages use a server action: it reads checkboxes, blank numbers and nested fields as HTML sends
/// them, reports every bad field, and checks who is calling.
///
/// # Errors
///
/// 415 `unsupported-media-type`, 422 `invalid-fields` naming the field, 413 `body-too-large` (over 2 MiB).
#[derive(Debug, Clone, Copy, Default)]
pub struct Form<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Form<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let form = content_type(request.headers())
            .is_some_and(|mime| mime.essence_str() == mime::APPLICATION_WWW_FORM_URLENCODED.essence_str());
        if !form {
            return Err(unsupported("application/x-www-form-urlencoded"));
        }
        let bytes = bytes(request, state).await?;
        query::read(&bytes).map(Self).map_err(|path| {
            let path = path.unwrap_or_default();
            Problem::invalid_fields().with_field(path, "missing or not valid")
        })
    }
}

async fn bytes<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Problem> {
    let bytes = Bytes::from_request(request, state).await;
    bytes.map_err(|rejection| unread_body(rejection.into_response().status()))
}

fn content_type(headers: &HeaderMap) -> Option<mime::Mime> {
    headers.get(CONTENT_TYPE)?.to_str().ok()?.parse().ok()
}

fn unsupported(wanted: &'static str) -> Problem {
    Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type")
        .with_detail(format!("Send the body as `{wanted}`, and say so in Content-Type."))
        .with_header(ACCEPT, HeaderValue::from_static(wanted))
}

fn wrong_json(error: &serde_path_to_error::Error<serde_json::Error>) -> Problem {
    let inner = error.inner();
    if !inner.is_data() {
        return not_json(inner);
    }
    // serde's own text names Rust types, which are none of the client's business; the place is.
    let path = error.path().to_string();
    Problem::invalid_fields()
        .with_field(path, "missing or not valid")
        .with_detail("The JSON is not of the expected shape.")
}

fn not_json(error: &serde_json::Error) -> Problem {
    let (line, column) = (error.line(), error.column());
    Problem::bad_request("invalid-json").with_detail(format!("The body is not JSON (line {line}, column {column})."))
}
