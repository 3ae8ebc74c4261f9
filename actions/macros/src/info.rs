//! What is told of fields before any form comes in: their list, and the constants with their names.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::{Generics, Visibility};

use crate::decode::Structure;
use crate::field::Field;
use crate::private::Private;
use crate::{decode, input, names, upload};

/// The list of fields.
pub(crate) fn form_fields(private: &Private, name: &Ident, generics: &Generics, fields: &[&Field]) -> TokenStream {
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let infos = fields.iter().map(|field| info(private, field));
    quote_spanned! {Span::mixed_site()=>
        #[automatically_derived]
        impl #impl_generics #private::FormFields for #name #type_generics #where_clause {
            const FIELDS: &'static [#private::FieldInfo] = &[#(#infos),*];
        }
    }
}

fn info(private: &Private, field: &Field) -> TokenStream {
    let name = &field.name;
    if let Some(sealed) = field.sealed {
        let here = Span::mixed_site();
        let identity = sealed.identity.then(|| quote_spanned!(here=> .for_identity()));
        return quote_spanned!(here=> #private::FieldInfo::sealed(#name) #identity);
    }
    let control = decode::asked(private, field, "control");
    let postcard = decode::asked(private, field, "takes_postcard");
    let here = Span::mixed_site();
    let secret = field.secret.then(|| quote_spanned!(here=> .secret()));
    let default = field.default.as_ref().map(|_| quote_spanned!(here=> .has_default()));
    let files = upload::rules_of(private, field).map(|rules| quote_spanned!(here=> .files(#rules)));
    let constraints = field.rules.info(private);
    quote_spanned!(here=> #private::FieldInfo::new(#name, || #control).postcard(|| #postcard) #secret #default #files #constraints)
}

/// `Profile::NAME` and the others, each as visible as its field. Of two that would have one name, the first.
pub(crate) fn constants(structure: &Structure<'_>, visibilities: &[&Visibility]) -> TokenStream {
    let &Structure {
        private,
        name,
        generics,
        fields,
        ..
    } = structure;
    let mut seen = Vec::new();
    let constants = fields.iter().zip(visibilities).filter_map(|(field, visibility)| {
        let constant = names::constant(field).filter(|constant| !seen.contains(constant))?;
        seen.push(constant.clone());
        let docs = input::field_docs(field);
        let Field { ty, name, .. } = field;
        Some(quote_spanned! {Span::mixed_site()=>
            #docs
            #visibility const #constant: #private::Field<Self, #ty> = #private::Field::new(#name);
        })
    });
    let constants: TokenStream = constants.collect();
    if constants.is_empty() {
        return constants;
    }
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    quote_spanned! {Span::mixed_site()=>
        #[allow(dead_code)]
        #[automatically_derived]
        impl #impl_generics #name #type_generics #where_clause {
            #constants
        }
    }
}
