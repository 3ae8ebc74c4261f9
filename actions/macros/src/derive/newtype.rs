//! Derives `FromForm` for structs with one unnamed field: the type of that field, with its own
//! rules.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::DeriveInput;
use syn::spanned::Spanned;

use crate::emit::private::private;
use crate::emit::structure::from_form;
use crate::emit::{field, fill};
use crate::errors::Errors;
use crate::garde::rules::Rules;
use crate::garde::{constraints, emit};
use crate::parse::argument::named;
use crate::parse::field_options::{CHECK_ELSEWHERE, FieldOptions};
use crate::parse::option_list::OptionList;

const NEWTYPE_OPTIONS: [&str; 5] = ["last", "raw", "trim", "max", "accept"];

/// Returns the implementation for a struct around `inner`.
pub(super) fn implementation(input: &DeriveInput, inner: &syn::Field, errors: &mut Errors) -> TokenStream {
    let list = OptionList::new("`#[field]` in a tuple struct", &NEWTYPE_OPTIONS);
    let list = list.elsewhere("check", CHECK_ELSEWHERE);
    let options = FieldOptions::parse(&named(&inner.attrs, "field"), list, errors);
    if let Some(max) = &options.last_moment {
        let message = "`max` in a tuple struct is the largest file; write the last date on the field of the form";
        errors.at(max, message);
    }
    let rules = Rules::parse(&named(&inner.attrs, "garde"), errors);
    let here = Span::mixed_site();
    let place = here.located_at(inner.ty.span());
    let ty = &inner.ty;
    let private = private(place);
    let inner = quote_spanned!(place=> <#ty as #private::FromForm>);
    let files = field::file_rules(ty, options.max, options.accept.as_ref());
    let reading = field::options(options.last, options.raw, files.clone());
    let trims = options.trim || rules.imply_trim();
    let call = |method: TokenStream, node: TokenStream| match trims {
        true => quote_spanned!(here=> __fd::Rewrite::NONE.trim().apply(#node, |__node| #inner::#method(__node))),
        false => quote_spanned!(here=> #inner::#method(#node)),
    };
    let read = call(quote_spanned!(here=> from_form), quote_spanned!(here=> __node #reading));
    let is_left_blank = call(quote_spanned!(here=> is_left_blank), quote_spanned!(here=> __node));
    let kind = quote_spanned!(here=> #inner::KIND);
    let checks = emit::only(&rules);
    let body = body(&read, checks.is_some(), here);
    let constraints = constraints::of_type(&rules);
    let files = files.map(|rules| quote_spanned!(here=> .files(#rules)));
    let more = quote_spanned! {here=>
        fn control() -> __fd::Control {
            #inner::control() #constraints #files
        }

        fn check(&self, __errors: &mut __fd::FieldErrors) {
            #inner::check(&self.0, __errors);
            #checks
        }

        fn is_left_blank(__node: __fd::Node<'_>) -> ::core::primitive::bool {
            #is_left_blank
        }

        fn takes_postcard() -> ::core::primitive::bool {
            #inner::takes_postcard()
        }
    };
    let from_form = from_form(&input.ident, &input.generics, &kind, &body, &more);
    let value = fill::value(&quote_spanned!(here=> &self.0), &quote_spanned!(here=> __form), place);
    let fill = fill::fill(&input.ident, &input.generics, &value);
    quote_spanned!(here=> #from_form #fill)
}

/// Returns the body of `from_form`. `read` decodes the value inside.
fn body(read: &TokenStream, has_checks: bool, here: Span) -> TokenStream {
    if !has_checks {
        return quote_spanned!(here=> #read.map(Self));
    }
    quote_spanned! {here=>
        let __whole = Self(#read?);
        let mut __errors = __fd::FieldErrors::none();
        __fd::FromForm::check(&__whole, &mut __errors);
        if __errors.is_empty() {
            ::core::result::Result::Ok(__whole)
        } else {
            ::core::result::Result::Err(__errors)
        }
    }
}
