//! Extracts bodies as JSON and forms. JSON responses.

use axum_core::body::Body;
use axum_core::extract::{FromRequest, Request};
use axum_core::response::{IntoResponse, Response};
use frontdesk_form::__private::Control;
use frontdesk_form::{FieldErrors, FieldKind, Fill, FormWriter, FromForm, Message, Node, Takes};
use http::HeaderValue;
use http::header::CONTENT_TYPE;
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::query::{self, Unread};
use super::read_body::{check_head, read_body};
use super::rejections::field_path;
use crate::problem::{Problem, codes, texts};

/// JSON. As the last argument it deserializes the body; as a result it is an `application/json`
/// response.
///
/// As an extractor it accepts `application/json` and `application/*+json`, up to 2 MiB unless a
/// layer sets another limit. Types of patches are not among them: a body of `application/merge-patch+json`
/// or `application/json-patch+json` has changes, which must not be taken for the whole. A handler for
/// patches checks the type itself, and reads `Bytes` by [`from_bytes`](Self::from_bytes).
///
/// # Errors
///
/// 415 `unsupported-media-type` for another `Content-Type` (with `Accept`, and for PATCH with
/// `Accept-Patch`), 501 `unsupported-transfer-encoding` for
/// another `Transfer-Encoding` than `chunked`, 400 `invalid-json` for a body that is
/// not JSON in UTF-8, 422 `invalid-fields` for JSON of the wrong shape, naming the field unless it
/// is the value as a whole, and 413 `body-too-large`.
///
/// ```
/// use frontdesk_router::{Json, Router, post};
///
/// #[derive(serde::Deserialize, serde::Serialize)]
/// struct Todo { title: String, done: bool }
///
/// async fn create(Json(todo): Json<Todo>) -> Json<Todo> {
///     Json(Todo { done: false, ..todo })
/// }
///
/// let routes: Router<()> = Router::new().route("/api/todos", post(create));
/// ```
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::exhaustive_structs, reason = "handlers destructure it in their arguments")]
pub struct Json<T>(pub T);

/// In a form, `Json<T>` is a field whose text is JSON. In a JSON body it is the value itself, and in a
/// multipart form it may also be sent as a file.
impl<T: DeserializeOwned> FromForm for Json<T> {
    const KIND: FieldKind = FieldKind::Required;

    fn from_form(node: Node<'_>) -> Result<Self, FieldErrors> {
        frontdesk_form::json(node).map(Self)
    }

    fn control() -> Control {
        Control::of(Self::KIND).json()
    }
}

/// Fills in the value as JSON; nothing if it can't be written as such.
impl<T: Serialize, F: Takes<Self> + ?Sized> Fill<F> for Json<T> {
    fn fill(&self, form: &mut FormWriter<'_>) {
        if let Ok(text) = serde_json::to_string(&self.0) {
            form.text(text);
        }
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        check_json(&request)?;
        Self::from_bytes(&read_body(request).await?)
    }
}

impl<T: DeserializeOwned> Json<T> {
    /// Deserializes a body that was read before, because its bytes are needed as well: their signature
    /// is checked, or they are stored.
    ///
    /// ```
    /// use frontdesk_router::{Json, Problem};
    ///
    /// fn kind(body: &[u8]) -> Result<String, Problem> {
    ///     #[derive(serde::Deserialize)]
    ///     struct Event { kind: String }
    ///
    ///     let Json(event) = Json::<Event>::from_bytes(body)?;
    ///     Ok(event.kind)
    /// }
    ///
    /// assert_eq!(kind(br#"{"kind": "paid"}"#).unwrap(), "paid");
    /// assert_eq!(kind(b"{}").unwrap_err().code(), "invalid-fields");
    /// ```
    ///
    /// # Errors
    ///
    /// 400 `invalid-json` and 422 `invalid-fields`, as the extractor.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Problem> {
        let Ok(text) = str::from_utf8(bytes) else {
            return Err(not_json(texts::NOT_UTF8_JSON));
        };
        // RFC 8259, section 8.1: a byte order mark is skipped.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        // Only a rejection has to say where.
        serde_json::from_str(text).or_else(|_| located_json(text)).map(Self)
    }
}

/// Deserializes JSON, and keeps track of the place of an error.
fn located_json<T: DeserializeOwned>(text: &str) -> Result<T, Problem> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value =
        serde_path_to_error::deserialize(&mut deserializer).map_err(|error| rejected_json(text, error.path()))?;
    deserializer.end().map_err(|error| malformed_json(&error))?;
    Ok(value)
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

