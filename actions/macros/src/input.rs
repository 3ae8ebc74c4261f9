//! The struct of an action's form fields, and the constants with their names.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::ext::IdentExt;
use syn::{Attribute, Generics, Type, parse_quote_spanned};

use crate::decode::Structure;
use crate::field::Field;
use crate::model::Action;
use crate::names;

/// The struct. Braces even without fields: so `from_form` builds every one of them alike.
pub(crate) fn structure(action: &Action, struct_name: &Ident, carried: &[TokenStream]) -> TokenStream {
    // At the function's name: that is what to change where another item has the struct's.
    let place = Span::mixed_site().located_at(struct_name.span());
    let visibility = names::placed(&action.function.visibility, place);
    let function = &action.function.signature.ident;
    // `fn@`: there may be a module of that name.
    let text = format!(
        " The input of [`{}`](fn@{function}), a server action.",
        function.unraw()
    );
    // An argument `_title` is unused in the function; of the field, clippy thinks that the struct's user must not use it.
    let underscored = action
        .fields()
        .iter()
        .any(|field| field.ident.to_string().starts_with('_'));
    let underscored = underscored.then(|| quote_spanned!(place=> #[allow(clippy::pub_underscore_fields)]));
    let fields = action.fields().into_iter().map(|field| {
        let docs = field_docs(field);
        let ident = in_macro(&field.ident);
        let ty = &field.ty;
        quote_spanned!(Span::mixed_site()=> #docs #visibility #ident: #ty)
    });
    quote_spanned! {place=>
        #[doc = #text]
        #(#carried)*
        #underscored
        #visibility struct #struct_name {
            #(#fields,)*
        }
    }
}

/// What the form's fields decode to: the struct, or the argument that is the whole form.
pub(crate) fn input_type(action: &Action) -> Type {
    match action.input() {
        Some(ty) => ty.clone(),
        None => parse_quote_spanned!(Span::mixed_site()=> Self),
    }
}

/// How the struct is decoded; the argument that is the whole form knows that itself.
pub(crate) fn decoding(action: &Action, struct_name: &Ident) -> TokenStream {
    if action.input().is_some() {
        return TokenStream::new();
    }
    let structure = Structure {
        private: &action.private,
        name: struct_name,
        generics: &Generics::default(),
        fields: &action.fields(),
        whole: &[],
    };
    structure.implementations()
}

/// `CreateTodo::TITLE` and the others. Nobody has to use them.
pub(crate) fn constants(action: &Action, struct_name: &Ident, carried: &[TokenStream]) -> TokenStream {
    let fields = action.fields();
    if fields.is_empty() {
        return TokenStream::new();
    }
    let (private, visibility) = (&action.private, &action.function.visibility);
    let constants = fields.into_iter().filter_map(|field| {
        let docs = field_docs(field);
        let constant = names::constant(field)?;
        let Field { ty, name, .. } = field;
        let here = Span::mixed_site();
        let kind = match field.sealed {
            None => quote_spanned!(here=> Field),
            Some(_) => quote_spanned!(here=> SealedField),
        };
        Some(quote_spanned! {here=>
            #docs
            #visibility const #constant: #private::#kind<#struct_name, #ty> = #private::#kind::new(#name);
        })
    });
    quote_spanned! {Span::mixed_site()=>
        #(#carried)*
        #[automatically_derived]
        impl #struct_name {
            #(#constants)*
        }
    }
}

/// Without the values: there may be secrets among them, and types without `Debug`.
pub(crate) fn debug(struct_name: &Ident) -> TokenStream {
    let name = struct_name.unraw().to_string();
    quote_spanned! {Span::mixed_site()=>
        #[automatically_derived]
        impl ::core::fmt::Debug for #struct_name {
            fn fmt(&self, __formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                __formatter.debug_struct(#name).finish_non_exhaustive()
            }
        }
    }
}

pub(crate) fn field_docs(field: &Field) -> TokenStream {
    let text = format!(" The form field `{}`.", field.name);
    docs(&field.docs, &text)
}

/// The user's, or else `text`.
fn docs(attributes: &[Attribute], text: &str) -> TokenStream {
    if attributes.is_empty() {
        return quote_spanned!(Span::mixed_site()=> #[doc = #text]);
    }
    attributes.iter().map(ToTokens::to_token_stream).collect()
}

/// The same identifier in code of ours, where lints about its style don't look: they have looked at the argument.
fn in_macro(ident: &Ident) -> Ident {
    let mut ident = ident.clone();
    ident.set_span(names::ours(ident.span()));
    ident
}
