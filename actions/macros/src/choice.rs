//! `#[derive(FromForm)]` for enums: a choice among names.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::ext::IdentExt;
use syn::{DataEnum, Fields, Generics, Variant};

use crate::case::RenameAll;
use crate::decode;
use crate::derive::field_attributes;
use crate::errors::Errors;
use crate::field::FieldOptions;
use crate::list::OptionList;
use crate::private::Private;

const VARIANT_OPTIONS: [&str; 1] = ["rename"];

/// The implementation for an enum, or `None` for one without variants.
pub(crate) fn implementation(
    private: &Private,
    name: &Ident,
    generics: &Generics,
    data: &DataEnum,
    style: Option<RenameAll>,
    errors: &mut Errors,
) -> Option<TokenStream> {
    let mut choices: Vec<String> = Vec::new();
    for variant in &data.variants {
        let choice = choice(variant, style, &choices, errors);
        choices.push(choice);
    }
    let variants: Vec<_> = data.variants.iter().map(|variant| &variant.ident).collect();
    let Some((last, others)) = variants.split_last() else {
        errors.at(name, "has no variants to choose from; add one");
        return None;
    };
    let here = Span::mixed_site();
    let indices = 0..others.len();
    let kind = quote_spanned!(here=> #private::FieldKind::Choice);
    let body = quote_spanned! {here=>
        ::core::result::Result::Ok(match #private::choice(__node, &[#(#choices),*])? {
            #(#indices => Self::#others,)*
            _ => Self::#last,
        })
    };
    let more = quote_spanned! {here=>
        fn takes_postcard() -> ::core::primitive::bool {
            true
        }
    };
    let from_form = decode::from_form(private, name, generics, &kind, &body, &more);
    let (parameters, arguments, bounds) = generics.split_for_impl();
    Some(quote_spanned! {here=>
        #from_form

        #[automatically_derived]
        impl #parameters #private::Fill for #name #arguments #bounds {
            fn fill(&self, __values: &mut ::std::vec::Vec<::std::string::String>) {
                let __choice = match self {
                    #(Self::#variants => #choices,)*
                };
                #private::Fill::fill(__choice, __values);
            }
        }
    })
}

/// The text that stands for `variant`; `earlier` are those of the variants before it.
fn choice(variant: &Variant, style: Option<RenameAll>, earlier: &[String], errors: &mut Errors) -> String {
    if !matches!(variant.fields, Fields::Unit) {
        let message = "has fields, but a choice is one word of text; remove them";
        errors.at(&variant.fields, format!("variant `{}` {message}", variant.ident));
    }
    let list = OptionList::new("`#[field]` on a variant", &VARIANT_OPTIONS);
    let rename = FieldOptions::parse(&field_attributes(&variant.attrs), list, errors).rename;
    let own = variant.ident.unraw().to_string();
    let text = match &rename {
        Some(rename) => rename.value(),
        None => style.map_or_else(|| own.clone(), |style| style.apply(&own)),
    };
    let mut report = |message: String| match &rename {
        Some(rename) => errors.at(rename, message),
        None => errors.at(&variant.ident, message),
    };
    if text.trim().is_empty() {
        report(format!(
            "variant `{own}` would be chosen by leaving the field blank; give it a name"
        ));
    } else if text.contains(char::is_control) {
        report(format!("the choice {text:?} has a control character; leave it out"));
    } else if earlier.contains(&text) {
        report(format!(
            "two variants are called `{text}`; give one another name with `#[field(rename = \"…\")]`"
        ));
    }
    text
}
