//! Writes what remains of an action with errors: enough for the code that uses it, so that no other
//! messages follow.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{Generics, Type, parse_quote};

use crate::emit::{attributes, fill, input, private};
use crate::model::action::Action;
use crate::model::argument::Argument;
use crate::model::names;

/// Returns the function, and the struct with implementations that never run.
pub(crate) fn emit(mut action: Action) -> TokenStream {
    let function = action.function.to_token_stream();
    // A struct cannot stand beside a method.
    let name = action
        .struct_name
        .take()
        .filter(|_| action.function.signature.receiver().is_none());
    let Some(name) = name else { return function };
    if !action.function.signature.generics.params.is_empty() {
        erase_types(&mut action);
    }
    remove_collisions(&mut action.arguments);
    let carried = attributes::carried(&action.function.attributes);
    let structure = input::structure(&action, &name, &carried.item);
    let import = private::import(action.root.as_ref());
    let constants = input::constants(&action, &name);
    let implementations = implementations(&action, &name);
    let implementation = &carried.implementation;
    quote_spanned! {Span::mixed_site()=>
        #function
        #structure
        #(#implementation)*
        const _: () = {
            #[allow(unused_imports)]
            #import
            #constants
            #implementations
        };
    }
}

/// Replaces all types by `()`: generic parameters have no meaning outside the function.
fn erase_types(action: &mut Action) {
    let unit: Type = parse_quote!(());
    action.state = unit.clone();
    for argument in &mut action.arguments {
        match argument {
            Argument::Field(field) => field.ty = unit.clone(),
            Argument::Input(ty) => **ty = unit.clone(),
            Argument::Extract(_) => {}
        }
    }
}

/// Removes all but the first of fields that would collide in the struct.
fn remove_collisions(arguments: &mut Vec<Argument>) {
    let mut seen = Vec::new();
    arguments.retain(|argument| match argument {
        Argument::Extract(_) | Argument::Input(_) => true,
        Argument::Field(field) => {
            let (ident, constant) = (field.ident.clone(), names::constant_name(&field.stem));
            let is_new = !seen.iter().any(|(other, same)| *other == ident || *same == constant);
            seen.push((ident, constant));
            is_new
        }
    });
}

fn implementations(action: &Action, name: &Ident) -> TokenStream {
    let (state, action_name) = (&action.state, &action.name);
    let debug = input::debug(name);
    let here = Span::mixed_site();
    let fill = fill::fill(
        name,
        &Generics::default(),
        &quote_spanned!(here=> ::core::unreachable!()),
    );
    quote_spanned! {here=>
        #debug
        #fill

        impl __fd::FromForm for #name {
            const KIND: __fd::FieldKind = __fd::FieldKind::Group;

            fn from_form(_: __fd::Node<'_>) -> ::core::result::Result<Self, __fd::FieldErrors> {
                ::core::unreachable!()
            }
        }

        impl __fd::FormFields for #name {
            const FIELDS: &'static [__fd::FieldInfo] = &[];
        }

        impl __fd::Action for #name {
            type Input = Self;
            type State = #state;
            const NAME: &'static ::core::primitive::str = #action_name;

            fn fields() -> &'static [__fd::FieldInfo] {
                ::core::unreachable!()
            }

            fn registration() -> __fd::Registration {
                ::core::unreachable!()
            }
        }

        impl<__S: ::core::marker::Send + ::core::marker::Sync + 'static> __fd::ActionFor<__S> for #name {
            type Extracted = ();

            async fn extract(
                _: &mut __fd::http::request::Parts,
                _: &__S,
            ) -> ::core::result::Result<Self::Extracted, __fd::Response> {
                ::core::unreachable!()
            }

            async fn run(_: Self::Extracted, _: Self::Input) -> __fd::Outcome {
                ::core::unreachable!()
            }
        }
    }
}
