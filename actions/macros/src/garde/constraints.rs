//! Writes what a browser can check before it submits a form: only rules that cannot refuse what the
//! server accepts.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote_spanned};
use syn::{Expr, Lit, UnOp};

use super::pattern;
use super::rule::{Bounds, Kind, Mode, Rule, literal};
use super::rules::Rules;

/// Returns the constraints of a field as calls on its `FieldInfo`.
pub(crate) fn of_field(rules: &Rules) -> TokenStream {
    let here = Span::mixed_site();
    let inner = rules.0.iter().filter_map(|rule| match &rule.kind {
        Kind::Inner(rules) => Some(rules),
        _ => None,
    });
    let own = own(rules);
    let items = constraints(inner.flatten());
    let items = items.map(|items| quote_spanned!(here=> .item_constraints(#items)));
    let input = input(rules).map(|input| quote_spanned!(here=> .input(#input)));
    quote_spanned!(here=> #input #own #items)
}

/// Returns the constraints of a type as calls on its `Control`.
pub(crate) fn of_type(rules: &Rules) -> TokenStream {
    let here = Span::mixed_site();
    let own = own(rules);
    let input = input(rules).map(|input| quote_spanned!(here=> .with_input(#input)));
    quote_spanned!(here=> #input #own)
}

fn own(rules: &Rules) -> Option<TokenStream> {
    let own = constraints(rules.0.iter());
    own.map(|own| quote_spanned!(Span::mixed_site()=> .constraints(#own)))
}

/// Returns the type of `<input>` that a rule implies.
fn input(rules: &Rules) -> Option<TokenStream> {
    let here = Span::mixed_site();
    rules.0.iter().find_map(|rule| match rule.kind {
        Kind::Plain("email") => Some(quote_spanned!(here=> __fd::InputType::Email)),
        Kind::Plain("url") => Some(quote_spanned!(here=> __fd::InputType::Url)),
        _ => None,
    })
}

fn constraints<'a>(rules: impl Iterator<Item = &'a Rule>) -> Option<TokenStream> {
    let calls: TokenStream = rules.map(constraint).collect();
    (!calls.is_empty()).then(|| quote_spanned!(Span::mixed_site()=> __fd::Constraints::NONE #calls))
}

fn constraint(rule: &Rule) -> TokenStream {
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

/// Converts a length to UTF-16 code units, which browsers count ([HTML,
/// maxlength](https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#attr-fe-maxlength)).
/// A character is one or two of them, one of them is one to three bytes, and a grapheme is any
/// number of them.
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

/// Returns a literal whole number, or a constant, which is a name in capitals. Anything else may be
/// unknown to the compiler.
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

/// Returns a literal number as HTML writes it.
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
