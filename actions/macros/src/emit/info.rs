//! Writes what is known of fields before a form is sent: their list.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::Generics;

use super::field::{decode, files, moments};
use crate::garde::constraints;
use crate::model::field::Field;

/// Returns the implementation of `FormFields`.
pub(crate) fn form_fields(name: &Ident, generics: &Generics, fields: &[&Field]) -> TokenStream {
    let (parameters, arguments, bounds) = generics.split_for_impl();
    let infos = fields.iter().map(|field| info(field));
    quote_spanned! {Span::mixed_site()=>
        #[automatically_derived]
        impl #parameters __fd::FormFields for #name #arguments #bounds {
            const FIELDS: &'static [__fd::FieldInfo] = &[#(#infos),*];
        }
    }
}

fn info(field: &Field) -> TokenStream {
    let here = Span::mixed_site();
    let name = &field.name;
    if let Some(sealed) = field.sealed {
        let identity = sealed.identity.then(|| quote_spanned!(here=> .for_identity()));
        return quote_spanned!(here=> __fd::FieldInfo::sealed(#name) #identity);
    }
    let info = decode(field, "info");
    let secret = field.secret.then(|| quote_spanned!(here=> .secret()));
    let default = field.default.as_ref().map(|_| quote_spanned!(here=> .has_default()));
    let files = files(field).map(|rules| quote_spanned!(here=> .files(#rules)));
    let constraints = constraints::of_field(&field.rules);
    let on = field.on.as_ref().map(|on| quote_spanned!(here=> .on(#on)));
    let split = field.split.as_ref().map(|split| quote_spanned!(here=> .split(#split)));
    let rest = field.rest.then(|| quote_spanned!(here=> .rest()));
    let required = field.required.then(|| quote_spanned!(here=> .required()));
    let [min, max] = moments(field);
    let label = field.label.as_ref().map(|label| quote_spanned!(here=> .label(#label)));
    let hint = field.hint.as_ref().map(|hint| quote_spanned!(here=> .hint(#hint)));
    quote_spanned! {here=>
        #info(#name) #secret #default #on #split #rest #files #constraints #required #min #max #label #hint
    }
}
