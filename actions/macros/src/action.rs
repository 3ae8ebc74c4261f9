//! The code of an action.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote_spanned};
use syn::spanned::Spanned;
use syn::{ReturnType, Type};

use crate::argument::Argument;
use crate::attributes::{self, Carried};
use crate::input;
use crate::model::Action;
use crate::private::Private;

/// The function, its struct and the implementations.
///
/// A form of ten fields is not the ten arguments that clippy warns of, and an action has to be async. What the user says
/// about these lints comes later and wins.
pub(crate) fn emit(action: &Action, struct_name: &Ident) -> TokenStream {
    let Carried { item, implementation } = attributes::carried(&action.function.attributes);
    let function = &action.function;
    let structure = input::structure(action, struct_name, &item);
    let constants = input::constants(action, struct_name, &implementation);
    let from_form = input::decoding(action, struct_name);
    let action_impl = action_impl(action, struct_name);
    let action_for = action_for(action, struct_name);
    let registration = registration(action, struct_name);
    let private = &action.private;
    let debug = input::debug(struct_name);
    quote_spanned! {Span::mixed_site()=>
        #[allow(clippy::fn_params_excessive_bools, clippy::too_many_arguments, clippy::unused_async)]
        #function
        #structure
        #constants
        #(#implementation)*
        const _: () = {
            #debug
            #from_form
            #registration
            #action_impl
            #action_for
            #private::inventory::submit! { __REGISTRATION }
        };
    }
}

/// A constant, since both the registry and the trait need the value. File and line are the function's, not the
/// attribute's: there may be other attributes in between, and the function is what people look for.
fn registration(action: &Action, struct_name: &Ident) -> TokenStream {
    let private = &action.private;
    let place = action.function.signature.ident.span();
    let file = quote_spanned!(place=> ::core::file!());
    let line = quote_spanned!(place=> ::core::line!());
    let here = Span::mixed_site();
    let settings = settings(action);
    quote_spanned! {here=>
        const __REGISTRATION: #private::Registration =
            #private::Registration::new::<#struct_name>(#file, #line) #settings;
    }
}

/// What the options say, as calls on the registration.
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
    let aliases = &action.aliases;
    let aliases = (!aliases.is_empty()).then(|| quote_spanned!(here=> .aliases(&[#(#aliases),*])));
    quote_spanned!(here=> #aliases #body_limit #deny_unknown #timeout #once #any_origin)
}

fn action_impl(action: &Action, struct_name: &Ident) -> TokenStream {
    let (private, state, name) = (&action.private, &action.state, &action.name);
    let here = Span::mixed_site();
    let input = input::input_type(action);
    let place = here.located_at(input.span());
    let private_there = private.at(place);
    let fields = quote_spanned!(place=> <#input as #private_there::FormFields>::FIELDS);
    // A state that is more private than the function is an error of the compiler's, which thus stands at the state.
    let state = quote_spanned!(here.located_at(state.span())=> type State = #state;);
    quote_spanned! {here=>
        #[automatically_derived]
        impl #private::Action for #struct_name {
            type Input = #input;
            #state
            const NAME: &'static ::core::primitive::str = #name;

            fn fields() -> &'static [#private::FieldInfo] {
                #fields
            }

            fn registration() -> #private::Registration {
                __REGISTRATION
            }
        }
    }
}

fn action_for(action: &Action, struct_name: &Ident) -> TokenStream {
    let (private, state) = (&action.private, &action.state);
    let here = Span::mixed_site();
    let extractors = action.extractors();
    let extracted = extractors.iter().map(|ty| extracted(private, ty, state));
    let extract = if extractors.is_empty() {
        quote_spanned!(here=> ::core::result::Result::Ok(()))
    } else {
        quote_spanned!(here=> ::core::result::Result::Ok((#(#extracted,)*)))
    };
    let extracted_type = tuple(&extractors);
    let place = here.located_at(action.function.signature.ident.span());
    let extracted_type = quote_spanned!(place=> type Extracted = #extracted_type;);
    let run = run(action);
    quote_spanned! {here=>
        #[automatically_derived]
        impl #private::ActionFor<#state> for #struct_name {
            #extracted_type

            async fn extract(
                __parts: &mut #private::http::request::Parts,
                __state: &#state,
            ) -> ::core::result::Result<Self::Extracted, #private::Response> {
                #extract
            }

            #run
        }
    }
}

/// One extractor's value. The call is as if the user had written it at the type: the compiler then sees one place, and
/// says once what is wrong there.
fn extracted(private: &Private, ty: &Type, state: &Type) -> TokenStream {
    let here = Span::mixed_site();
    let (parts, given) = (Ident::new("__parts", here), Ident::new("__state", here));
    let place = ty.span();
    let private = private.at(place);
    quote_spanned!(place=> #private::extract::<#ty, #state>(#parts, #given).await?)
}

/// Calls the function. The whole of it stands at the function's name: a future that is not `Send` is reported there, and
/// the return type's part at the return type.
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
    let private = action.private.at(output);
    let outcome = quote_spanned! {output=>
        match #private::Returned(#call).into_result() {
            ::core::result::Result::Ok(__value) => #private::Value(__value).outcome(),
            ::core::result::Result::Err(__problem) => #private::Outcome::problem(__problem),
        }
    };
    let extracted = tuple(&locals);
    let private = action.private.at(place);
    quote_spanned! {place=>
        async fn run(__extracted: Self::Extracted, __input: Self::Input) -> #private::Outcome {
            use #private::{ViaPlain as _, ViaValue as _};
            let #extracted = __extracted;
            #outcome
        }
    }
}

/// `()`, `(a,)`, `(a, b,)`
fn tuple(items: &[impl ToTokens]) -> TokenStream {
    quote_spanned!(Span::mixed_site()=> (#(#items,)*))
}
