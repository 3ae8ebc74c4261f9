//! Selects the attributes of the function that the generated items need too.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, Token};

/// Attributes for generated items, each a whole `#[…]`.
#[derive(Default)]
pub(crate) struct Carried {
    /// For the struct, which other code names.
    pub(crate) item: Vec<TokenStream>,
    /// For the implementations, which no other code names.
    pub(crate) implementation: Vec<TokenStream>,
}

/// Returns what is carried over from `attributes`:
///
/// - `cfg`, because the struct must not exist if the function does not;
/// - `allow`, because the same types are written again, and `expect` as `allow`, because a second
///   expectation may be unfulfilled;
/// - `deprecated` and `doc(hidden)` to the struct, and `allow(deprecated)` to the implementations;
/// - each of these inside `cfg_attr`.
pub(crate) fn carried(attributes: &[Attribute]) -> Carried {
    let mut carried = Carried::default();
    for attribute in attributes {
        carried
            .item
            .extend(carry(&attribute.meta, for_item).map(|meta| quote!(#[#meta])));
        carried
            .implementation
            .extend(carry(&attribute.meta, for_implementation).map(|meta| quote!(#[#meta])));
    }
    carried
}

fn for_item(meta: &Meta) -> Option<TokenStream> {
    let hidden = |list: &syn::MetaList| list.path.is_ident("doc") && list.tokens.to_string() == "hidden";
    match meta {
        _ if meta.path().is_ident("deprecated") => Some(meta.to_token_stream()),
        Meta::List(list) if hidden(list) => Some(meta.to_token_stream()),
        _ => for_both(meta),
    }
}

fn for_implementation(meta: &Meta) -> Option<TokenStream> {
    if meta.path().is_ident("deprecated") {
        Some(quote!(allow(deprecated)))
    } else {
        for_both(meta)
    }
}

fn for_both(meta: &Meta) -> Option<TokenStream> {
    let Meta::List(list) = meta else { return None };
    let tokens = &list.tokens;
    match () {
        () if list.path.is_ident("cfg") || list.path.is_ident("allow") => Some(meta.to_token_stream()),
        () if list.path.is_ident("expect") => Some(quote!(allow(#tokens))),
        () => None,
    }
}

/// Applies `rule` to `meta`, and to what is inside `cfg_attr`.
fn carry(meta: &Meta, rule: fn(&Meta) -> Option<TokenStream>) -> Option<TokenStream> {
    let Meta::List(list) = meta else { return rule(meta) };
    if !list.path.is_ident("cfg_attr") {
        return rule(meta);
    }
    let Conditional { predicate, metas } = Conditional::parse.parse2(list.tokens.clone()).ok()?;
    let metas: Vec<_> = metas.iter().filter_map(|meta| carry(meta, rule)).collect();
    if metas.is_empty() {
        None
    } else {
        Some(quote!(cfg_attr(#predicate, #(#metas),*)))
    }
}

/// The inside of `cfg_attr(…)`.
struct Conditional {
    predicate: TokenStream,
    metas: Punctuated<Meta, Token![,]>,
}

impl Parse for Conditional {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        // Read as tokens, because `true` and `false` are predicates but not a `Meta`.
        let mut predicate = TokenStream::new();
        while !input.is_empty() && !input.peek(Token![,]) {
            predicate.extend([input.parse::<TokenTree>()?]);
        }
        input.parse::<Token![,]>()?;
        Ok(Self {
            predicate,
            metas: Punctuated::parse_terminated(input)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(attribute: &str) -> (String, String) {
        let attributes = Attribute::parse_outer.parse_str(attribute).unwrap();
        let Carried { item, implementation } = carried(&attributes);
        (quote!(#(#item)*).to_string(), quote!(#(#implementation)*).to_string())
    }

    #[test]
    fn attributes_are_carried_by_kind() {
        for (attribute, item, implementation) in [
            ("#[cfg(unix)]", "#[cfg(unix)]", "#[cfg(unix)]"),
            ("#[allow(a, b)]", "#[allow(a, b)]", "#[allow(a, b)]"),
            ("#[expect(a)]", "#[allow(a)]", "#[allow(a)]"),
            ("#[deprecated]", "#[deprecated]", "#[allow(deprecated)]"),
            (
                "#[deprecated(note = \"x\")]",
                "#[deprecated(note = \"x\")]",
                "#[allow(deprecated)]",
            ),
            ("#[doc(hidden)]", "#[doc(hidden)]", ""),
            ("#[doc = \"x\"]", "", ""),
            ("#[must_use]", "", ""),
            ("#[tracing::instrument(skip(x))]", "", ""),
            ("#[deny(a)]", "", ""),
            ("#[cfg_attr(x, inline)]", "", ""),
            (
                "#[cfg_attr(x, inline, expect(a))]",
                "#[cfg_attr(x, allow(a))]",
                "#[cfg_attr(x, allow(a))]",
            ),
            (
                "#[cfg_attr(true, deprecated)]",
                "#[cfg_attr(true, deprecated)]",
                "#[cfg_attr(true, allow(deprecated))]",
            ),
        ] {
            let normal = |text: &str| text.parse::<TokenStream>().unwrap().to_string();
            assert_eq!(both(attribute), (normal(item), normal(implementation)), "{attribute}");
        }
    }
}
