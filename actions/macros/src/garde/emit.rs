//! The code of the rules.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote_spanned};
use syn::Expr;

use super::Rules;
use super::rule::{Bounds, Kind, Rule, literal};
use crate::field::Field;
use crate::private::Private;

/// Which rules are meant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Those of a field alone.
    Each,
    /// Those that look at other fields.
    Whole,
}

/// The rules of each field alone, on a local `Option<&T>` per field; `None` when there are none.
pub(crate) fn each(private: &Private, fields: &[(Ident, &Field)]) -> Option<TokenStream> {
    let here = Span::mixed_site();
    let checks: Vec<_> = fields
        .iter()
        .filter_map(|(local, field)| {
            let checks = field.rules.code(private, Stage::Each)?;
            let name = &field.name;
            Some(quote_spanned! {here=>
                if let ::core::option::Option::Some(__value) = #local {
                    let __path = &mut || #private::garde::Path::new(#name);
                    #checks
                }
            })
        })
        .collect();
    (!checks.is_empty()).then(|| report(private, &checks))
}

/// The rules of the one field of a tuple struct, all of them on `self.0`; `None` when there are none.
pub(crate) fn one(private: &Private, rules: &Rules) -> Option<TokenStream> {
    let checks = list(private, &rules.0);
    let check = quote_spanned! {Span::mixed_site()=> {
        let __value = &self.0;
        let __path = &mut || #private::garde::Path::empty();
        #checks
    }};
    (!rules.is_empty()).then(|| report(private, &[check]))
}

/// The rules that look at several fields, in a method of the struct; `None` when there are none.
pub(crate) fn whole(private: &Private, fields: &[&Field], checks: &[Expr]) -> Option<TokenStream> {
    let here = Span::mixed_site();
    let own = own();
    let of_fields = fields.iter().filter_map(|field| {
        let checks = field.rules.code(private, Stage::Whole)?;
        let (name, ident) = (&field.name, &field.ident);
        Some(quote_spanned! {here=> {
            let __value = &#own.#ident;
            let __path = &mut || #private::garde::Path::new(#name);
            #checks
        }})
    });
    let of_struct = checks.iter().map(|check| {
        quote_spanned! {here=>
            if let ::core::result::Result::Err(__error) = (#check)(#own, &()) {
                __report.append(#private::garde::Path::empty(), __error);
            }
        }
    });
    let checks: Vec<_> = of_fields.chain(of_struct).collect();
    (!checks.is_empty()).then(|| report(private, &checks))
}

/// `self` as the user's expressions mean it.
pub(super) fn own() -> Ident {
    Ident::new("self", Span::call_site())
}

fn report(private: &Private, checks: &[TokenStream]) -> TokenStream {
    quote_spanned! {Span::mixed_site()=>
        let mut __report = #private::garde::Report::new();
        #(#checks)*
        #private::tell(__report, __errors);
    }
}

impl Rules {
    /// The rules of one stage, on `__value`; `None` when there are none.
    fn code(&self, private: &Private, stage: Stage) -> Option<TokenStream> {
        let rules = self.0.iter().filter(|rule| rule.is_whole == (stage == Stage::Whole));
        let rules: Vec<_> = rules.map(|rule| rule.code(private)).collect();
        (!rules.is_empty()).then(|| rules.into_iter().collect())
    }
}

fn list(private: &Private, rules: &[Rule]) -> TokenStream {
    rules.iter().map(|rule| rule.code(private)).collect()
}

impl Rule {
    /// Checks `__value`, which is a reference.
    fn code(&self, private: &Private) -> TokenStream {
        let here = Span::mixed_site();
        match &self.kind {
            Kind::Plain(name) => self.apply(private, "", &[name], &quote_spanned!(here=> ())),
            Kind::Ip(kind) => {
                let kind = format_ident!("{kind}", span = here);
                self.apply(
                    private,
                    "",
                    &["ip"],
                    &quote_spanned!(here=> (#private::garde::rules::ip::IpKind::#kind,)),
                )
            }
            Kind::Text(name, text) => self.apply(private, "", &[name], &quote_spanned!(here=> (&#text,))),
            Kind::Pattern(pattern) => self.pattern(private, pattern),
            Kind::Length(mode, bounds) => self.apply(private, mode.unit(), &["length", mode.name()], &length(bounds)),
            Kind::Range(bounds) => self.apply(private, "", &["range"], &range(bounds)),
            Kind::Matches(other) => {
                let own = own();
                self.apply(
                    private,
                    "",
                    &["matches"],
                    &quote_spanned!(here=> (::core::stringify!(#other), &#own.#other)),
                )
            }
            Kind::Custom(check) => self.append(&quote_spanned!(here=> (#check)(__value, &()))),
            Kind::Inner(rules) => inner(private, rules),
            Kind::Dive => self.dive(private),
            Kind::If(condition, rules) => {
                let rules = list(private, rules);
                quote_spanned!(here=> if #condition { #rules })
            }
        }
    }

    /// One of garde's rules, which counts in `unit` if it is about a length. The whole call stands at the rule: a type that it
    /// can't be applied to is reported there.
    fn apply(&self, private: &Private, unit: &str, path: &[&str], arguments: &TokenStream) -> TokenStream {
        let place = Span::mixed_site().located_at(self.span);
        let path = path.iter().map(|name| format_ident!("{name}", span = place));
        let private = private.at(place);
        let rule = quote_spanned!(place=> #private::garde::rules::#(#path::)*apply(__value, #arguments));
        self.append(&quote_spanned!(place=> #private::in_words(#unit, || #rule)))
    }

    fn append(&self, result: &TokenStream) -> TokenStream {
        quote_spanned! {Span::mixed_site()=>
            if let ::core::result::Result::Err(__error) = #result {
                __report.append(__path(), __error);
            }
        }
    }

    fn pattern(&self, private: &Private, pattern: &Expr) -> TokenStream {
        let here = Span::mixed_site();
        if literal(pattern).is_none() {
            return self.apply(private, "", &["pattern"], &quote_spanned!(here=> (&#pattern,)));
        }
        let apply = self.apply(private, "", &["pattern"], &quote_spanned!(here=> (&__PATTERN,)));
        quote_spanned! {here=> {
            static __PATTERN: #private::garde::rules::pattern::regex::StaticPattern =
                #private::garde::rules::pattern::regex::init_pattern!(#pattern);
            #apply
        }}
    }

    fn dive(&self, private: &Private) -> TokenStream {
        let place = Span::mixed_site().located_at(self.span);
        let private = private.at(place);
        quote_spanned! {place=>
            #private::in_words("", || {
                #private::garde::Validate::validate_into(
                    __value,
                    &::core::default::Default::default(),
                    __path,
                    &mut __report,
                )
            });
        }
    }
}

fn inner(private: &Private, rules: &[Rule]) -> TokenStream {
    let rules = list(private, rules);
    quote_spanned! {Span::mixed_site()=>
        #private::garde::rules::inner::apply(__value, |__value, __key| {
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
