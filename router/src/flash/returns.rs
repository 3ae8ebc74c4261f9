//! Whether a handler may respond with a redirect, by the name of the type that it returns.

/// What a type's name begins with if it is never a redirect.
const NEVER: [&str; 7] = [
    "frontdesk_router::",
    "alloc::",
    "core::",
    "&",
    "bytes::",
    "http::status::",
    "axum_core::body::",
];

/// What a type's name begins with whose response is that of one of its parts.
const AROUND: [(&str, char); 3] = [
    ("core::result::Result<", '>'),
    ("core::option::Option<", '>'),
    ("(", ')'),
];

/// Returns whether a handler that returns this type may respond with a redirect that carries flash
/// messages. A type that is not recognised by its name may: that only costs time.
pub(crate) fn may_redirect(name: &str) -> bool {
    name.contains("::Redirect") || name.contains("::Response<") || !never_redirects(name)
}

fn never_redirects(name: &str) -> bool {
    let inside = AROUND
        .into_iter()
        .find_map(|(start, end)| name.strip_prefix(start)?.strip_suffix(end));
    match inside {
        Some(inside) => parts(inside).all(never_redirects),
        None => NEVER.into_iter().any(|own| name.starts_with(own)),
    }
}

/// Splits a list of types at the commas that are not within one of them.
fn parts(list: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    let at_comma = move |char| {
        match char {
            '<' | '(' | '[' => depth += 1,
            '>' | ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        char == ',' && depth == 0
    };
    list.split(at_comma).map(str::trim).filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use std::any::type_name;

    use axum_core::response::Response;
    use http::StatusCode;

    use super::*;
    use crate::extract::Json;
    use crate::problem::Problem;
    use crate::redirect::Redirect;
    use crate::response::Html;

    struct Own;

    #[test]
    fn only_known_types_never_redirect() {
        for (name, expected) in [
            (type_name::<()>(), false),
            (type_name::<&'static str>(), false),
            (type_name::<Html<String>>(), false),
            (type_name::<Json<Own>>(), false),
            (type_name::<Result<Json<Own>, Problem>>(), false),
            (type_name::<Result<(StatusCode, Json<Own>), Problem>>(), false),
            (type_name::<Option<Html<(Own, Own)>>>(), false),
            ("core::result::Result<alloc::string::String, app::Error>", true),
            ("(http::status::StatusCode, app::Own)", true),
            (type_name::<Redirect>(), true),
            (type_name::<Result<Html<String>, Redirect>>(), true),
            (type_name::<Result<Redirect, Problem>>(), true),
            (type_name::<Response>(), true),
            ("app::Own", true),
            (
                "core::result::Result<app::Own, frontdesk_router::problem::Problem>",
                true,
            ),
        ] {
            assert_eq!(may_redirect(name), expected, "{name}");
        }
    }
}
