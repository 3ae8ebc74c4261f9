//! What is left of an action with mistakes: enough for the code that uses it, so that the mistakes are all one sees.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{Type, parse_quote};

use crate::argument::Argument;
use crate::attributes;
use crate::model::Action;
use crate::{input, names};

/// The function, and the struct with implementations that never run.
pub(crate) fn emit(mut action: Action) -> TokenStream {
    let function = action.function.to_token_stream();
    // A method's neighbours cannot be structs.
    let name = action
        .struct_name
        .take()
        .filter(|_| action.function.signature.receiver().is_none());
    let Some(name) = name else { return function };
    if !action.function.signature.generics.params.is_empty() {
        forget_types(&mut action);
    }
    keep_distinct(&mut action.arguments);
    let carried = attributes::carried(&action.function.attributes);
    let structure = input::structure(&action, &name, &carried.item);
    let constants = input::constants(&action, &name, &carried.implementation);
    let implementations = implementations(&action, &name);
    let implementation = &carried.implementation;
    quote_spanned! {Span::mixed_site()=>
        #function
        #structure
        #constants
        #(#implementation)*
        const _: () = {
            #implementations
        };
    }
}

/// Generic parameters mean nothing outside the function.
fn forget_types(action: &mut Action) {
    let nothing: Type = parse_quote!(());
    action.state = nothing.clone();
    for argument in &mut action.arguments {
        match argument {
            Argument::Field(field) => field.ty = nothing.clone(),
            Argument::Input(ty) => **ty = nothing.clone(),
            Argument::Extract(_) => {}
        }
    }
}

/// Of fields that would collide in the struct, the first.
fn keep_distinct(arguments: &mut Vec<Argument>) {
    let mut seen = Vec::new();
    arguments.retain(|argument| match argument {
        Argument::Extract(_) | Argument::Input(_) => true,
        Argument::Field(field) => {
            let (ident, constant) = (field.ident.clone(), names::constant(field));
            let new = !seen.iter().any(|(other, same)| *other == ident || *same == constant);
            seen.push((ident, constant));
            new
        }
    });
}

fn implementations(action: &Action, name: &Ident) -> TokenStream {
    let Action {
        private,
        state,
        name: action_name,
        ..
    } = action;
    let debug = input::debug(name);
    quote_spanned! {Span::mixed_site()=>
        #debug

        impl #private::FromForm for #name {
            const KIND: #private::FieldKind = #private::FieldKind::Group;

            fn from_form(_: #private::Node<'_>) -> ::core::result::Result<Self, #private::FieldErrors> {
                ::core::unreachable!()
            }
        }

        impl #private::FormFields for #name {
            const FIELDS: &'static [#private::FieldInfo] = &[];
        }

        impl #private::Action for #name {
            type Input = Self;
            type State = #state;
            const NAME: &'static ::core::primitive::str = #action_name;

            fn fields() -> &'static [#private::FieldInfo] {
                ::core::unreachable!()
            }

            fn registration() -> #private::Registration {
                ::core::unreachable!()
            }
        }

        impl<__S: ::core::marker::Send + ::core::marker::Sync + 'static> #private::ActionFor<__S> for #name {
            type Extracted = ();

            async fn extract(
                _: &mut #private::http::request::Parts,
                _: &__S,
            ) -> ::core::result::Result<Self::Extracted, #private::Response> {
                ::core::unreachable!()
            }

            async fn run(_: Self::Extracted, _: Self::Input) -> #private::Outcome {
                ::core::unreachable!()
            }
        }
    }
}
