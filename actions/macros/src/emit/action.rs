//! Writes the code of an action.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::spanned::Spanned;

use super::attributes::{self, Carried};
use super::private::{import, private};
use super::{input, run};
use crate::model::action::Action;

/// Returns the function, its struct and the implementations.
///
/// A form has many fields, and an action has to be async, so the lints about that are allowed. What
/// the user writes about them comes later and wins.
pub(crate) fn emit(action: &Action, struct_name: &Ident) -> TokenStream {
    let Carried { item, implementation } = attributes::carried(&action.function.attributes);
    let function = &action.function;
    let structure = input::structure(action, struct_name, &item);
    let import = import(action.root.as_ref());
    let constants = input::constants(action, struct_name);
    let debug = input::debug(struct_name);
    let validate = input::validate(action, struct_name);
    let decoding = input::decoding(action, struct_name);
    let registration = registration(action, struct_name);
    let action_impl = action_impl(action, struct_name);
    let action_for = run::action_for(action, struct_name);
    quote_spanned! {Span::mixed_site()=>
        #[allow(clippy::fn_params_excessive_bools, clippy::too_many_arguments, clippy::unused_async)]
        #function
        #structure
        #(#implementation)*
        const _: () = {
            #import
            #constants
            #validate
            #debug
            #decoding
            #registration
            #action_impl
            #action_for
            __fd::inventory::submit! { __REGISTRATION }
        };
    }
}

/// Returns the registration as a constant, since both the registry and the trait need it. File and
/// line are those of the function, not of the attribute, because the function is what people look
/// for.
fn registration(action: &Action, struct_name: &Ident) -> TokenStream {
    let place = action.function.signature.ident.span();
    let file = quote_spanned!(place=> ::core::file!());
    let line = quote_spanned!(place=> ::core::line!());
    let settings = settings(action);
    quote_spanned! {Span::mixed_site()=>
        const __REGISTRATION: __fd::Registration =
            __fd::Registration::new::<#struct_name>(#file, #line) #settings;
    }
}

/// Returns the options as calls on the registration.
fn settings(action: &Action) -> TokenStream {
    let here = Span::mixed_site();
    let body_limit = action
        .body_limit
        .map(|limit| quote_spanned!(here=> .body_limit(#limit)));
    let deny_unknown = action.deny_unknown.then(|| quote_spanned!(here=> .deny_unknown()));
    let timeout = action
        .timeout
        .map(|millis| quote_spanned!(here=> .timeout(::core::time::Duration::from_millis(#millis))));
    let once = action.once.map(|once| match once.identity {
        false => quote_spanned!(here=> .once()),
        true => quote_spanned!(here=> .once_for_identity()),
    });
    let any_origin = action.any_origin.then(|| quote_spanned!(here=> .any_origin()));
    let path = action.path.as_ref().map(|path| quote_spanned!(here=> .path(#path)));
    let aliases = &action.aliases;
    let aliases = (!aliases.is_empty()).then(|| quote_spanned!(here=> .aliases(&[#(#aliases),*])));
    quote_spanned!(here=> #path #aliases #body_limit #deny_unknown #timeout #once #any_origin)
}

fn action_impl(action: &Action, struct_name: &Ident) -> TokenStream {
    let (state, name) = (&action.state, &action.name);
    let here = Span::mixed_site();
    let input = input::input_type(action);
    let place = here.located_at(input.span());
    let private = private(place);
    let fields = quote_spanned!(place=> <#input as #private::FormFields>::FIELDS);
    // The compiler reports a state that is more private than the function: that error is at the
    // state.
    let state = quote_spanned!(here.located_at(state.span())=> type State = #state;);
    quote_spanned! {here=>
        #[automatically_derived]
        impl __fd::Action for #struct_name {
            type Input = #input;
            #state
            const NAME: &'static ::core::primitive::str = #name;

            fn fields() -> &'static [__fd::FieldInfo] {
                #fields
            }

            fn registration() -> __fd::Registration {
                __REGISTRATION
            }
        }
    }
}
