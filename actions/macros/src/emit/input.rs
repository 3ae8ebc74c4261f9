//! Writes the struct of an action's form fields.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};
use syn::ext::IdentExt;
use syn::{Generics, Type, parse_quote_spanned};

use super::constants;
use super::structure::Structure;
use crate::model::action::Action;
use crate::model::names;

/// Returns the struct. It has braces even without fields, so that every struct is built the same
/// way.
pub(crate) fn structure(action: &Action, struct_name: &Ident, carried: &[TokenStream]) -> TokenStream {
    // It is placed at the function's name, which has to change if another item has the struct's
    // name.
    let place = Span::mixed_site().located_at(struct_name.span());
    let visibility = placed(&action.function.visibility, place);
    let function = &action.function.signature.ident;
    // With `fn@`, because a module may have the same name.
    let text = format!(
        " The input of [`{}`](fn@{function}), a server action.",
        function.unraw()
    );
    // An argument `_title` is unused in the function, but clippy takes `_` for "do not use this
    // field".
    let has_underscore = action
        .fields()
        .iter()
        .any(|field| field.ident.to_string().starts_with('_'));
    let allow = has_underscore.then(|| quote_spanned!(place=> #[allow(clippy::pub_underscore_fields)]));
    let fields = action.fields().into_iter().map(|field| {
        let docs = constants::docs(field);
        let ident = generated_ident(&field.ident);
        let ty = &field.ty;
        quote_spanned!(Span::mixed_site()=> #docs #visibility #ident: #ty)
    });
    quote_spanned! {place=>
        #[doc = #text]
        #(#carried)*
        #allow
        #visibility struct #struct_name {
            #(#fields,)*
        }
    }
}

/// Returns the type that the form is decoded into: the struct, or the argument that is the whole
/// form.
pub(crate) fn input_type(action: &Action) -> Type {
    match action.input() {
        Some(ty) => ty.clone(),
        None => parse_quote_spanned!(Span::mixed_site()=> Self),
    }
}

/// Returns how the struct is decoded, or nothing if an argument is the whole form: its type has an
/// implementation of its own.
pub(crate) fn decoding(action: &Action, struct_name: &Ident) -> TokenStream {
    if action.input().is_some() {
        return TokenStream::new();
    }
    let structure = Structure {
        name: struct_name,
        generics: &Generics::default(),
        fields: &action.fields(),
        checks: &[],
    };
    structure.implementations()
}

/// Returns `CreateTodo::TITLE` and the other constants.
pub(crate) fn constants(action: &Action, struct_name: &Ident) -> TokenStream {
    let fields = action.fields();
    let visibility = &action.function.visibility;
    let fields = fields.into_iter().map(|field| (field, visibility));
    constants::constants(struct_name, &Generics::default(), fields)
}

/// Returns the method that runs the rules of the struct, or nothing if an argument is the whole form.
pub(crate) fn validate(action: &Action, struct_name: &Ident) -> TokenStream {
    if action.input().is_some() {
        return TokenStream::new();
    }
    let visibility = &action.function.visibility;
    quote_spanned! {Span::mixed_site()=>
        #[allow(dead_code)]
        #[automatically_derived]
        impl #struct_name {
            /// Runs the rules of the fields, with the messages that a form gets.
            ///
            /// # Errors
            ///
            /// Returns the messages, by field.
            #visibility fn validate(&self) -> ::core::result::Result<(), __fd::FieldErrors> {
                __fd::FromForm::validate(self)
            }
        }
    }
}

/// Returns a `Debug` implementation without the values: some may be secret, and their types need
/// not be `Debug`.
pub(crate) fn debug(struct_name: &Ident) -> TokenStream {
    let name = struct_name.unraw().to_string();
    quote_spanned! {Span::mixed_site()=>
        #[automatically_derived]
        impl ::core::fmt::Debug for #struct_name {
            fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                __f.debug_struct(#name).finish_non_exhaustive()
            }
        }
    }
}

/// Returns the same identifier as generated code, in which lints about names ignore it: they have
/// checked the argument.
fn generated_ident(ident: &Ident) -> Ident {
    let mut ident = ident.clone();
    ident.set_span(names::generated(ident.span()));
    ident
}

/// Returns `tokens` at another place, with their own hygiene.
fn placed(tokens: impl ToTokens, place: Span) -> TokenStream {
    let move_token = |mut token: TokenTree| {
        if let TokenTree::Group(group) = &token {
            token = TokenTree::Group(Group::new(group.delimiter(), placed(group.stream(), place)));
        }
        token.set_span(token.span().located_at(place));
        token
    };
    tokens.to_token_stream().into_iter().map(move_token).collect()
}
