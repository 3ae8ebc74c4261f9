//! The macros of Frontdesk: `#[server_action]`, `#[derive(FromForm)]` and `#[derive(Fill)]`.
//!
//! Use them through the crate `frontdesk`, which documents them with examples that run. Generated
//! code calls `frontdesk::__private`, which changes without notice; hence both crates have one
//! version.
//!
//! Data moves one way: `parse` (tokens to what is written), `model` (what it means, with all
//! errors), `emit` and `derive` (code). After an error, `fallback` still emits the function and a
//! struct with its fields, so that no other messages follow from it.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod derive;
mod emit;
mod errors;
mod fallback;
mod garde;
mod model;
mod parse;
mod server_action;

#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

// Documented where it is re-exported, in `frontdesk`, so that the examples compile and run.
#[expect(missing_docs, reason = "documented where `frontdesk` re-exports it")]
#[proc_macro_attribute]
pub fn server_action(attribute: TokenStream, item: TokenStream) -> TokenStream {
    with_errors(server_action::expand(attribute.into(), item.into()))
}

#[expect(missing_docs, reason = "documented where `frontdesk` re-exports it")]
#[proc_macro_derive(FromForm, attributes(field, form, garde))]
pub fn derive_from_form(item: TokenStream) -> TokenStream {
    with_errors(derive::expand(item.into()))
}

#[expect(missing_docs, reason = "documented where `frontdesk` re-exports it")]
#[proc_macro_derive(Fill, attributes(fill, form))]
pub fn derive_fill(item: TokenStream) -> TokenStream {
    with_errors(derive::fill_form::expand(item.into()))
}

/// Appends each error to the code as a `compile_error!`.
fn with_errors((mut code, errors): (proc_macro2::TokenStream, Vec<syn::Error>)) -> TokenStream {
    code.extend(errors.iter().map(syn::Error::to_compile_error));
    code.into()
}
