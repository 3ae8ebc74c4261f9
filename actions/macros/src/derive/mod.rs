//! Expands `#[derive(FromForm)]` and `#[derive(Fill)]`.

mod choice;
pub(crate) mod fill_form;
mod form_options;
mod newtype;
mod structs;

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::{Data, DeriveInput, Fields, GenericParam, Generics, parse_quote_spanned};

use crate::emit::private::import;
use crate::emit::{fill, info, structure};
use crate::errors::Errors;
use form_options::FormOptions;

/// Returns the implementations for `item` and all errors in it. With errors, the implementations
/// never run.
pub(crate) fn expand(item: TokenStream) -> (TokenStream, Vec<syn::Error>) {
    let mut input: DeriveInput = match syn::parse2(item) {
        Ok(input) => input,
        Err(error) => return (TokenStream::new(), vec![error]),
    };
    let mut errors = Errors::new(format!("derived FromForm of `{}`", input.ident));
    let options = FormOptions::parse(&input, &mut errors);
    add_bounds(&mut input.generics, &mut errors);
    let code = implementations(&input, &options, &mut errors);
    let code = code.filter(|_| errors.is_empty()).unwrap_or_else(|| never_run(&input));
    let import = import(options.root.as_ref());
    let here = Span::mixed_site();
    let code = quote_spanned! {here=>
        const _: () = {
            #[allow(unused_imports)]
            #import
            #code
        };
    };
    (code, errors.into_vec())
}

fn implementations(input: &DeriveInput, options: &FormOptions, errors: &mut Errors) -> Option<TokenStream> {
    let data = match &input.data {
        Data::Struct(data) => data,
        Data::Enum(data) => return choice::implementation(input, data, options.rename_all, errors),
        Data::Union(data) => {
            errors.at(data.union_token, "cannot be a union; use a struct");
            return None;
        }
    };
    match &data.fields {
        Fields::Named(fields) => Some(structs::implementation(input, fields, options, errors)),
        Fields::Unnamed(fields) => match fields.unnamed.first() {
            Some(inner) if fields.unnamed.len() == 1 => Some(newtype::implementation(input, inner, errors)),
            _ => {
                let message = "its fields need names to be fields of a form; write `struct Name { a: A, b: B }`";
                errors.at(fields, message);
                None
            }
        },
        Fields::Unit => {
            let message = "has no fields to fill in; write `struct Name { a: A }` or remove it from the form";
            errors.at(&input.ident, message);
            None
        }
    }
}

/// Returns implementations for an item with errors.
fn never_run(input: &DeriveInput) -> TokenStream {
    let here = Span::mixed_site();
    let kind = quote_spanned!(here=> __fd::FieldKind::Group);
    let body = quote_spanned!(here=> ::core::unreachable!());
    let from_form = structure::from_form(&input.ident, &input.generics, &kind, &body, &TokenStream::new());
    let form_fields = info::form_fields(&input.ident, &input.generics, &[]);
    let fill = fill::fill(&input.ident, &input.generics, &body);
    quote_spanned!(here=> #from_form #form_fields #fill)
}

/// Adds the bound `FromForm` to each type parameter, and reports lifetimes.
fn add_bounds(generics: &mut Generics, errors: &mut Errors) {
    for param in &generics.params {
        if let GenericParam::Lifetime(param) = param {
            let message = "cannot have a lifetime, because the values of a form are owned; use owned fields and remove";
            errors.at(param, format!("{message} `{}`", param.lifetime));
        }
    }
    let types: Vec<_> = generics.type_params().map(|param| param.ident.clone()).collect();
    if !types.is_empty() {
        let here = Span::mixed_site();
        let bounds = types
            .iter()
            .map(|ty| -> syn::WherePredicate { parse_quote_spanned!(here=> #ty: __fd::FromForm) });
        generics.make_where_clause().predicates.extend(bounds);
    }
}
