//! Tests of the macros from the outside: tokens in, tokens and errors out.

mod action_errors;
mod derived_errors;
mod expansions;

use proc_macro2::TokenStream;
use quote::quote;

/// Expands `source`, an item that begins with `#[server_action(…)]` or a `#[derive(…)]`.
fn expand(source: &str) -> (TokenStream, Vec<syn::Error>) {
    let source = source.trim();
    if let Some(item) = source.strip_prefix("#[derive(FromForm)]") {
        return crate::derive::expand(item.parse().unwrap());
    }
    if let Some(item) = source.strip_prefix("#[derive(Fill)]") {
        return crate::derive::fill_form::expand(item.parse().unwrap());
    }
    let rest = source.strip_prefix("#[server_action").unwrap();
    if let Some(item) = rest.strip_prefix(']') {
        return crate::server_action::expand(quote!(), item.parse().unwrap());
    }
    let (options, item) = rest.strip_prefix('(').unwrap().split_once(")]").unwrap();
    crate::server_action::expand(options.parse().unwrap(), item.parse().unwrap())
}

/// Checks the errors in `source`, in order: the text that each points to, and a part of its
/// message.
#[track_caller]
fn check_errors(source: &str, expected: &[(&str, &str)]) {
    let (_, errors) = expand(source);
    let found: Vec<_> = errors
        .iter()
        .map(|error| (error.span().source_text().unwrap_or_default(), error.to_string()))
        .collect();
    assert_eq!(found.len(), expected.len(), "{source}\n{found:#?}");
    for ((text, message), (place, part)) in found.iter().zip(expected) {
        assert_eq!(text, place, "{source}\n{message}");
        assert!(message.contains(part), "{source}\n{message}");
    }
}
