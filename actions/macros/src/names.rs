//! Which names may be used for what.

use proc_macro2::{Group, Span, TokenStream, TokenTree};
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
        Err(format!(
            "names beginning with `{OURS}` are Frontdesk's own; choose another for `{name}`"
        ))
    } else if name.contains(char::is_control) {
        Err(format!("the form name {name:?} has a control character; leave it out"))
    } else if name.contains(['.', '[', ']']) {
        Err(format!(
            "the form name `{name}` has one of `.`, `[`, `]`, which mean nesting; use a struct for nested fields"
        ))
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
fn identifier(text: &str, from: &Ident) -> Option<Ident> {
    let mut identifier: Ident = syn::parse_str(text).ok()?;
    identifier.set_span(ours(from.span()));
    Some(identifier)
}

/// The place of `span` in code of ours that sees the user's names: editors jump to the place, while lints about names
/// stay quiet there, having looked at the user's own already.
pub(crate) fn ours(span: Span) -> Span {
    Span::call_site().located_at(span)
}

/// `tokens` at another place, meaning what they meant.
pub(crate) fn placed(tokens: impl ToTokens, place: Span) -> TokenStream {
    let move_token = |mut token: TokenTree| {
        if let TokenTree::Group(group) = &token {
            token = TokenTree::Group(Group::new(group.delimiter(), placed(group.stream(), place)));
        }
        token.set_span(token.span().located_at(place));
        token
    };
    tokens.to_token_stream().into_iter().map(move_token).collect()
}

/// The struct's name for a function.
pub(crate) fn struct_name(function: &Ident) -> Option<Ident> {
    identifier(&case::upper_camel(&function.unraw().to_string()), function)
}

/// The constant's name for a field.
pub(crate) fn constant(field: &Field) -> Option<Ident> {
    identifier(&case::screaming_snake(&field.ident.unraw().to_string()), &field.ident)
}

/// Reports form names that two fields share.
pub(crate) fn report_same_names(fields: &[&Field], errors: &mut Errors) {
    for (field, other) in repeated(fields, |field, other| field.name == other.name) {
        let place: &dyn ToTokens = field.rename.as_ref().map_or(&field.ident, |rename| rename);
        errors.at(
            place,
            format!(
                "`{}` and `{}` both have the form name `{}`; give one another with `#[field(rename = \"…\")]`",
                other.ident, field.ident, field.name
            ),
        );
    }
}

/// Reports fields without a constant, and two with the same. For those of one name, that was said already.
pub(crate) fn report_same_constants(fields: &[&Field], errors: &mut Errors) {
    for (field, other) in repeated(fields, |field, other| {
        constant(field) == constant(other) && field.name != other.name
    }) {
        let Some(constant) = constant(field) else { continue };
        let message = "both get the constant";
        errors.at(
            &field.ident,
            format!(
                "`{}` and `{}` {message} `{constant}`; call one of them something else",
                other.ident, field.ident
            ),
        );
    }
    for field in fields.iter().filter(|field| constant(field).is_none()) {
        let message = "has no upper-case form to name its constant; call it something else";
        errors.at(&field.ident, format!("`{}` {message}", field.ident));
    }
}

/// Each field that is like an earlier one, with that one.
fn repeated<'a>(fields: &[&'a Field], like: fn(&Field, &Field) -> bool) -> Vec<(&'a Field, &'a Field)> {
    let pairs = fields.iter().enumerate().filter_map(|(index, field)| {
        let other = fields.iter().take(index).find(|other| like(field, other))?;
        Some((*field, *other))
    });
    pairs.collect()
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
