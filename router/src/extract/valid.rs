//! Extracts JSON by the rules of a form.

use axum_core::extract::{FromRequest, Request};
use frontdesk_form::{FormData, FormLimits, FromForm};

use super::body::{check_json, not_json};
use super::query;
use super::read_body::read_body;
use crate::problem::{Problem, texts};

/// A JSON object, decoded and validated like the form of a server action: the same type, the same
/// rules, the same messages, and every bad field at once. As the last argument of a handler.
///
/// `T` derives `FromForm`, with the feature `garde` also with `#[garde(…)]` rules. It accepts what
/// [`Json`](crate::Json) accepts: `application/json` and `application/*+json` without the types of patches,
/// up to 2 MiB unless a layer sets another limit. Members that `T` doesn't have are ignored. At most 1000 values are read.
///
/// [`Json`](crate::Json) deserializes by serde instead, which stops at the first error.
///
/// # Errors
///
/// 415 `unsupported-media-type`, 501 `unsupported-transfer-encoding`, 400 `invalid-json` for a body
/// that is not a JSON object in UTF-8, 413 `body-too-large`, and 422 `invalid-fields` with a message
/// for each field.
///
/// ```
/// use frontdesk_router::{Router, StatusCode, Valid, post};
/// # use frontdesk_form::{FieldErrors, FieldKind, FromForm, Node};
///
/// // In an app: #[derive(FromForm)]
/// struct Todo { title: String, done: bool }
/// # impl FromForm for Todo {
/// #     const KIND: FieldKind = FieldKind::Group;
/// #     fn from_form(node: Node<'_>) -> Result<Self, FieldErrors> {
/// #         Ok(Self { title: String::from_form(node.field("title"))?, done: bool::from_form(node.field("done"))? })
/// #     }
/// # }
///
/// async fn create(Valid(todo): Valid<Todo>) -> (StatusCode, String) {
///     (StatusCode::CREATED, todo.title)
/// }
///
/// let routes: Router<()> = Router::new().route("/api/todos", post(create));
/// ```
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::exhaustive_structs, reason = "handlers destructure it in their arguments")]
pub struct Valid<T>(pub T);

impl<T: FromForm> Valid<T> {
    /// Decodes and validates JSON that was not sent as it is, such as an object to which a merge
    /// patch was applied.
    ///
    /// # Errors
    ///
    /// 400 `invalid-json`, or 422 `invalid-fields`.
    ///
    /// ```
    /// use frontdesk_router::Valid;
    ///
    /// assert_eq!(Valid::<String>::from_json(b"{").unwrap_err().code(), "invalid-json");
    /// ```
    pub fn from_json(json: &[u8]) -> Result<Self, Problem> {
        if json.trim_ascii().is_empty() {
            return Err(not_json(texts::EMPTY_JSON));
        }
        let form = FormData::from_json(json, &FormLimits::default()).map_err(|error| {
            if error.is_syntax() {
                not_json(error.message())
            } else {
                Problem::invalid_fields().with_detail(error.message())
            }
        })?;
        T::from_form(form.root())
            .map(Self)
            .map_err(|errors| query::with_fields(Problem::invalid_fields(), errors))
    }
}

impl<S: Send + Sync, T: FromForm> FromRequest<S> for Valid<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        check_json(&request)?;
        Self::from_json(&read_body(request).await?)
    }
}

#[cfg(test)]
mod tests {
    use axum_core::body::Body;
    use http::header::CONTENT_TYPE;

    use super::*;

    #[tokio::test]
    async fn body_is_decoded_by_the_rules_of_forms() {
        const JSON: &str = "application/json";
        type Counts = std::collections::BTreeMap<String, u8>;
        let many = format!("{{{}}}", vec!["\"a\":1"; 1001].join(","));
        for (content_type, body, expected) in [
            (JSON, r#"{"a": 1, "b": 2}"#, Ok(2)),
            ("Application/Vnd.Example.V2+Json; charset=utf-8", "{}", Ok(0)),
            // A patch is not the whole.
            (
                "application/merge-patch+json; charset=utf-8",
                "{}",
                Err((415, "unsupported-media-type", 0)),
            ),
            (
                "application/json-patch+json",
                "[]",
                Err((415, "unsupported-media-type", 0)),
            ),
            (JSON, "\u{feff}{}", Ok(0)),
            (JSON, r#"{"a": -1, "b": "x", "c": 3}"#, Err((422, "invalid-fields", 2))),
            (JSON, &many, Err((422, "invalid-fields", 0))),
            (JSON, "", Err((400, "invalid-json", 0))),
            (JSON, " ", Err((400, "invalid-json", 0))),
            (JSON, "{", Err((400, "invalid-json", 0))),
            (JSON, "[]", Err((400, "invalid-json", 0))),
            (JSON, "null", Err((400, "invalid-json", 0))),
            ("text/plain", "{}", Err((415, "unsupported-media-type", 0))),
            (
                "application/x-www-form-urlencoded",
                "a=1",
                Err((415, "unsupported-media-type", 0)),
            ),
        ] {
            let request = Request::builder().header(CONTENT_TYPE, content_type);
            let request = request.body(Body::from(body.to_owned())).unwrap();
            let read = Valid::<Counts>::from_request(request, &()).await;
            let read = read.map(|Valid(counts)| counts.len());
            let read = read.map_err(|problem| {
                (
                    problem.status().as_u16(),
                    problem.code().to_owned(),
                    problem.errors().len(),
                )
            });
            let expected = expected.map_err(|(status, code, fields)| (status, code.to_owned(), fields));
            assert_eq!(read, expected, "{body:.60}");
        }
    }
}
