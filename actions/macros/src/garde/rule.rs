//! Reads single rules: [garde's
//! list](https://docs.rs/garde/0.23/garde/#available-validation-rules).

use proc_macro2::{Span, TokenStream};
use syn::ext::IdentExt;
use syn::parse::{ParseBuffer, ParseStream};
use syn::{Expr, Ident, Lit, LitStr, Token};

use super::pattern;
use crate::parse::option_list::quoted;

const KNOWN: [&str; 24] = [
    "required",
    "ascii",
    "alphanumeric",
    "email",
    "url",
    "ip",
    "ipv4",
    "ipv6",
    "credit_card",
    "phone_number",
    "contains",
    "prefix",
    "suffix",
    "pattern",
    "length",
    "range",
    "matches",
    "custom",
    "inner",
    "dive",
    "if",
    "skip",
    "rename",
    "adapt",
];

/// One rule.
pub(super) struct Rule {
    pub(super) kind: Kind,
    pub(super) span: Span,
    /// Whether it involves other fields.
    pub(super) is_whole: bool,
    /// The message in place of garde's.
    pub(super) message: Option<LitStr>,
}

pub(super) enum Kind {
    /// A rule without arguments, by garde's name.
    Plain(&'static str),
    Ip(&'static str),
    /// `contains`, `prefix`, `suffix`.
    Text(&'static str, Expr),
    Pattern(Expr),
    Length(Mode, Bounds),
    Range(Bounds),
    Matches(TokenStream),
    Custom(Expr),
    Inner(Vec<Rule>),
    Dive,
    If(Expr, Vec<Rule>),
}

/// The unit of a length.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Simple,
    Bytes,
    Chars,
    Graphemes,
    Utf16,
}

/// `min = …, max = …` or `equal = …`, which is both.
#[derive(Default)]
pub(super) struct Bounds {
    pub(super) min: Option<Expr>,
    pub(super) max: Option<Expr>,
}

impl Rule {
    /// Returns `true` if no text with blanks at its ends can be valid and is meant as such.
    pub(super) fn implies_trim(&self) -> bool {
        match &self.kind {
            Kind::Plain("email" | "url") | Kind::Ip(_) => true,
            Kind::Inner(rules) | Kind::If(_, rules) => rules.iter().any(Self::implies_trim),
            _ => false,
        }
    }

    /// Sets the message in place of garde's. Rules inside this one get it, so that their errors stay at
    /// their items.
    fn set_message(&mut self, message: &LitStr) {
        match &mut self.kind {
            Kind::Inner(rules) | Kind::If(_, rules) => rules.iter_mut().for_each(|rule| rule.set_message(message)),
            _ => self.message = self.message.take().or_else(|| Some(message.clone())),
        }
    }

    /// Returns `true` if its errors may be of single items of a list.
    pub(super) fn is_of_items(&self) -> bool {
        match &self.kind {
            Kind::Inner(_) | Kind::Dive => true,
            Kind::If(_, rules) => rules.iter().any(Self::is_of_items),
            _ => false,
        }
    }
}

/// Reads rules separated by commas, and `message = "…"`, which is that of all of them.
pub(super) fn list(input: ParseStream<'_>) -> syn::Result<Vec<Rule>> {
    let mut rules: Vec<Rule> = Vec::new();
    let mut message: Option<LitStr> = None;
    while !input.is_empty() {
        let key = input.fork().call(Ident::parse_any)?;
        if key == "message" {
            input.call(Ident::parse_any)?;
            input.parse::<Token![=]>()?;
            if message.replace(input.parse()?).is_some() {
                return Err(syn::Error::new(
                    key.span(),
                    "`message` is written twice; write a `#[garde(…)]` for each",
                ));
            }
        } else {
            rules.extend(rule(input)?);
        }
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
    }
    if let Some(message) = &message {
        rules.iter_mut().for_each(|rule| rule.set_message(message));
    }
    Ok(rules)
}

/// Reads one rule. Returns `None` for `skip`, which stands for no rule.
fn rule(input: ParseStream<'_>) -> syn::Result<Option<Rule>> {
    let begin = input.fork();
    let name = Ident::parse_any(input)?;
    let Some(kind) = kind(&name, input)? else {
        return Ok(None);
    };
    let nested = match &kind {
        Kind::Inner(rules) | Kind::If(_, rules) => rules.iter().any(|rule| rule.is_whole),
        Kind::Matches(_) => true,
        _ => false,
    };
    Ok(Some(Rule {
        is_whole: nested || mentions_self(first_rule(&begin)),
        kind,
        message: None,
        span: name.span(),
    }))
}

/// Returns `true` if the tokens contain `self`.
fn mentions_self(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        proc_macro2::TokenTree::Ident(ident) => ident == "self",
        proc_macro2::TokenTree::Group(group) => mentions_self(group.stream()),
        _ => false,
    })
}

/// Returns the tokens up to the next comma.
fn first_rule(input: &ParseBuffer<'_>) -> TokenStream {
    let mut tokens = TokenStream::new();
    while !input.is_empty() && !input.peek(Token![,]) {
        match input.parse::<proc_macro2::TokenTree>() {
            Ok(token) => tokens.extend([token]),
            Err(_) => break,
        }
    }
    tokens
}

