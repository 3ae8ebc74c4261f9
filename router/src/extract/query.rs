//! The query string as a type.

use axum_core::extract::FromRequestParts;
use http::request::Parts;
use serde::de::DeserializeOwned;

use crate::problem::Problem;

/// The query string as a deserialisable type: a missing field is its `#[serde(default)]`, a repeated one fills a `Vec`, and an
/// empty one is `None` for an `Option`.
///
/// # Errors
///
/// 400 `invalid-query`, naming the field that does not fit.
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
pub struct Query<T>(pub T);

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        read(parts.uri.query().unwrap_or_default().as_bytes())
            .map(Self)
            .map_err(|path| {
                let problem = Problem::bad_request("invalid-query");
                match path {
                    Some(path) => problem.with_detail(format!("The query parameter `{path}` is missing or not valid.")),
                    None => problem.with_detail("A query parameter is missing or not valid."),
                }
            })
    }
}

/// Reads pairs as a type; fails with the field's path, where one is to blame.
pub(super) fn read<T: DeserializeOwned>(pairs: &[u8]) -> Result<T, Option<String>> {
    let deserializer = serde_html_form::Deserializer::new(form_urlencoded::parse(pairs));
    serde_path_to_error::deserialize(deserializer).map_err(|error| {
        let path = error.path().to_string();
        (path != "." && !path.is_empty()).then_some(path)
    })
}
