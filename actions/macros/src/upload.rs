//! `#[field(max = …, accept = …)]`: what a field takes of files.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::parse::ParseStream;
use syn::spanned::Spanned;
use syn::{Lit, LitStr, Type};

use crate::field::Field;
use crate::list::value;
use crate::private::Private;
use crate::size;

/// The value of `max = …`.
pub(crate) fn max(key: &Ident, input: ParseStream<'_>) -> syn::Result<u64> {
    let literal: Lit = value(key, input, "max = \"5MB\"")?;
    size::literal(&literal, "max = \"5MB\"")
        .map_err(|message| syn::Error::new(literal.span(), format!("`max`: {message}")))
}

/// The value of `accept = …`.
pub(crate) fn accept(key: &Ident, input: ParseStream<'_>) -> syn::Result<LitStr> {
    let list: LitStr = value(key, input, "accept = \"image/*,.pdf\"")?;
    for kind in list.value().split(',') {
        if !is_kind(kind.trim()) {
            let message = format!(
                "`accept`: `{}` is no kind of file; write `image/*`, `application/pdf` or `.pdf`, with commas between",
                kind.trim()
            );
            return Err(syn::Error::new(list.span(), message));
        }
    }
    Ok(list)
}

/// An extension with its dot, a media type, or a class of media types.
fn is_kind(kind: &str) -> bool {
    let is_token = |text: &str| {
        let fits = |char: char| char.is_ascii_alphanumeric() || "!#$&-^_.+*".contains(char);
        !text.is_empty() && text.chars().all(fits)
    };
    match kind.split_once('/') {
        Some((class, name)) => is_token(class) && is_token(name),
        None => kind.strip_prefix('.').is_some_and(is_token),
    }
}

/// The rules for files of type `ty` as a constant; `None` when there are none.
pub(crate) fn rules(private: &Private, ty: &Type, max: Option<u64>, accept: Option<&LitStr>) -> Option<TokenStream> {
    let here = Span::mixed_site();
    let max = max.map(|max| quote_spanned!(here=> .max(#max)));
    let accept = accept.map(|list| quote_spanned!(here=> .accept(#list)));
    if max.is_none() && accept.is_none() {
        return None;
    }
    let place = here.located_at(ty.span());
    let private_there = private.at(place);
    let assertion = quote_spanned!(place=> #private_there::takes_files::<#ty>());
    Some(quote_spanned! {here=>
        const {
            #assertion;
            &#private::FileRules::ANY #max #accept
        }
    })
}

/// The rules of a field, likewise.
pub(crate) fn rules_of(private: &Private, field: &Field) -> Option<TokenStream> {
    rules(private, &field.ty, field.max, field.accept.as_ref())
}
