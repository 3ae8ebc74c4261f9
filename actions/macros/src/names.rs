//! Which names may be used for what.

use proc_macro2::Span;
use quote::ToTokens;
use syn::Ident;
use syn::ext::IdentExt;

use crate::case;
use crate::errors::Errors;
use crate::field::Field;

/// Where names of our own hidden fields begin.
const OURS: &str = "__fd_";

/// What is wrong with `name` as the name of a form field, and the mend.
pub(crate) fn form_name(name: &str) -> Result<(), String> {
    if name.is_empty() {
        Err("a form field's name cannot be empty".to_owned())
    } else if name.starts_with(OURS) {
        Err(format!("names beginning with `{OURS}` are Frontdesk's own; choose another for `{name}`"))
    } else if name.contains(char::is_control) {
        Err(format!("the form name {name:?} has a control character; leave it out"))
    } else if name.contains(['.', '[', ']']) {
        Err(format!("the form name `{name}` has one of `.`, `[`, `]`, which mean nesting; use a struct for nested fields"))
    } else {
        Ok(())
    }
}

/// What is wrong with `name` as the last part of an action's URL, and the mend.
pub(crate) fn action_name(name: &str) -> Result<(), String> {
    let fits = |char: char| char.is_ascii_alphanumeric() || char == '_' || char == '-';
    if name.is_empty() || !name.chars().all(fits) {
        return Err(format!(
            "the name `{name}` cannot stand in a URL; write `name = \"…\"` with letters A to Z, digits, `_` and `-`"
        ));
    }
    Ok(())
}

/// `text` as an identifier at the place of `from`, if it can be one.
///
/// The place is the user's, so that editors jump there; the origin is the macro, so that lints about names stay quiet.
pub(crate) fn identifier(text: &str, from: &Ident) -> Option<Ident> {
    let mut identifier: Ident = syn::parse_str(text).ok()?;
    identifier.set_span(ours(from.span()));
    Some(identifier)
}

/// The place of `span` in code of ours, which sees the user's names.
pub(crate) fn ours(span: Span) -> Span {
    Span::call_site().located_at(span)
}

/// The struct's name for a function.
pub(crate) fn struct_name(function: &Ident) -> Option<Ident> {
    identifier(&case::upper_camel(&function.unraw().to_string()), function)
}

/// Reports form names and constants that two fields share.
pub(crate) fn report_collisions(fields: &[&Field], constants: bool, errors: &mut Errors) {
    for (index, field) in fields.iter().enumerate() {
        let earlier = fields.iter().take(index);
        if let Some(other) = earlier.clone().find(|other| other.name == field.name) {
            let place: &dyn ToTokens = field.rename.as_ref().map_or(&field.ident, |rename| rename);
            errors.at(
                place,
                format!(
                    "`{}` and `{}` both have the form name `{}`; give one another with `#[field(rename = \"…\")]`",
                    other.ident, field.ident, field.name
                ),
            );
        } else if let Some(other) = earlier.clone().find(|other| constants && other.constant == field.constant) {
            errors.at(
                &field.ident,
                format!(
                    "`{}` and `{}` both get the constant `{}`; call one of them something else",
                    other.ident, field.ident, field.constant
                ),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_names() {
        for name in ["title", "is-urgent", "a b", "été", "_charset"] {
            assert_eq!(form_name(name), Ok(()), "{name}");
        }
        for name in ["", "__fd_return", "a\nb", "\0", "a.b", "a[]", "]"] {
            assert!(form_name(name).is_err(), "{name:?}");
        }
    }

    #[test]
    fn action_names() {
        for name in ["create_todo", "create-todo", "A1", "_"] {
            assert_eq!(action_name(name), Ok(()), "{name}");
        }
        for name in ["", "a/b", "a b", "été", "a.b", "%41"] {
            assert!(action_name(name).is_err(), "{name:?}");
        }
    }
}