/// An `application/x-www-form-urlencoded` body as a deserializable type, for route handlers that
/// any client may call.
///
/// It is decoded by the same rules as [`Query`](crate::Query) and server actions: an unchecked checkbox
/// is `false`, a blank `Option` is `None`, `tag=a&tag=b` and `tag[]=a` are lists, `a.b` and `a[b]` are
/// groups, and unknown names are ignored.
///
/// For the forms of your own pages use a server action: it repopulates the form, and is protected
/// against CSRF.
///
/// # Errors
///
/// 415 `unsupported-media-type`; 501 `unsupported-transfer-encoding`; 422 `invalid-fields`, with a
/// message for every field that is missing, does not parse or is not UTF-8; 413 `body-too-large` (over
/// 2 MiB unless a layer sets another limit). At most 1000 fields are read.
///
/// ```
/// use frontdesk_router::{Form, Router, post};
///
/// #[derive(serde::Deserialize)]
/// struct Hook { event: String, #[serde(default)] id: Vec<u64> }
///
/// async fn hook(Form(hook): Form<Hook>) -> String {
///     format!("{}: {}", hook.event, hook.id.len())
/// }
///
/// let routes: Router<()> = Router::new().route("/hooks", post(hook));
/// ```
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::exhaustive_structs, reason = "handlers destructure it in their arguments")]
pub struct Form<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Form<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        const TYPE: &str = "application/x-www-form-urlencoded";
        check_head(&request, |kind| kind.eq_ignore_ascii_case(TYPE.as_bytes()), TYPE)?;
        let bytes = read_body(request).await?;
        query::read(&bytes).map(Self).map_err(|unread| {
            let problem = Problem::invalid_fields();
            match unread {
                Unread::Limit => problem.with_detail(texts::LARGE_FORM),
                Unread::Fields(errors) => query::with_fields(problem.with_detail(texts::FORM_SHAPE), errors),
            }
        })
    }
}

/// Refuses a body that is not of a JSON type.
pub(super) fn check_json(request: &Request) -> Result<(), Problem> {
    check_head(request, is_json, "application/json")
}

/// Returns whether a type is JSON that has the whole of something: not that of a patch, whichever it is
/// (`merge-patch+json`, `json-patch+json`, `vnd.example.patch+json`).
fn is_json(media_type: &[u8]) -> bool {
    let Some((kind, subtype)) = media_type.split_at_checked(b"application/".len()) else {
        return false;
    };
    let ends_with = |end: &[u8]| {
        let start = subtype.len().checked_sub(end.len());
        let tail = start.and_then(|start| subtype.get(start..));
        tail.is_some_and(|tail| tail.eq_ignore_ascii_case(end))
    };
    let is_whole = subtype.eq_ignore_ascii_case(b"json") || (ends_with(b"+json") && !ends_with(b"patch+json"));
    kind.eq_ignore_ascii_case(b"application/") && is_whole
}

/// Returns the problem of a body that a type rejected: the wrong shape, or not JSON at all. serde's
/// own error does not tell them apart: that of an enum reports an unknown variant as a syntax
/// error.
fn rejected_json(text: &str, path: &serde_path_to_error::Path) -> Problem {
    match serde_json::from_str::<IgnoredAny>(text) {
        Ok(_) => wrong_shape(field_path(path), texts::JSON_SHAPE),
        Err(_) if text.trim_ascii().is_empty() => not_json(texts::EMPTY_JSON),
        Err(error) => malformed_json(&error),
    }
}

/// Names only the field, because serde's own text names Rust types, which clients should not see.
fn wrong_shape(field: Option<String>, detail: Message) -> Problem {
    let problem = Problem::invalid_fields().with_detail(detail);
    match field {
        Some(field) => problem.with_field(field, texts::BAD_MEMBER),
        None => problem,
    }
}

fn malformed_json(error: &serde_json::Error) -> Problem {
    // Columns are counted from 1. serde_json's is 0 where a line has just begun.
    let (line, column) = (error.line(), error.column().max(1));
    not_json(texts::NOT_JSON.with("line", line).with("column", column))
}

pub(super) fn not_json(detail: Message) -> Problem {
    Problem::bad_request(codes::INVALID_JSON).with_detail(detail)
}

#[cfg(test)]
mod tests;
