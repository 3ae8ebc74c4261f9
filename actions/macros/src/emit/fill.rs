//! Writes how a value is filled into a form.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::{Generics, Ident, parse_quote_spanned};

use super::private::private;
use crate::model::field::Field;

/// Returns an implementation of `Fill` for fields of the type itself and of an `Option` of it. `body`
/// writes `self` into `__form`.
///
/// It has the field's type as a parameter, so the compiler translates it only where a form is filled
/// in: a field of a type that can't be filled in is an error there, and not at the struct.
pub(crate) fn fill(name: &Ident, generics: &Generics, body: &TokenStream) -> TokenStream {
    let here = Span::mixed_site();
    let (_, arguments, _) = generics.split_for_impl();
    let mut all = generics.clone();
    let types: Vec<_> = generics.type_params().map(|param| &param.ident).collect();
    let bounds = all.make_where_clause();
    for ty in types {
        bounds
            .predicates
            .push(parse_quote_spanned!(here=> #ty: __fd::Fill<#ty>));
    }
    bounds
        .predicates
        .push(parse_quote_spanned!(here=> __Field: ?::core::marker::Sized + __fd::Takes<#name #arguments>));
    all.params.push(parse_quote_spanned!(here=> __Field));
    let (parameters, _, bounds) = all.split_for_impl();
    quote_spanned! {here=>
        #[automatically_derived]
        impl #parameters __fd::Fill<__Field> for #name #arguments #bounds {
            fn fill(&self, __form: &mut __fd::FormWriter<'_>) {
                #body
            }
        }
    }
}

/// Returns how a struct is filled in: its fields under their names. Secrets and sealed values are left
/// out.
pub(crate) fn fields(fields: &[&Field]) -> TokenStream {
    let here = Span::mixed_site();
    let fields = fields.iter().filter(|field| !field.secret && field.sealed.is_none());
    let fields = fields.map(|field| {
        let (name, ident) = (&field.name, &field.ident);
        let form = match field.rest {
            true => quote_spanned!(here=> __form),
            false => {
                let split = field.split.as_ref().map(|split| quote_spanned!(here=> .split(#split)));
                quote_spanned!(here=> &mut __form.field(#name) #split)
            }
        };
        value(&quote_spanned!(here=> &self.#ident), &form, field.span())
    });
    let fields: TokenStream = fields.collect();
    if fields.is_empty() {
        return quote_spanned!(here=> let _ = __form;);
    }
    fields
}

/// Returns how one value is filled in. The call is at the value's type, where an error about it
/// points.
pub(crate) fn value(value: &TokenStream, form: &TokenStream, place: Span) -> TokenStream {
    let private = private(place);
    quote_spanned!(place=> (&&&#private::Filled(#value)).fill_part(#form);)
}
