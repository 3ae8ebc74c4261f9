//! Extracts the query string.

use std::cell::LazyCell;

use axum_core::extract::FromRequestParts;
use frontdesk_form::{FieldErrors, FormData, FormLimits, Message};
use http::request::Parts;
use serde::de::DeserializeOwned;

use super::query_fields::QueryFields;
use crate::problem::{Problem, codes, texts};
use crate::quoted::shortened;

/// How many names the detail of a problem has.
const MAX_NAMES: usize = 8;

/// The query string as a deserializable type, decoded as the forms of server actions are.
///
/// | query | type | value |
/// |---|---|---|
/// | missing, `q=` / `q=x` | `Option<String>`, and any other `Option` | `None` / `Some` |
/// | missing / `q=` | `String` | an error, unless it has `#[serde(default)]` / `""` |
/// | `n=7`, `n=+7`, ` 7 `, `7.0` / `n=` | number | 7 / its `#[serde(default)]`, else an error |
/// | missing, `open=`, `open=false` / `open=on` | `bool` | `false` / `true` |
/// | missing / `tag=a&tag=b`, `tag[]=a&tag[]=b`, `tag[0]=a&tag[1]=b` | `Vec<String>` | `[]` / `[a, b]` |
/// | `a.b=1`, `a[b]=1` | struct | b = 1 |
/// | `on=2026-11-20`, `at=2026-11-20T10:30` | date and time types | as inputs send them |
/// | in any order | `Vec<(String, String)>` for the whole query | all names and values, as sent |
///
/// Names that the type does not read are ignored, whatever they contain, unless it has
/// `#[serde(deny_unknown_fields)]`. `#[serde(flatten)]` works for texts, numbers, checkboxes, lists and
/// enums; below it a blank value counts as missing. A field is called `tag` for `tag[]=a` too: a field
/// that is renamed to `tag[]` is never found. [`frontdesk_form`] has the whole table.
///
/// # Errors
///
/// 400 `invalid-query`, with a message for every parameter that is missing, does not parse or is not
/// UTF-8. At most 1000 parameters are read.
///
/// ```
/// use frontdesk_router::{Json, Query};
///
/// #[derive(serde::Deserialize)]
/// struct Search {
///     q: Option<String>,
///     #[serde(default = "first")]
///     page: u32,
///     open: bool,
///     tag: Vec<String>,
/// }
///
/// fn first() -> u32 { 1 }
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
            .map_err(Unread::into_invalid_query)
    }
}

/// Returns the problem of a query that is too large to be read.
#[must_use]
pub fn large_query() -> Problem {
    Unread::Limit.into_invalid_query()
}

/// Why pairs could not be read as a type.
pub(super) enum Unread {
    /// There are too many, or a field's name has too many levels.
    Limit,
    Fields(FieldErrors),
}

impl Unread {
    fn into_invalid_query(self) -> Problem {
        let problem = Problem::bad_request(codes::INVALID_QUERY);
        match self {
            Self::Limit => problem.with_detail(texts::LARGE_QUERY),
            Self::Fields(errors) => {
                let detail = detail(&errors);
                with_fields(problem.with_detail(detail), errors)
            }
        }
    }
}

/// Adds the errors of fields to a problem. Those of the value as a whole have no field.
pub(super) fn with_fields(problem: Problem, errors: FieldErrors) -> Problem {
    let named = errors.into_iter().filter(|(name, _)| !name.is_empty());
    named.fold(problem, |problem, (name, message)| {
        problem.with_field(shortened(&name).to_string(), message)
    })
}

fn detail(errors: &FieldErrors) -> Message {
    let mut names: Vec<_> = errors
        .iter()
        .map(|(name, _)| name)
        .filter(|name| !name.is_empty())
        .collect();
    names.sort_unstable();
    let quoted = |name: &&str| format!("`{}`", shortened(name));
    match names.as_slice() {
        [] => texts::INVALID_QUERY,
        [name] => texts::INVALID_QUERY_ONE.with("name", quoted(name)),
        names => {
            let shown: Vec<_> = names.iter().take(MAX_NAMES).map(quoted).collect();
            let text = if names.len() > MAX_NAMES {
                texts::INVALID_QUERY_MORE
            } else {
                texts::INVALID_QUERY_LIST
            };
            text.with("names", shown.join(", "))
        }
    }
}

/// Decodes pairs as a type.
pub(super) fn read<T: DeserializeOwned>(pairs: &[u8]) -> Result<T, Unread> {
    let form = match pairs {
        // Allocates nothing.
        [] => FormData::default(),
        pairs => FormData::from_urlencoded(pairs, &FormLimits::default()).map_err(|_| Unread::Limit)?,
    };
    // Hardly any query has deep names, so the type is rarely probed.
    let fields = LazyCell::new(QueryFields::of::<T>);
    form.check_depth(|name| fields.reads_root(name))
        .map_err(|_| Unread::Limit)?;
    frontdesk_form::deserialize(form.root()).map_err(Unread::Fields)
}
