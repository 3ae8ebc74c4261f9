//! Derives `FromForm` for enums: a choice among names.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::ext::IdentExt;
use syn::{DataEnum, DeriveInput, Fields, LitStr, Variant};

use crate::emit::fill::fill;
use crate::emit::structure::from_form;
use crate::errors::Errors;
use crate::parse::argument::named;
use crate::parse::field_options::FieldOptions;
use crate::parse::option_list::OptionList;
use crate::parse::rename_all::RenameAll;

const VARIANT_OPTIONS: [&str; 2] = ["rename", "label"];

/// Returns the implementations for an enum, or `None` for one without variants.
pub(super) fn implementation(
    input: &DeriveInput,
    data: &DataEnum,
    style: Option<RenameAll>,
    errors: &mut Errors,
) -> Option<TokenStream> {
    let mut choices: Vec<String> = Vec::new();
    let mut labels = Vec::new();
    for variant in &data.variants {
        let options = options(variant, errors);
        let choice = choice(variant, options.rename.as_ref(), style, &choices, errors);
        choices.push(choice);
        labels.push(options.label);
    }
    let variants: Vec<_> = data.variants.iter().map(|variant| &variant.ident).collect();
    let Some((last, others)) = variants.split_last() else {
        errors.at(&input.ident, "has no variants to choose from; add one");
        return None;
    };
    let here = Span::mixed_site();
    let indices = 0..others.len();
    let kind = quote_spanned!(here=> __fd::FieldKind::Choice);
    let body = quote_spanned! {here=>
        ::core::result::Result::Ok(match __fd::choice(__node, &[#(#choices),*])? {
            #(#indices => Self::#others,)*
            _ => Self::#last,
        })
    };
    let infos = data
        .variants
        .iter()
        .zip(&choices)
        .zip(&labels)
        .map(|((variant, choice), label)| {
            let name = variant.ident.unraw().to_string();
            let label = label.as_ref().map(|label| quote_spanned!(here=> .label(#label)));
            quote_spanned!(here=> __fd::Choice::new(#choice, #name) #label)
        });
    let more = quote_spanned! {here=>
        fn control() -> __fd::Control {
            __fd::Control::of(__fd::FieldKind::Choice).with_choices(const { &[#(#infos),*] })
        }

        fn takes_postcard() -> ::core::primitive::bool {
            true
        }
    };
    let name = &input.ident;
    let from_form = from_form(name, &input.generics, &kind, &body, &more);
    let text = quote_spanned! {here=>
        __form.text(match self {
            #(Self::#variants => #choices,)*
        });
    };
    let fill = fill(name, &input.generics, &text);
    Some(quote_spanned!(here=> #from_form #fill))
}

fn options(variant: &Variant, errors: &mut Errors) -> FieldOptions {
    let list = OptionList::new("`#[field]` on a variant", &VARIANT_OPTIONS);
    FieldOptions::parse(&named(&variant.attrs, "field"), list, errors)
}

/// Returns the text that stands for `variant`. `earlier` are those of the variants before it.
fn choice(
    variant: &Variant,
    rename: Option<&LitStr>,
    style: Option<RenameAll>,
    earlier: &[String],
    errors: &mut Errors,
) -> String {
    if !matches!(variant.fields, Fields::Unit) {
        let message = "has fields, but a choice is sent as one text; remove them";
        errors.at(&variant.fields, format!("variant `{}` {message}", variant.ident));
    }
    let own = variant.ident.unraw().to_string();
    let text = match rename {
        Some(rename) => rename.value(),
        None => style.map_or_else(|| own.clone(), |style| style.of_variant(&own)),
    };
    let mut report = |message: String| match rename {
        Some(rename) => errors.at(rename, message),
        None => errors.at(&variant.ident, message),
    };
    if text.trim().is_empty() {
        report(format!(
            "variant `{own}` would be chosen by a blank field; give it a name with text"
        ));
    } else if text.contains(char::is_control) {
        report(format!("the choice {text:?} contains a control character; remove it"));
    } else if earlier.contains(&text) {
        report(format!(
            "two variants have the name `{text}`; rename one of them with `#[field(rename = \"…\")]`"
        ));
    }
    text
}
