//! Writes the constants of fields, `CreateTodo::TITLE`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{Generics, Visibility};

use crate::model::field::Field;
use crate::model::names;

/// Returns the constants of a struct, each with the visibility beside its field. If two fields have
/// the same constant, the first gets it.
pub(crate) fn constants<'a>(
    name: &Ident,
    generics: &Generics,
    fields: impl Iterator<Item = (&'a Field, &'a Visibility)>,
) -> TokenStream {
    let mut seen = Vec::new();
    let constants = fields.filter_map(|(field, visibility)| {
        let constant = names::constant_name(&field.stem).filter(|constant| !seen.contains(constant))?;
        seen.push(constant.clone());
        Some(definition(field, visibility, &constant))
    });
    let constants: TokenStream = constants.collect();
    if constants.is_empty() {
        return constants;
    }
    let (parameters, arguments, bounds) = generics.split_for_impl();
    quote_spanned! {Span::mixed_site()=>
        #[allow(dead_code)]
        #[automatically_derived]
        impl #parameters #name #arguments #bounds {
            #constants
        }
    }
}

fn definition(field: &Field, visibility: &Visibility, constant: &Ident) -> TokenStream {
    let here = Span::mixed_site();
    let docs = docs(field);
    let Field {
        ty, name: form_name, ..
    } = field;
    let kind = match field.sealed {
        None => quote_spanned!(here=> __fd::Field),
        Some(_) => quote_spanned!(here=> __fd::SealedField),
    };
    quote_spanned! {here=>
        #docs
        #visibility const #constant: #kind<Self, #ty> = #kind::new(#form_name);
    }
}

/// Returns the docs of a field: the user's, else one line.
pub(crate) fn docs(field: &Field) -> TokenStream {
    if field.docs.is_empty() {
        let text = format!(" The form field `{}`.", field.name);
        return quote_spanned!(Span::mixed_site()=> #[doc = #text]);
    }
    field.docs.iter().map(ToTokens::to_token_stream).collect()
}
