//! Extractors of other crates that cannot work in a desk.
//!
//! axum's `Path` and `MatchedPath` read what axum's router leaves in a request in a form that is
//! private to it. They compile, and reject every request that a desk's own router has matched.

use std::any::type_name;

use axum_core::response::Response;
use http::StatusCode;

use crate::problem::Problem;

/// The beginnings of the names of such types, and what to use in their place.
const OF_AXUM: [(&str, &str); 3] = [
    ("axum::extract::path::Path<", "`frontdesk::Path`"),
    ("axum::extract::path::RawPathParams", "`frontdesk::Path`"),
    ("axum::extract::matched_path::MatchedPath", "`frontdesk::MatchedRoute`"),
];

/// Returns what to use in place of a type, if it is or contains an extractor that cannot work in a
/// desk.
pub(crate) fn replacement(type_name: &str) -> Option<&'static str> {
    let contains = |beginning: &str| {
        let mut found = type_name.match_indices(beginning);
        found.any(|(at, _)| {
            let before = type_name.get(..at).and_then(|before| before.chars().next_back());
            before.is_none_or(|char| !(char.is_alphanumeric() || matches!(char, '_' | ':')))
        })
    };
    let found = OF_AXUM.iter().find(|(beginning, _)| contains(beginning));
    found.map(|(_, replacement)| *replacement)
}

/// Logs the rejection of the extractor `T` if it is a 500 of its own: the client gets it unchanged,
/// and nothing else names the cause.
pub fn log_rejection<T>(rejection: Response) -> Response {
    let is_logged_elsewhere = rejection.extensions().get::<Problem>().is_some();
    if rejection.status() == StatusCode::INTERNAL_SERVER_ERROR && !is_logged_elsewhere {
        let extractor = type_name::<T>();
        let help = replacement(extractor).map_or_else(
            || {
                "it may need what only another framework's router or a layer provides; in a desk, use `frontdesk::Path` and \
                 `frontdesk::MatchedRoute` in place of axum's, and add the layer that provides an extension"
                    .to_owned()
            },
            |replacement| format!("it works only in axum's own router; use {replacement}"),
        );
        tracing::error!(extractor, help, "an extractor rejected a request with a 500");
    }
    rejection
}

#[cfg(test)]
mod tests {
    use super::replacement;

    #[test]
    fn extractors_of_axum_are_found_by_name() {
        let (path, route) = (Some("`frontdesk::Path`"), Some("`frontdesk::MatchedRoute`"));
        for (name, expected) in [
            ("axum::extract::path::Path<u32>", path),
            ("core::option::Option<axum::extract::path::Path<(u32, u32)>>", path),
            ("axum::extract::path::RawPathParams", path),
            ("axum::extract::matched_path::MatchedPath", route),
            ("frontdesk_router::extract::path::Path<u32>", None),
            ("my_axum::extract::path::Path<u32>", None),
            ("my::axum::extract::path::Path<u32>", None),
            ("axum::extract::state::State<app::Path>", None),
            ("axum::extract::query::Query<u32>", None),
        ] {
            assert_eq!(replacement(name), expected, "{name}");
        }
    }
}
