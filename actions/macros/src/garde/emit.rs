//! Writes the rules as calls of garde's functions.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote_spanned};
use syn::{Expr, Generics};

use super::rule::{Bounds, Kind, Rule, literal};
use super::rules::Rules;
use crate::emit::field::local;
use crate::emit::private::private;
use crate::model::field::Field;

/// When a rule runs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// As soon as its field is decoded.
    Each,
    /// Once all fields are decoded.
    Whole,
}

/// Returns the implementation of `Validated`, or `None` if there are no rules.
pub(crate) fn validated(name: &Ident, generics: &Generics, fields: &[&Field], checks: &[Expr]) -> Option<TokenStream> {
    let here = Span::mixed_site();
    let each = each(fields);
    let whole = whole(fields, checks);
    if each.is_none() && whole.is_none() {
        return None;
    }
    let locals = (0..fields.len()).map(local);
    let types = fields.iter().map(|field| &field.ty);
    let own = own();
    let (parameters, arguments, bounds) = generics.split_for_impl();
    Some(quote_spanned! {here=>
        #[automatically_derived]
        impl #parameters __fd::Validated for #name #arguments #bounds {
            type Parts<'__part> = (#(::core::option::Option<&'__part #types>,)*) where Self: '__part;

            #[allow(unused_variables)]
            fn each((#(#locals,)*): Self::Parts<'_>, __errors: &mut __fd::FieldErrors) {
                #each
            }

            #[allow(unused_variables)]
            fn whole(&#own, __errors: &mut __fd::FieldErrors) {
                #whole
            }
        }
    })
}

/// Returns the rules that involve one field, on a local `Option<&T>` for each.
fn each(fields: &[&Field]) -> Option<TokenStream> {
    let here = Span::mixed_site();
    let checks = fields.iter().enumerate().filter_map(|(index, field)| {
        let checks = code(&field.rules, Stage::Each)?;
        let (local, name) = (local(index), &field.name);
        Some(quote_spanned! {here=>
            if let ::core::option::Option::Some(__value) = #local {
                let __path = &mut || __fd::garde::Path::new(#name);
                #checks
            }
        })
    });
    report(&checks.collect::<Vec<_>>())
}

