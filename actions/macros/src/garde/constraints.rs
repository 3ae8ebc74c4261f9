//! What a browser can check of the rules before it sends a form: only what can't refuse what the server takes.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote_spanned};
use syn::{Expr, Lit, UnOp};

use super::rule::{Bounds, Kind, Mode, Rule, literal};
use super::{Rules, pattern};
use crate::private::Private;

impl Rules {
    /// Calls on a `FieldInfo`.
    pub(crate) fn info(&self, private: &Private) -> TokenStream {
        let here = Span::mixed_site();
        let inner = self.0.iter().filter_map(|rule| match &rule.kind {
            Kind::Inner(rules) => Some(rules),
            _ => None,
        });
        let own = self.own(private);
        let items = constraints(private, inner.flatten());
        let items = items.map(|items| quote_spanned!(here=> .item_constraints(#items)));
        let input = self.input(private).map(|input| quote_spanned!(here=> .input(#input)));
        quote_spanned!(here=> #input #own #items)
    }

    /// Calls on a `Control`.
    pub(crate) fn control(&self, private: &Private) -> TokenStream {
        let here = Span::mixed_site();
        let own = self.own(private);
        let input = self
            .input(private)
            .map(|input| quote_spanned!(here=> .with_input(#input)));
        quote_spanned!(here=> #input #own)
    }

    fn own(&self, private: &Private) -> Option<TokenStream> {
        let own = constraints(private, self.0.iter());
        own.map(|own| quote_spanned!(Span::mixed_site()=> .constraints(#own)))
    }

    fn input(&self, private: &Private) -> Option<TokenStream> {
        let here = Span::mixed_site();
        self.0.iter().find_map(|rule| match rule.kind {
            Kind::Plain("email") => Some(quote_spanned!(here=> #private::InputType::Email)),
            Kind::Plain("url") => Some(quote_spanned!(here=> #private::InputType::Url)),
            _ => None,
        })
    }
}

fn constraints<'a>(private: &Private, rules: impl Iterator<Item = &'a Rule>) -> Option<TokenStream> {
    let calls: TokenStream = rules.map(of).collect();
    (!calls.is_empty()).then(|| quote_spanned!(Span::mixed_site()=> #private::Constraints::NONE #calls))
}

fn of(rule: &Rule) -> TokenStream {
    let here = Span::mixed_site();
    match &rule.kind {
        Kind::Plain("required") => quote_spanned!(here=> .required()),
        Kind::Plain("email" | "url" | "phone_number" | "credit_card") | Kind::Ip(_) => {
            quote_spanned!(here=> .not_blank())
        }
        Kind::Length(mode, bounds) => length(*mode, bounds),
        Kind::Range(bounds) => {
            let min = bounds
                .min
                .as_ref()
                .and_then(number)
                .map(|min| quote_spanned!(here=> .min(#min)));
            let max = bounds
                .max
                .as_ref()
                .and_then(number)
                .map(|max| quote_spanned!(here=> .max(#max)));
            quote_spanned!(here=> #min #max)
        }
        Kind::Pattern(expression) => {
            let pattern = literal(expression).and_then(|literal| pattern::to_javascript(&literal.value()));
            let pattern = pattern.map(|pattern| quote_spanned!(here=> .pattern(#pattern)));
            quote_spanned!(here=> #pattern)
        }
        _ => TokenStream::new(),
    }
}

/// Browsers count UTF-16 code units
/// ([HTML, maxlength](https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#attr-fe-maxlength)). A character is
/// one or two of them; of bytes, a unit takes one to three; a grapheme is any number of units.
fn length(mode: Mode, bounds: &Bounds) -> TokenStream {
    let here = Span::mixed_site();
    let (min, max) = (bounds.min.as_ref().and_then(whole), bounds.max.as_ref().and_then(whole));
    let min = min.map(|min| match mode {
        Mode::Utf16 | Mode::Chars | Mode::Graphemes => min,
        Mode::Simple | Mode::Bytes => quote_spanned!(here=> ::core::primitive::usize::div_ceil(#min, 3)),
    });
    let max = max.and_then(|max| match mode {
        Mode::Utf16 | Mode::Simple | Mode::Bytes => Some(max),
        Mode::Chars => Some(quote_spanned!(here=> ::core::primitive::usize::saturating_mul(#max, 2))),
        Mode::Graphemes => None,
    });
    let min = min.map(|min| quote_spanned!(here=> .min_length(#min)));
    let max = max.map(|max| quote_spanned!(here=> .max_length(#max)));
    quote_spanned!(here=> #min #max)
}

/// A whole number that is written out, or a constant, by its name in capitals. Anything else may not be known when it is compiled.
fn whole(expression: &Expr) -> Option<TokenStream> {
    let is_known = match expression {
        Expr::Lit(literal) => matches!(literal.lit, Lit::Int(_)),
        Expr::Path(path) => path.path.segments.last().is_some_and(|last| is_constant(&last.ident)),
        _ => false,
    };
    is_known.then(|| expression.to_token_stream())
}

fn is_constant(name: &syn::Ident) -> bool {
    let name = name.to_string();
    name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase)
}

/// A number that is written out, as HTML writes it.
fn number(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Unary(minus) if matches!(minus.op, UnOp::Neg(_)) => Some(format!("-{}", number(&minus.expr)?)),
        Expr::Lit(literal) => match &literal.lit {
            Lit::Int(number) => Some(number.base10_parse::<u128>().ok()?.to_string()),
            Lit::Float(number) => {
                let number: f64 = number.base10_parse().ok()?;
                number.is_finite().then(|| number.to_string())
            }
            _ => None,
        },
        _ => None,
    }
}
