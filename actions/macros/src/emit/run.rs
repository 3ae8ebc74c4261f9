//! Writes how an action is called: its extractors and the function.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote_spanned};
use syn::spanned::Spanned;
use syn::{ReturnType, Type};

use super::checks;
use super::private::{private, tuple};
use crate::model::action::Action;
use crate::model::argument::Argument;

/// Returns the implementation of `ActionFor` for the action's state.
pub(crate) fn action_for(action: &Action, struct_name: &Ident) -> TokenStream {
    let state = &action.state;
    let here = Span::mixed_site();
    let extractors = action.extractors();
    let values = extractors.iter().map(|ty| extract(ty, state));
    let values = tuple(&values.chain(checks::extract(action)).collect::<Vec<_>>());
    let types = extractors.iter().map(ToTokens::to_token_stream);
    let types = tuple(&types.chain(checks::types(action)).collect::<Vec<_>>());
    let place = here.located_at(action.function.signature.ident.span());
    let extracted = quote_spanned!(place=> type Extracted = #types;);
    let run = run(action);
    let check = checks::check(action);
    quote_spanned! {here=>
        #[automatically_derived]
        impl __fd::ActionFor<#state> for #struct_name {
            #extracted

            async fn extract(
                __parts: &mut __fd::http::request::Parts,
                __state: &#state,
            ) -> ::core::result::Result<Self::Extracted, __fd::Response> {
                ::core::result::Result::Ok(#values)
            }

            #run

            #check
        }
    }
}

/// Returns one extractor's value. The call has the span of the type, as if the user had written it
/// there: the compiler then reports one error, at one place.
fn extract(ty: &Type, state: &Type) -> TokenStream {
    let here = Span::mixed_site();
    let (parts, given) = (Ident::new("__parts", here), Ident::new("__state", here));
    let place = ty.span();
    let private = private(place);
    quote_spanned!(place=> #private::extract::<#ty, #state>(#parts, #given).await?)
}

/// Returns the method that calls the function. All of it is at the function's name, where a future
/// that is not `Send` is reported; errors about the return value are at the return type.
fn run(action: &Action) -> TokenStream {
    let signature = &action.function.signature;
    let function = &signature.ident;
    let here = Span::mixed_site();
    let place = here.located_at(function.span());
    let output = match &signature.output {
        ReturnType::Default => place,
        ReturnType::Type(_, ty) => here.located_at(ty.span()),
    };
    let locals: Vec<_> = (0..action.extractors().len())
        .map(|index| format_ident!("__extract_{index}", span = here))
        .collect();
    let mut next = locals.iter();
    let arguments = action.arguments.iter().map(|argument| match argument {
        Argument::Extract(_) => next.next().map(ToTokens::to_token_stream).unwrap_or_default(),
        Argument::Field(field) => {
            let ident = &field.ident;
            quote_spanned!(here=> __input.#ident)
        }
        Argument::Input(_) => quote_spanned!(here=> __input),
    });
    let call = quote_spanned!(place=> #function(#(#arguments),*).await);
    let of_output = private(output);
    let outcome = quote_spanned! {output=>
        match #of_output::Returned(#call).into_result() {
            ::core::result::Result::Ok(__value) => #of_output::Value(__value).outcome(),
            ::core::result::Result::Err(__error) => #of_output::Outcome::problem(__error),
        }
    };
    let extracted = tuple(&[locals, checks::locals(action)].concat());
    let checked = checks::before_function(action);
    let of_function = private(place);
    quote_spanned! {place=>
        async fn run(#extracted: Self::Extracted, __input: Self::Input) -> #of_function::Outcome {
            #checked
            #outcome
        }
    }
}
