//! Checks names, and derives names of generated items.

use proc_macro2::Span;
use syn::Ident;
use syn::ext::IdentExt;

use super::case;

/// The prefix of our own hidden fields.
const RESERVED: &str = "__fd_";

/// Checks `name` as the name of a form field. The error is the message, with the fix.
pub(crate) fn check_form_name(name: &str) -> Result<(), String> {
    if name.is_empty() {
        Err("a form field's name cannot be empty".to_owned())
    } else if name.starts_with(RESERVED) {
        Err(format!(
            "names beginning with `{RESERVED}` are reserved for Frontdesk; choose another name than `{name}`"
        ))
    } else if name.contains(char::is_control) {
        Err(format!(
            "the form name {name:?} contains a control character; remove it"
        ))
    } else if name.contains(['.', '[', ']']) {
        Err(format!(
            "the form name `{name}` contains one of `.`, `[`, `]`, which mean nesting; use a struct for nested fields"
        ))
    } else {
        Ok(())
    }
}

/// Checks `name` as the part of an action's URL after `/_actions/`. The error is the message, with
/// the fix.
pub(crate) fn check_action_name(name: &str) -> Result<(), String> {
    let fits = |char: char| char.is_ascii_alphanumeric() || char == '_' || char == '-';
    let is_segment = |segment: &str| !segment.is_empty() && segment.chars().all(fits);
    if !name.split('/').all(is_segment) {
        return Err(format!(
            "the name `{name}` cannot be used in a URL; write `name = \"…\"` with letters A to Z, digits, `_` and `-`, \
             and `/` between segments"
        ));
    }
    if ends_in_check(name) {
        return Err(format!(
            "the name `{name}` is reserved: a URL that ends in `/check` checks a form while it is filled in; write \
             another `name = \"…\"`"
        ));
    }
    Ok(())
}

/// Returns whether the last segment is `check`, as in the URLs that check a form without running
/// its action.
fn ends_in_check(path: &str) -> bool {
    path.rsplit('/').next() == Some("check")
}

/// Checks `path` as the path of an action. The error is the message, with the fix.
pub(crate) fn check_path(path: &str) -> Result<(), String> {
    if !path.starts_with('/') {
        return Err(format!("the path `{path}` does not begin with `/`; write `/{path}`"));
    }
    if path == "/_actions" || path.starts_with("/_actions/") {
        return Err(format!(
            "the path `{path}` is reserved: without `path`, the action is at `/_actions/` and its name; choose another"
        ));
    }
    if ends_in_check(path) {
        return Err(format!(
            "the path `{path}` is reserved: a URL that ends in `/check` checks a form while it is filled in; choose another"
        ));
    }
    if path.contains(['?', '#']) {
        return Err(format!("the path `{path}` has a query or a fragment; remove it"));
    }
    let mut pieces = path.split('{');
    let before = pieces.next().unwrap_or_default();
    let balanced = !before.contains('}')
        && pieces.all(|piece| {
            piece
                .split_once('}')
                .is_some_and(|(name, rest)| is_parameter(name) && !rest.contains('}'))
        });
    if !balanced {
        return Err(format!(
            "the path `{path}` has a brace that belongs to no parameter; write a parameter as `/{{name}}`, the rest of a path as \
             `/{{*name}}`"
        ));
    }
    Ok(())
}

fn is_parameter(text: &str) -> bool {
    let name = text.strip_prefix('*').unwrap_or(text);
    !name.is_empty() && !name.contains(['/', '*', ':'])
}

/// Returns the name of the struct of a function, if there is one.
pub(crate) fn struct_name(function: &Ident) -> Option<Ident> {
    identifier(&case::upper_camel(&function.unraw().to_string()), function)
}

/// Returns the identifier that the names of an argument's field are derived from. It lacks
/// the underscore before an argument that the function doesn't use, which would rename the form's field.
pub(crate) fn of_argument(argument: &Ident) -> Ident {
    let text = argument.to_string();
    let used = text.strip_prefix('_').filter(|_| !text.starts_with(RESERVED));
    let identifier = used.and_then(|used| {
        syn::parse_str(used)
            .or_else(|_| syn::parse_str(&format!("r#{used}")))
            .ok()
    });
    let mut identifier: Ident = identifier.unwrap_or_else(|| argument.clone());
    identifier.set_span(argument.span());
    identifier
}

/// Returns the name of the constant of a field, if there is one.
pub(crate) fn constant_name(field: &Ident) -> Option<Ident> {
    identifier(&case::screaming_snake(&field.unraw().to_string()), field)
}

/// Returns `text` as an identifier at the place of `from`, if it is a valid one.
fn identifier(text: &str, from: &Ident) -> Option<Ident> {
    let mut identifier: Ident = syn::parse_str(text).ok()?;
    identifier.set_span(generated(from.span()));
    Some(identifier)
}

/// Returns the place of `span` as a span of generated code in which the user's names are visible.
/// Editors jump to the place, but lints about names ignore it: they have seen the user's own
/// tokens.
pub(crate) fn generated(span: Span) -> Span {
    Span::call_site().located_at(span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_names_are_checked() {
        for name in ["title", "is-urgent", "a b", "été", "_charset"] {
            assert_eq!(check_form_name(name), Ok(()), "{name}");
        }
        for name in ["", "__fd_return", "a\nb", "\0", "a.b", "a[]", "]"] {
            assert!(check_form_name(name).is_err(), "{name:?}");
        }
    }

    #[test]
    fn underscore_of_an_unused_argument_is_not_in_its_name() {
        for (argument, name) in [
            ("title", "title"),
            ("_title", "title"),
            ("__title", "_title"),
            ("r#type", "r#type"),
            ("_type", "r#type"),
            // What remains is not an identifier.
            ("_1", "_1"),
            ("__fd_x", "__fd_x"),
        ] {
            let argument: Ident = syn::parse_str(argument).unwrap();
            assert_eq!(of_argument(&argument), name, "{argument}");
        }
    }

    #[test]
    fn action_names_are_checked() {
        for name in [
            "create_todo",
            "create-todo",
            "A1",
            "_",
            "users/save",
            "a/b/c-d",
            "check/x",
            "recheck",
            "Check",
        ] {
            assert_eq!(check_action_name(name), Ok(()), "{name}");
        }
        for name in [
            "",
            "/",
            "/a",
            "a/",
            "a//b",
            "a/./b",
            "a/../b",
            "a b",
            "été",
            "a.b",
            "%41",
            "check",
            "users/check",
        ] {
            assert!(check_action_name(name).is_err(), "{name:?}");
        }
    }
}
