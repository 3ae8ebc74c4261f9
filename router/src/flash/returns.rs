//! Whether a handler may respond with a redirect, by the name of the type that it returns.

/// What a type's name begins with if it is never a redirect.
const NEVER: [&str; 8] = [
    "frontdesk_router::",
    "alloc::",
    "core::",
    "&",
    "()",
    "bytes::",
    "http::status::",
    "axum_core::body::",
];

/// What stands around the type of a body.
const AROUND: [&str; 4] = [
    "core::result::Result<",
    "core::option::Option<",
    "(",
    "http::status::StatusCode, ",
];

/// Returns whether a handler that returns this type may respond with a redirect that carries flash
/// messages. A type that is not recognised by its name may: that only costs time.
pub(crate) fn may_redirect(name: &str) -> bool {
    if name.contains("::Redirect") || name.contains("::Response<") {
        return true;
    }
    let mut inner = name;
    while let Some(rest) = AROUND.into_iter().find_map(|around| inner.strip_prefix(around)) {
        // `()` is nothing around nothing.
        if rest.starts_with(')') {
            break;
        }
        inner = rest;
    }
    !NEVER.into_iter().any(|own| inner.starts_with(own))
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
            (type_name::<Redirect>(), true),
            (type_name::<Result<Html<String>, Redirect>>(), true),
            (type_name::<Result<Redirect, Problem>>(), true),
            (type_name::<Response>(), true),
            (type_name::<Own>(), true),
            (type_name::<Result<Own, Problem>>(), true),
        ] {
            assert_eq!(may_redirect(name), expected, "{name}");
        }
    }
}
