//! Decoding a list of fields: what actions and derived structs have in common.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote_spanned};
use syn::Generics;

use crate::field::{Field, FieldDefault};
use crate::private::Private;
use crate::sealed;

/// The implementation for a struct of `fields`.
pub(crate) fn implementation(private: &Private, name: &Ident, generics: &Generics, fields: &[&Field]) -> TokenStream {
    let kind = quote_spanned!(Span::mixed_site()=> #private::FieldKind::Group);
    from_form(private, name, generics, &kind, &body(private, fields))
}

/// The frame of every `FromForm`; `body` reads `__node`.
pub(crate) fn from_form(
    private: &Private,
    name: &Ident,
    generics: &Generics,
    kind: &TokenStream,
    body: &TokenStream,
) -> TokenStream {
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    quote_spanned! {Span::mixed_site()=>
        #[automatically_derived]
        impl #impl_generics #private::FromForm for #name #type_generics #where_clause {
            const KIND: #private::FieldKind = #kind;

            fn from_form(__node: #private::Node<'_>) -> ::core::result::Result<Self, #private::FieldErrors> {
                #body
            }
        }
    }
}

/// Every field is tried before any mistake is returned, so that a person sees all of them at once.
fn body(private: &Private, fields: &[&Field]) -> TokenStream {
    let here = Span::mixed_site();
    if fields.is_empty() {
        return quote_spanned!(here=> ::core::result::Result::Ok(Self {}));
    }
    let locals: Vec<_> = (0..fields.len()).map(local).collect();
    let decoded = fields.iter().zip(&locals).map(|(field, local)| {
        let name = &field.name;
        let value = value(private, field);
        quote_spanned! {here=>
            let #local = match #value {
                ::core::result::Result::Ok(__value) => ::core::option::Option::Some(__value),
                ::core::result::Result::Err(__error) => {
                    __errors.merge(__error.at(#name));
                    ::core::option::Option::None
                }
            };
        }
    });
    let decoded: TokenStream = decoded.collect();
    let idents = fields.iter().map(|field| &field.ident);
    quote_spanned! {here=>
        let mut __errors = #private::FieldErrors::none();
        #decoded
        match (#(#locals,)*) {
            (#(::core::option::Option::Some(#locals),)*) => ::core::result::Result::Ok(Self { #(#idents: #locals,)* }),
            _ => ::core::result::Result::Err(__errors),
        }
    }
}

/// The kind of control the field is, as a body for `fn() -> FieldKind`.
pub(crate) fn kind(private: &Private, field: &Field) -> TokenStream {
    let decode = decoder(private, field);
    let kind = quote_spanned!(field.span()=> (#decode).kind());
    quote_spanned! {Span::mixed_site()=> {
        use #private::{ViaDeserialize as _, ViaFromForm as _};
        #kind
    }}
}

/// `__node`, read as the options say.
pub(crate) fn reading(node: TokenStream, last: bool, raw: bool) -> TokenStream {
    let here = Span::mixed_site();
    let last = last.then(|| quote_spanned!(here=> .last()));
    let raw = raw.then(|| quote_spanned!(here=> .raw()));
    quote_spanned!(here=> #node #last #raw)
}

/// An expression of type `Result<T, FieldErrors>`. The default stands outside the block that brings our traits into
/// scope: they are not the user's.
fn value(private: &Private, field: &Field) -> TokenStream {
    if field.sealed.is_some() {
        return sealed::value(private, field);
    }
    let here = Span::mixed_site();
    let (name, ty) = (&field.name, &field.ty);
    let node = reading(quote_spanned!(here=> __node.field(#name)), field.last, field.raw);
    let decode = decoder(private, field);
    let call = quote_spanned!(field.span()=> (#decode).decode(#node));
    let decode = quote_spanned! {here=> {
        use #private::{ViaDeserialize as _, ViaFromForm as _};
        #call
    }};
    let Some(default) = &field.default else { return decode };
    let default = match default {
        FieldDefault::Trait => quote_spanned!(field.span()=> <#ty as ::core::default::Default>::default()),
        FieldDefault::Expression(expression) => quote_spanned!(here=> { let __default: #ty = #expression; __default }),
    };
    quote_spanned! {here=>
        if __node.field(#name).is_blank() { ::core::result::Result::Ok(#default) } else #decode
    }
}

fn decoder(private: &Private, field: &Field) -> TokenStream {
    let ty = &field.ty;
    let private = private.at(field.span());
    quote_spanned!(field.span()=> &#private::Decode::<#ty>::new())
}

/// Numbered, so that no field's name is among the locals.
fn local(index: usize) -> Ident {
    format_ident!("__field_{index}", span = Span::mixed_site())
}