/// Returns the rules that involve several fields, in a method of the struct.
fn whole(fields: &[&Field], checks: &[Expr]) -> Option<TokenStream> {
    let here = Span::mixed_site();
    let own = own();
    let of_fields = fields.iter().filter_map(|field| {
        let checks = code(&field.rules, Stage::Whole)?;
        let (name, ident) = (&field.name, &field.ident);
        Some(quote_spanned! {here=> {
            let __value = &#own.#ident;
            let __path = &mut || __fd::garde::Path::new(#name);
            #checks
        }})
    });
    let of_struct = checks.iter().map(|check| {
        quote_spanned! {here=>
            if let ::core::result::Result::Err(__error) = (#check)(#own, &()) {
                __report.append(__fd::garde::Path::empty(), __error);
            }
        }
    });
    report(&of_fields.chain(of_struct).collect::<Vec<_>>())
}

/// Returns the rules of the only field of a tuple struct, all of them on `self.0`.
pub(crate) fn only(rules: &Rules) -> Option<TokenStream> {
    if rules.is_empty() {
        return None;
    }
    let checks = list(&rules.0);
    report(&[quote_spanned! {Span::mixed_site()=> {
        let __value = &self.0;
        let __path = &mut || __fd::garde::Path::empty();
        #checks
    }}])
}

/// Returns `self` as the user's expressions mean it.
fn own() -> Ident {
    Ident::new("self", Span::call_site())
}

/// Collects the errors of `checks`, or returns `None` if there are no checks.
fn report(checks: &[TokenStream]) -> Option<TokenStream> {
    let code = quote_spanned! {Span::mixed_site()=>
        let mut __report = __fd::garde::Report::new();
        #(#checks)*
        __fd::merge_report(__report, __errors);
    };
    (!checks.is_empty()).then_some(code)
}

/// Returns the rules of one stage, on `__value`, or `None` if there are none.
fn code(rules: &Rules, stage: Stage) -> Option<TokenStream> {
    let rules = rules.0.iter().filter(|rule| rule.is_whole == (stage == Stage::Whole));
    let rules: Vec<_> = rules.map(check).collect();
    (!rules.is_empty()).then(|| rules.into_iter().collect())
}

fn list(rules: &[Rule]) -> TokenStream {
    rules.iter().map(check).collect()
}

/// Returns a rule as a check of `__value`, which is a reference, with the rule's own message.
fn check(rule: &Rule) -> TokenStream {
    let check = check_kind(rule);
    let Some(message) = &rule.message else {
        return check;
    };
    quote_spanned! {Span::mixed_site()=> {
        let __is_valid = {
            let mut __report = __fd::garde::Report::new();
            #check
            __report.is_empty()
        };
        if !__is_valid {
            __report.append(__path(), __fd::garde::Error::new(#message));
        }
    }}
}

fn check_kind(rule: &Rule) -> TokenStream {
    let here = Span::mixed_site();
    match &rule.kind {
        Kind::Plain(name) => apply(rule, "", &[name], &quote_spanned!(here=> ())),
        Kind::Ip(kind) => {
            let kind = format_ident!("{kind}", span = here);
            let arguments = quote_spanned!(here=> (__fd::garde::rules::ip::IpKind::#kind,));
            apply(rule, "", &["ip"], &arguments)
        }
        Kind::Text(name, text) => apply(rule, "", &[name], &quote_spanned!(here=> (&#text,))),
        Kind::Pattern(expression) => pattern(rule, expression),
        Kind::Length(mode, bounds) => apply(rule, mode.unit(), &["length", mode.name()], &length(bounds)),
        Kind::Range(bounds) => apply(rule, "", &["range"], &range(bounds)),
        Kind::Matches(other) => {
            let own = own();
            let arguments = quote_spanned!(here=> (::core::stringify!(#other), &#own.#other));
            apply(rule, "", &["matches"], &arguments)
        }
        Kind::Custom(function) => quote_spanned! {here=>
            if let ::core::result::Result::Err(__error) = (#function)(__value, &()) {
                __report.append(__path(), __error);
            }
        },
        Kind::Inner(rules) => inner(rules),
        Kind::Dive => dive(rule),
        Kind::If(condition, rules) => {
            let rules = list(rules);
            quote_spanned!(here=> if #condition { #rules })
        }
    }
}

/// Returns a call of garde's rule at `path`. `unit` is what a length counts, else empty. The call
/// is at the rule, where a type that it does not fit is reported.
fn apply(rule: &Rule, unit: &str, path: &[&str], arguments: &TokenStream) -> TokenStream {
    let place = Span::mixed_site().located_at(rule.span);
    let path = path.iter().map(|name| format_ident!("{name}", span = place));
    let private = private(place);
    let call = quote_spanned!(place=> #private::garde::rules::#(#path::)*apply(__value, #arguments));
    quote_spanned!(Span::mixed_site()=> __fd::apply_rule(&mut __report, __path, #unit, || #call);)
}

fn pattern(rule: &Rule, expression: &Expr) -> TokenStream {
    let here = Span::mixed_site();
    if literal(expression).is_none() {
        return apply(rule, "", &["pattern"], &quote_spanned!(here=> (&#expression,)));
    }
    let apply = apply(rule, "", &["pattern"], &quote_spanned!(here=> (&__PATTERN,)));
    quote_spanned! {here=> {
        static __PATTERN: __fd::garde::rules::pattern::regex::StaticPattern =
            __fd::garde::rules::pattern::regex::init_pattern!(#expression);
        #apply
    }}
}

fn dive(rule: &Rule) -> TokenStream {
    let place = Span::mixed_site().located_at(rule.span);
    let private = private(place);
    quote_spanned!(place=> #private::dive(&mut __report, __path, __value);)
}

fn inner(rules: &[Rule]) -> TokenStream {
    let rules = list(rules);
    quote_spanned! {Span::mixed_site()=>
        __fd::garde::rules::inner::apply(__value, |__value, __key| {
            let __path = &mut || __path().join(__key);
            #rules
        });
    }
}

fn length(bounds: &Bounds) -> TokenStream {
    let here = Span::mixed_site();
    let min = bounds
        .min
        .as_ref()
        .map_or_else(|| quote_spanned!(here=> 0usize), |min| quote_spanned!(here=> #min));
    let max = bounds.max.as_ref().map_or_else(
        || quote_spanned!(here=> ::core::primitive::usize::MAX),
        |max| quote_spanned!(here=> #max),
    );
    quote_spanned!(here=> (#min, #max))
}

fn range(bounds: &Bounds) -> TokenStream {
    let here = Span::mixed_site();
    let bound = |bound: &Option<Expr>| match bound {
        Some(bound) => quote_spanned!(here=> ::core::option::Option::Some(#bound)),
        None => quote_spanned!(here=> ::core::option::Option::None),
    };
    let (min, max) = (bound(&bounds.min), bound(&bounds.max));
    quote_spanned!(here=> (#min, #max))
}