fn kind(name: &Ident, input: ParseStream<'_>) -> syn::Result<Option<Kind>> {
    let text = name.to_string();
    let known = KNOWN.into_iter().find(|known| *known == text);
    Ok(Some(match known {
        Some("skip") => return Ok(None),
        Some("ip") => Kind::Ip("Any"),
        Some("ipv4") => Kind::Ip("V4"),
        Some("ipv6") => Kind::Ip("V6"),
        Some(rule @ ("contains" | "prefix" | "suffix")) => Kind::Text(rule, content(name, input)?.parse()?),
        Some("pattern") => Kind::Pattern(expression(name, input)?),
        Some("length") => length(name, &content(name, input)?)?,
        Some("range") => Kind::Range(bounds(name, &content(name, input)?, &mut None)?),
        Some("matches") => Kind::Matches(content(name, input)?.parse()?),
        Some("custom") => Kind::Custom(content(name, input)?.parse()?),
        Some("inner") => Kind::Inner(list(&content(name, input)?)?),
        Some("dive") if input.peek(syn::token::Paren) => {
            let message = "a form is decoded without a context; write `dive` alone";
            return Err(syn::Error::new(name.span(), message));
        }
        Some("dive") => Kind::Dive,
        Some("if") => conditional(name, &content(name, input)?)?,
        Some("rename") => {
            let message = "errors are reported by the names of the form; write `#[field(rename = \"…\")]`";
            return Err(syn::Error::new(name.span(), message));
        }
        Some("adapt") => {
            return Err(syn::Error::new(
                name.span(),
                "`adapt` is not supported; write `custom(…)`",
            ));
        }
        Some(plain) => Kind::Plain(plain),
        None => {
            let known: Vec<_> = KNOWN
                .into_iter()
                .filter(|name| !matches!(*name, "rename" | "adapt"))
                .collect();
            let message = format!("unknown rule `{text}`; garde knows {}", quoted(&known));
            return Err(syn::Error::new(name.span(), message));
        }
    }))
}

/// Reads the parentheses of a rule that needs arguments.
fn content<'a>(name: &Ident, input: ParseStream<'a>) -> syn::Result<ParseBuffer<'a>> {
    if !input.peek(syn::token::Paren) {
        return Err(syn::Error::new(
            name.span(),
            format!("`{name}` needs arguments; write `{name}(…)`"),
        ));
    }
    let content;
    syn::parenthesized!(content in input);
    Ok(content)
}

/// Reads a pattern. A literal is checked here, else it would fail when the first form is submitted.
fn expression(name: &Ident, input: ParseStream<'_>) -> syn::Result<Expr> {
    let expression: Expr = content(name, input)?.parse()?;
    if let Some(literal) = literal(&expression) {
        pattern::check(&literal.value()).map_err(|message| syn::Error::new(literal.span(), message))?;
    }
    Ok(expression)
}

/// Returns the text of a string literal.
pub(super) fn literal(expression: &Expr) -> Option<&syn::LitStr> {
    match expression {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(text),
            _ => None,
        },
        _ => None,
    }
}

/// Reads `length(…)`.
fn length(name: &Ident, input: ParseStream<'_>) -> syn::Result<Kind> {
    let mut mode = Some(Mode::Simple);
    let bounds = bounds(name, input, &mut mode)?;
    Ok(Kind::Length(mode.unwrap_or(Mode::Simple), bounds))
}

/// Reads `min`, `max`, `equal`, and the mode of a length where there can be one.
fn bounds(name: &Ident, input: ParseStream<'_>, mode: &mut Option<Mode>) -> syn::Result<Bounds> {
    let mut bounds = Bounds::default();
    while !input.is_empty() {
        let key = Ident::parse_any(input)?;
        let text = key.to_string();
        if let (Some(mode), Some(known)) = (mode.as_mut(), Mode::named(&text)) {
            *mode = known;
        } else if matches!(text.as_str(), "min" | "max" | "equal") {
            input.parse::<Token![=]>()?;
            let value: Expr = input.parse()?;
            let repeated = match text.as_str() {
                "min" => bounds.min.replace(value).is_some(),
                "max" => bounds.max.replace(value).is_some(),
                _ => bounds.min.replace(value.clone()).is_some() | bounds.max.replace(value).is_some(),
            };
            if repeated {
                return Err(syn::Error::new(
                    key.span(),
                    format!("this bound is already set; remove `{text}`"),
                ));
            }
        } else {
            return Err(syn::Error::new(
                key.span(),
                format!("unknown argument `{text}`; write `min`, `max` or `equal`"),
            ));
        }
        input.parse::<Option<Token![,]>>()?;
    }
    if bounds.min.is_none() && bounds.max.is_none() {
        return Err(syn::Error::new(
            name.span(),
            "no bound; write `min = …`, `max = …` or `equal = …`",
        ));
    }
    Ok(bounds)
}

impl Mode {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "simple" => Self::Simple,
            "bytes" => Self::Bytes,
            "chars" => Self::Chars,
            "graphemes" => Self::Graphemes,
            "utf16" => Self::Utf16,
            _ => return None,
        })
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Simple => "simple",
            Self::Bytes => "bytes",
            Self::Chars => "chars",
            Self::Graphemes => "graphemes",
            Self::Utf16 => "utf16",
        }
    }

    /// Returns what it counts, for messages. It is empty for a simple length, which may be that of
    /// a text or of a list.
    pub(super) fn unit(self) -> &'static str {
        match self {
            Self::Simple => "",
            Self::Bytes => "bytes",
            Self::Chars | Self::Graphemes | Self::Utf16 => "characters",
        }
    }
}

/// Reads `if(cond = …, rules)`.
fn conditional(name: &Ident, input: ParseStream<'_>) -> syn::Result<Kind> {
    let missing = || syn::Error::new(name.span(), "write `if(cond = …, rules)`");
    let key = Ident::parse_any(input).map_err(|_| missing())?;
    if key != "cond" {
        return Err(missing());
    }
    input.parse::<Token![=]>()?;
    let condition = input.parse()?;
    input.parse::<Option<Token![,]>>()?;
    Ok(Kind::If(condition, list(input)?))
}
