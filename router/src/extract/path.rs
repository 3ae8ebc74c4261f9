//! Extracts the parameters of the path.

use axum_core::extract::FromRequestParts;
use http::request::Parts;
use serde::de::DeserializeOwned;

use super::path_de;
use super::rejections::outside_desk;
use crate::lent;
use crate::problem::Problem;

/// The parameters of the path, percent-decoded after the path was split into segments.
///
/// One parameter is a single value; several are a tuple in their order, or a struct by their names.
/// A `{*rest}` is a `String` (decoded as a whole) or a `Vec<String>` of its segments (each decoded
/// by itself, so that an encoded `/` stays within its segment). A `Vec<(String, String)>` and a map have
/// all names and values. Types that take any value, such as `serde_json::Value`, get texts; those behind
/// `#[serde(flatten)]`, `#[serde(tag)]` and `#[serde(untagged)]` get numbers too where texts do not fit.
///
/// # Errors
///
/// 400 `invalid-path` for a malformed escape, bytes that are not UTF-8, or a value that does not
/// parse as the type, naming the parameter. A masked 500 if the type does not fit the route's pattern.
///
/// ```
/// use frontdesk_router::Path;
///
/// async fn one(Path(id): Path<u32>) -> String { format!("{id}") }
/// async fn two(Path((tenant, id)): Path<(String, u32)>) -> String { format!("{tenant} {id}") }
/// async fn rest(Path(segments): Path<Vec<String>>) -> String { segments.join(" > ") }
///
/// #[derive(serde::Deserialize)]
/// struct Named { tenant: String, id: u32 }
/// async fn named(Path(p): Path<Named>) -> String { format!("{} {}", p.tenant, p.id) }
/// ```
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::exhaustive_structs, reason = "handlers destructure it in their arguments")]
pub struct Path<T>(pub T);

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let value = lent::read(parts, |known| {
            let value = path_de::read(known.params, known.path);
            value.map_err(|error| error.into_problem(known.params.pattern()))
        });
        value.ok_or_else(|| outside_desk("Path"))?.map(Self)
    }
}
