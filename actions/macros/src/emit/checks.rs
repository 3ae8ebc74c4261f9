//! Writes the checks of fields: how they are extracted, and how they run before the function and alone.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote_spanned};
use syn::spanned::Spanned;

use super::field::read;
use super::private::{private, tuple};
use crate::model::action::Action;

/// Returns the values that extracting the checks' arguments makes. Each call has the span of the
/// function's name, where an error about its signature is reported.
pub(super) fn extract(action: &Action) -> Vec<TokenStream> {
    let state = &action.state;
    let here = Span::mixed_site();
    let (parts, given) = (Ident::new("__parts", here), Ident::new("__state", here));
    let checks = action.checked().into_iter().map(|(field, function)| {
        let (ty, place) = (&field.ty, function.span());
        let private = private(place);
        quote_spanned!(place=> #private::field_check::<#ty, #state, _, _, _>(#function, #parts, #given).await?)
    });
    checks.collect()
}

/// Returns the types of those values.
pub(super) fn types(action: &Action) -> Vec<TokenStream> {
    let checks = action.checked().into_iter().map(|(field, _)| {
        let ty = &field.ty;
        quote_spanned!(Span::mixed_site()=> __fd::FieldCheck<#ty>)
    });
    checks.collect()
}

/// Returns the locals that the values are bound to.
pub(super) fn locals(action: &Action) -> Vec<Ident> {
    let here = Span::mixed_site();
    (0..action.checked().len())
        .map(|index| format_ident!("__check_{index}", span = here))
        .collect()
}

/// Returns the statements that run all checks, and end the action if one of them refuses its field.
pub(super) fn before_function(action: &Action) -> Option<TokenStream> {
    let here = Span::mixed_site();
    let checked = action.checked();
    if checked.is_empty() {
        return None;
    }
    let runs = checked.iter().zip(locals(action)).map(|((field, _), check)| {
        let (name, ident) = (&field.name, &field.ident);
        quote_spanned! {here=>
            __checks.run(#name, #check, ::core::option::Option::Some(&__input.#ident)).await;
        }
    });
    Some(quote_spanned! {here=>
        let mut __checks = __fd::Checks::new();
        #(#runs)*
        if let ::core::option::Option::Some(__refusal) = __checks.refusal() {
            return __refusal;
        }
    })
}

/// Returns the method that runs the checks alone. Each field is read by itself, since the others may be
/// wrong.
pub(super) fn check(action: &Action) -> Option<TokenStream> {
    let here = Span::mixed_site();
    let checked = action.checked();
    if checked.is_empty() {
        return None;
    }
    let checks = locals(action);
    let ignored = action.extractors().into_iter().map(|_| quote_spanned!(here=> _));
    let extracted = ignored.chain(checks.iter().map(ToTokens::to_token_stream));
    let extracted = tuple(&extracted.collect::<Vec<_>>());
    let values: Vec<_> = (0..checks.len())
        .map(|index| format_ident!("__value_{index}", span = here))
        .collect();
    let names: Vec<_> = checked.iter().map(|(field, _)| &field.name).collect();
    let idents = checked.iter().map(|(field, _)| &field.ident);
    let reads = checked.iter().map(|(field, _)| {
        let (name, read) = (&field.name, read(field));
        quote_spanned!(here=> if __checks.wants(#name) { #read } else { ::core::option::Option::None })
    });
    Some(quote_spanned! {here=>
        const HAS_CHECKS: ::core::primitive::bool = true;

        fn check(
            #extracted: Self::Extracted,
            __submitted: __fd::Submitted<'_, Self::Input>,
            mut __checks: __fd::Checks,
        ) -> __fd::BoxFuture<'static, __fd::Checks> {
            let (#(#values,)*) = match __submitted {
                __fd::Submitted::Form(__node) => {
                    let mut __form = __fd::FormReader::new(__node);
                    (#(#reads,)*)
                }
                __fd::Submitted::Input(__input) => (#(::core::option::Option::Some(__input.#idents),)*),
            };
            ::std::boxed::Box::pin(async move {
                #(__checks.run(#names, #checks, #values.as_ref()).await;)*
                __checks
            })
        }
    })
}
