//! Bodies as types, and JSON as an answer.

use std::borrow::Cow;

use axum_core::body::Body;
use axum_core::extract::{FromRequest, Request};
use axum_core::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::{field, query};
use crate::handler::unread_body;
use crate::problem::Problem;

/// JSON: as the last argument, the body as a deserialisable type; as a result, `application/json`.
///
/// As an extractor it takes `application/json` and `application/*+json`, up to 2 MiB unless a layer sets another limit.
///
/// # Errors
///
/// 415 `unsupported-media-type` for another `Content-Type`, 400 `invalid-json` for what is not JSON in UTF-8, 422
/// `invalid-fields` for JSON of the wrong shape, naming the field unless it is the value as a whole, 413 `body-too-large`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Json<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is_json(media_type(request.headers())) {
            return Err(unsupported("application/json"));
        }
        let bytes = bytes(request, state).await?;
        let Ok(text) = str::from_utf8(&bytes) else {
            return Err(not_json("The body is not UTF-8 text."));
        };
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let value =
            serde_path_to_error::deserialize(&mut deserializer).map_err(|error| wrong_json(text, error.path()))?;
        deserializer.end().map_err(|error| broken_json(&error))?;
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
/// 415 `unsupported-media-type`, 422 `invalid-fields` naming the field where it is one (a field that is read must be UTF-8), 413
/// `body-too-large` (over 2 MiB).
#[derive(Debug, Clone, Copy, Default)]
pub struct Form<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Form<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        const TYPE: &str = "application/x-www-form-urlencoded";
        if !media_type(request.headers()).eq_ignore_ascii_case(TYPE.as_bytes()) {
            return Err(unsupported(TYPE));
        }
        let bytes = bytes(request, state).await?;
        query::read(&bytes)
            .map(Self)
            .map_err(|field| misshapen(field, "The form is not of the expected shape."))
    }
}

async fn bytes<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Problem> {
    let bytes = Bytes::from_request(request, state).await;
    bytes.map_err(|rejection| unread_body(rejection.into_response().status()))
}

/// The media type of a body without its parameters, which may be empty and have blanks around their `;` (RFC 9110 section
/// 5.6.6).
fn media_type(headers: &HeaderMap) -> &[u8] {
    let value = headers.get(CONTENT_TYPE).map_or(&[][..], HeaderValue::as_bytes);
    value
        .split(|byte| *byte == b';')
        .next()
        .unwrap_or_default()
        .trim_ascii()
}

fn is_json(media_type: &[u8]) -> bool {
    let media_type = media_type.to_ascii_lowercase();
    let subtype = media_type.strip_prefix(b"application/");
    subtype.is_some_and(|subtype| subtype == b"json" || subtype.ends_with(b"+json"))
}

fn unsupported(wanted: &'static str) -> Problem {
    Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type")
        .with_detail(format!("Send the body as `{wanted}`, and say so in Content-Type."))
        .with_header(ACCEPT, HeaderValue::from_static(wanted))
}

/// What a type refuses is JSON or not; its own error does not tell (an enum's calls the wrong key a mistake of syntax).
fn wrong_json(text: &str, path: &serde_path_to_error::Path) -> Problem {
    match serde_json::from_str::<IgnoredAny>(text) {
        Ok(_) => misshapen(field(path), "The JSON is not of the expected shape."),
        Err(error) => broken_json(&error),
    }
}

/// serde's own text names Rust types, which are none of the client's business; the place is.
fn misshapen(field: Option<String>, detail: &'static str) -> Problem {
    let problem = Problem::invalid_fields().with_detail(detail);
    match field {
        Some(field) => problem.with_field(field, "missing or not valid"),
        None => problem,
    }
}

fn broken_json(error: &serde_json::Error) -> Problem {
    let (line, column) = (error.line(), error.column());
    not_json(format!("The body is not JSON (line {line}, column {column})."))
}

fn not_json(detail: impl Into<Cow<'static, str>>) -> Problem {
    Problem::bad_request("invalid-json").with_detail(detail)
}
