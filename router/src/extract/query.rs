//! Extracts the query string.

use std::borrow::Cow;

use axum_core::extract::FromRequestParts;
use http::request::Parts;
use serde::de::DeserializeOwned;

use super::query_fields::QueryFields;
use super::rejections::field_path;
use crate::problem::{Problem, codes};
use crate::quoted::shortened;
use crate::urlencoded::names_not_utf8;

/// The query string as a deserializable type: a missing field has its `#[serde(default)]`, a
/// repeated one fills a `Vec`, and an empty one is `None` for an `Option`.
///
/// # Errors
///
/// 400 `invalid-query`, naming the field that does not parse or is not UTF-8. Fields that the type
/// does not read are ignored, whatever they contain.
///
/// ```
/// use frontdesk_router::{Json, Query};
///
/// #[derive(serde::Deserialize)]
/// struct Search {
///     #[serde(default)]
///     q: String,
///     #[serde(default)]
///     tag: Vec<String>,
/// }
///
/// async fn search(Query(search): Query<Search>) -> Json<usize> {
///     Json(search.tag.len())
/// }
/// ```
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::exhaustive_structs, reason = "handlers destructure it in their arguments")]
pub struct Query<T>(pub T);

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        read(parts.uri.query().unwrap_or_default().as_bytes())
            .map(Self)
            .map_err(|path| {
                let problem = Problem::bad_request(codes::INVALID_QUERY);
                match path {
                    Some(path) => problem.with_detail(format!(
                        "The query parameter `{}` is missing or not valid.",
                        shortened(&path)
                    )),
                    None => problem.with_detail("A query parameter is missing or not valid."),
                }
            })
    }
}

/// Deserializes pairs. Fails with the path of the field that does not fit, if it is known.
pub(super) fn read<T: DeserializeOwned>(pairs: &[u8]) -> Result<T, Option<String>> {
    if let Some(name) = not_utf8::<T>(pairs) {
        return Err(Some(name.into_owned()));
    }
    let deserializer = serde_html_form::Deserializer::new(form_urlencoded::parse(pairs));
    serde_path_to_error::deserialize(deserializer).map_err(|error| field_path(error.path()))
}

/// Returns the first field that the type reads and that is not UTF-8. `form_urlencoded` would
/// replace its invalid bytes by U+FFFD.
fn not_utf8<T: DeserializeOwned>(pairs: &[u8]) -> Option<Cow<'_, str>> {
    let mut names = names_not_utf8(pairs).peekable();
    // Hardly any query has one, so the type is rarely probed.
    names.peek()?;
    let fields = QueryFields::of::<T>();
    names.find(|name| fields.reads(name))
}
