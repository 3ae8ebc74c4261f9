//! Writes how one field is read.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote_spanned};
use syn::spanned::Spanned;
use syn::{LitStr, Type};

use super::private::private;
use crate::model::field::Field;
use crate::model::types;
use crate::parse::field_options::FieldDefault;

/// Returns the local of the field at `index`. It has a number, so that no field's name is a local.
pub(crate) fn local(index: usize) -> Ident {
    format_ident!("__f{index}", span = Span::mixed_site())
}

/// Returns `__fd::Type::<T>::FORM.method`. All of it is at the type, where errors about it point.
pub(crate) fn decode(field: &Field, method: &str) -> TokenStream {
    let (ty, place) = (&field.ty, field.span());
    let (private, method) = (private(place), Ident::new(method, place));
    quote_spanned!(place=> #private::Type::<#ty>::FORM.#method)
}

/// Returns `__fd::Type::<T>::POSTCARD`.
pub(crate) fn postcard(field: &Field) -> TokenStream {
    let (ty, place) = (&field.ty, field.span());
    let private = private(place);
    quote_spanned!(place=> #private::Type::<#ty>::POSTCARD)
}

/// Returns an `Option` of the field's value, read from `__form`.
pub(crate) fn read(field: &Field) -> TokenStream {
    let here = Span::mixed_site();
    let (name, ty, place) = (&field.name, &field.ty, field.span());
    if field.sealed.is_some() {
        let unseal = quote_spanned!(place=> .unseal::<#ty>(#name));
        return quote_spanned!(here=> __form #unseal);
    }
    let value = read_value(field);
    let checks = checks(
        field,
        &quote_spanned!(here=> __value),
        &quote_spanned!(here=> &mut __form.errors),
    );
    let filters = checks
        .iter()
        .map(|check| quote_spanned!(here=> .filter(|__value| #check)));
    quote_spanned!(here=> #value #(#filters)*)
}

/// Returns the checks of the field's own options, as calls that report errors and return whether
/// there are none. `value` is a reference to the field's value.
pub(crate) fn checks(field: &Field, value: &TokenStream, errors: &TokenStream) -> Vec<TokenStream> {
    let (here, name) = (Span::mixed_site(), &field.name);
    let checks = [check_required(field), check_moments(field)].into_iter().flatten();
    checks
        .map(|(check, argument)| quote_spanned!(here=> #check(#name, #value, #argument #errors)))
        .collect()
}

fn read_value(field: &Field) -> TokenStream {
    let here = Span::mixed_site();
    let (name, ty, place) = (&field.name, &field.ty, field.span());
    let options = options(field.last, field.raw, files(field));
    let rewrite = rewrite(field).map(|rewrite| quote_spanned!(here=> .rewrite(#rewrite)));
    let node = quote_spanned!(here=> __form.field(#name) #options #rewrite);
    let default = match &field.default {
        None => {
            let read = decode(field, "read");
            return quote_spanned!(here=> #read(#node));
        }
        Some(FieldDefault::Trait) => quote_spanned!(place=> <#ty as ::core::default::Default>::default),
        Some(FieldDefault::Expression(expression)) => quote_spanned!(here=> || -> #ty { #expression }),
    };
    let read = decode(field, "read_or");
    quote_spanned!(here=> #read(#node, #default))
}

/// Returns what refuses an unchecked checkbox that must be checked, and its further arguments.
fn check_required(field: &Field) -> Option<(TokenStream, TokenStream)> {
    let (ty, place) = (&field.ty, field.span());
    let private = private(place);
    let check = quote_spanned!(place=> #private::is_checked::<#ty>);
    field.required.then(|| (check, TokenStream::new()))
}

/// Returns what refuses dates and times outside of the field's bounds, and its further arguments.
fn check_moments(field: &Field) -> Option<(TokenStream, TokenStream)> {
    let here = Span::mixed_site();
    if field.moments.iter().all(Option::is_none) {
        return None;
    }
    let [min, max] = moments(field);
    let bounds = quote_spanned!(here=> &__fd::Constraints::NONE #min #max,);
    Some((decode(field, "is_within"), bounds))
}

/// Returns the calls that set the first and the last date or time.
pub(crate) fn moments(field: &Field) -> [Option<TokenStream>; 2] {
    let here = Span::mixed_site();
    let [min, max] = &field.moments;
    [
        min.as_ref().map(|min| quote_spanned!(here=> .min(#min))),
        max.as_ref().map(|max| quote_spanned!(here=> .max(#max))),
    ]
}

/// Returns an `Option` of the value of the field that takes all names but `others`.
pub(crate) fn read_rest(field: &Field, others: &[&str]) -> TokenStream {
    let (ty, place) = (&field.ty, field.span());
    let read = quote_spanned!(place=> .rest::<#ty>);
    quote_spanned!(Span::mixed_site()=> __form #read(&[#(#others),*]))
}

/// Returns how the values of a field are changed before they are decoded, as a constant; `None` if
/// they aren't.
pub(crate) fn rewrite(field: &Field) -> Option<TokenStream> {
    let here = Span::mixed_site();
    let (ty, place) = (&field.ty, field.span());
    let private = private(place);
    let on = field.on.as_ref().map(|on| {
        (
            quote_spanned!(place=> #private::takes_on::<#ty>();),
            quote_spanned!(here=> .on(#on)),
        )
    });
    let items = quote_spanned!(place=> #private::takes_items::<#ty>(););
    let split = field
        .split
        .as_ref()
        .map(|split| (items.clone(), quote_spanned!(here=> .split(#split))));
    let skip_blank = field.skip_blank.then(|| (items, quote_spanned!(here=> .skip_blank())));
    let trim = (field.trim || field.rules.imply_trim()).then(|| (TokenStream::new(), quote_spanned!(here=> .trim())));
    let (assertions, calls): (Vec<_>, Vec<_>) = [trim, on, split, skip_blank].into_iter().flatten().unzip();
    if calls.is_empty() {
        return None;
    }
    Some(quote_spanned! {here=>
        const {
            #(#assertions)*
            &__fd::Rewrite::NONE #(#calls)*
        }
    })
}

/// Returns the calls that set how a node is read.
pub(crate) fn options(last: bool, raw: bool, files: Option<TokenStream>) -> TokenStream {
    let here = Span::mixed_site();
    let last = last.then(|| quote_spanned!(here=> .last()));
    let raw = raw.then(|| quote_spanned!(here=> .raw()));
    let files = files.map(|rules| quote_spanned!(here=> .files(#rules)));
    quote_spanned!(here=> #last #raw #files)
}

/// Returns a statement that does not compile if the type is `Option<Vec<_>>` under another name. It
/// is left out where the type's own name rules that out.
pub(crate) fn refuse_optional_list(field: &Field) -> Option<TokenStream> {
    if field.sealed.is_some() || !types::may_be_optional_list(&field.ty) {
        return None;
    }
    let (ty, place) = (&field.ty, field.span());
    let private = private(place);
    Some(quote_spanned!(place=> #private::OptionalList::<#ty>::CHECK.pass();))
}

/// Returns the rules for files of a field as a constant, or `None` if it has none.
pub(crate) fn files(field: &Field) -> Option<TokenStream> {
    file_rules(&field.ty, field.max, field.accept.as_ref())
}

/// Returns the rules for files of the type `ty` as a constant, or `None` if there are none.
pub(crate) fn file_rules(ty: &Type, max: Option<u64>, accept: Option<&LitStr>) -> Option<TokenStream> {
    let here = Span::mixed_site();
    let max = max.map(|max| quote_spanned!(here=> .max(#max)));
    let accept = accept.map(|list| quote_spanned!(here=> .accept(#list)));
    if max.is_none() && accept.is_none() {
        return None;
    }
    let place = here.located_at(ty.span());
    let private = private(place);
    let assertion = quote_spanned!(place=> #private::takes_files::<#ty>());
    Some(quote_spanned! {here=>
        const {
            #assertion;
            &__fd::FileRules::ANY #max #accept
        }
    })
}
