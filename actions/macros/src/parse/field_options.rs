//! Reads `#[field(…)]`.

use syn::parse::ParseStream;
use syn::{Attribute, Expr, ExprPath, Ident, Lit, LitStr, Meta, Token};

use super::option_list::{OptionList, flag, value};
use super::{moment, size};
use crate::errors::Errors;

/// The options of an argument.
pub(crate) const FIELD_OPTIONS: [&str; 17] = [
    "rename",
    "default",
    "secret",
    "last",
    "raw",
    "trim",
    "on",
    "split",
    "skip_blank",
    "rest",
    "required",
    "min",
    "max",
    "accept",
    "label",
    "hint",
    "check",
];

/// The options of a named field of a derived struct.
pub(crate) const STRUCT_FIELD_OPTIONS: [&str; 17] = [
    "rename",
    "default",
    "secret",
    "last",
    "raw",
    "trim",
    "on",
    "split",
    "skip_blank",
    "rest",
    "not_content",
    "required",
    "min",
    "max",
    "accept",
    "label",
    "hint",
];

/// Where the check of a field of a struct is written.
pub(crate) const CHECK_ELSEWHERE: &str = "a struct has no checks, since it knows neither the state nor the extractors of one; write `#[field(check = \
                                          is_known)]` on the argument of the action that has this struct, and return `FieldErrors` with \
                                          `.at(\"zip\")` (the struct of `#[input]` has none: make the field an argument)";

/// What a missing or blank field becomes.
pub(crate) enum FieldDefault {
    /// `Default::default()`
    Trait,
    Expression(Box<Expr>),
}

/// The options in `#[field(…)]`, as written.
#[derive(Default)]
pub(crate) struct FieldOptions {
    pub(crate) rename: Option<LitStr>,
    pub(crate) default: Option<FieldDefault>,
    pub(crate) secret: bool,
    pub(crate) last: bool,
    pub(crate) raw: bool,
    pub(crate) trim: bool,
    /// The value of a checked checkbox.
    pub(crate) on: Option<LitStr>,
    /// What separates the items of a list.
    pub(crate) split: Option<LitStr>,
    pub(crate) skip_blank: bool,
    /// Set where the field takes all names that no other field takes.
    pub(crate) rest: Option<Ident>,
    /// Whether the field doesn't count when its struct is checked for being blank.
    pub(crate) not_content: bool,
    /// Whether a checkbox must be checked.
    pub(crate) required: bool,
    /// The first date or time.
    pub(crate) min: Option<LitStr>,
    /// The last date or time.
    pub(crate) last_moment: Option<LitStr>,
    /// The largest file, in bytes.
    pub(crate) max: Option<u64>,
    /// The accepted types of files.
    pub(crate) accept: Option<LitStr>,
    /// The text of the label.
    pub(crate) label: Option<LitStr>,
    /// A sentence that helps to fill in the field.
    pub(crate) hint: Option<LitStr>,
    /// The function that checks the value before the action runs.
    pub(crate) check: Option<ExprPath>,
}

impl FieldOptions {
    /// Reads all `#[field]` attributes of one place. `list` has the options that exist there.
    pub(crate) fn parse(attributes: &[Attribute], mut list: OptionList<'_>, errors: &mut Errors) -> Self {
        let mut options = Self::default();
        for attribute in attributes {
            match &attribute.meta {
                Meta::List(meta) => list.read(meta.tokens.clone(), errors, &mut |key, input| options.set(key, input)),
                meta => errors.at(meta, "write the options in parentheses, for example `#[field(last)]`"),
            }
        }
        options.report_conflicts(errors);
        options
    }

    fn report_conflicts(&self, errors: &mut Errors) {
        if let Some(rest) = &self.rest {
            let others = [
                ("rename", self.rename.is_some()),
                ("default", self.default.is_some()),
                ("last", self.last),
                ("raw", self.raw),
                ("trim", self.trim),
                ("on", self.on.is_some()),
                ("split", self.split.is_some()),
                ("skip_blank", self.skip_blank),
                ("required", self.required),
                ("min", self.min.is_some()),
                ("max", self.last_moment.is_some()),
                ("label", self.label.is_some()),
                ("hint", self.hint.is_some()),
                ("check", self.check.is_some()),
            ];
            for (other, _) in others.iter().filter(|(_, is_set)| *is_set) {
                errors.at(
                    rest,
                    format!("`rest` takes many names, and `{other}` is about one; remove `{other}`"),
                );
            }
        }
        if let (Some(min), Some(max)) = (&self.min, &self.last_moment)
            && let Err(message) = moment::check_order(&min.value(), &max.value())
        {
            errors.at(max, message);
        }
        if let (true, Some(split)) = (self.raw, &self.split) {
            errors.at(split, "a list that is split is never `raw`; remove one of them");
        }
        if let (true, Some(separator)) = (self.skip_blank, &self.split) {
            errors.at(separator, "`split` drops blank items anyway; remove `skip_blank`");
        }
    }

    fn set(&mut self, key: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
        match key.to_string().as_str() {
            "rename" => self.rename = Some(value(key, input, "rename = \"a-name\"")?),
            "default" if input.peek(Token![=]) => {
                let expression = value(key, input, "default = 1")?;
                self.default = Some(FieldDefault::Expression(Box::new(expression)));
            }
            "default" => self.default = flag(key, input).map(|()| Some(FieldDefault::Trait))?,
            "secret" => self.secret = flag(key, input).map(|()| true)?,
            "last" => self.last = flag(key, input).map(|()| true)?,
            "trim" => self.trim = flag(key, input).map(|()| true)?,
            "on" => self.on = Some(on(key, input)?),
            "split" => self.split = Some(separator(key, input)?),
            "skip_blank" => self.skip_blank = flag(key, input).map(|()| true)?,
            "rest" => self.rest = flag(key, input).map(|()| Some(key.clone()))?,
            "not_content" => self.not_content = flag(key, input).map(|()| true)?,
            "required" => self.required = flag(key, input).map(|()| true)?,
            "min" => self.min = Some(moment::parse(key, value(key, input, "min = \"2026-01-01\"")?)?),
            "max" => self.set_max(key, value(key, input, "max = \"5MB\"")?)?,
            "label" => self.label = Some(text(key, input)?),
            "hint" => self.hint = Some(text(key, input)?),
            "accept" => self.accept = Some(accept(key, input)?),
            "check" => self.check = Some(value(key, input, "check = is_free")?),
            _ => self.raw = flag(key, input).map(|()| true)?,
        }
        Ok(())
    }

    /// Sets the largest file, or the last date or time.
    fn set_max(&mut self, key: &Ident, literal: Lit) -> syn::Result<()> {
        match literal {
            Lit::Str(text) if moment::looks_like_one(&text.value()) => {
                self.last_moment = Some(moment::parse(key, text)?);
            }
            literal => self.max = Some(largest_file(&literal)?),
        }
        Ok(())
    }
}

/// Reads a text for people.
fn text(key: &Ident, input: ParseStream<'_>) -> syn::Result<LitStr> {
    let text: LitStr = value(key, input, &format!("{key} = \"Due date\""))?;
    if text.value().trim().is_empty() {
        return Err(syn::Error::new(
            text.span(),
            format!("`{key}` is empty; write a text or remove it"),
        ));
    }
    Ok(text)
}

fn on(key: &Ident, input: ParseStream<'_>) -> syn::Result<LitStr> {
    let text: LitStr = value(key, input, "on = \"forever\"")?;
    let value = text.value();
    if value.is_empty() || value.trim() != value {
        let message = "`on` is the value of the checked checkbox; write it without blanks, and not empty";
        return Err(syn::Error::new(text.span(), message));
    }
    Ok(text)
}

fn separator(key: &Ident, input: ParseStream<'_>) -> syn::Result<LitStr> {
    let text: LitStr = value(key, input, "split = \",\"")?;
    if text.value().is_empty() {
        return Err(syn::Error::new(
            text.span(),
            "the separator cannot be empty; write `split = \",\"`",
        ));
    }
    Ok(text)
}

fn largest_file(literal: &Lit) -> syn::Result<u64> {
    size::literal(literal, "max = \"5MB\"")
        .map_err(|message| syn::Error::new(literal.span(), format!("`max`: {message}")))
}

fn accept(key: &Ident, input: ParseStream<'_>) -> syn::Result<LitStr> {
    let list: LitStr = value(key, input, "accept = \"image/*,.pdf\"")?;
    for kind in list.value().split(',').map(str::trim) {
        if !is_file_type(kind) {
            let message = format!(
                "`accept`: `{kind}` is not a file type; write `image/*`, `application/pdf` or `.pdf`, separated by commas"
            );
            return Err(syn::Error::new(list.span(), message));
        }
    }
    Ok(list)
}

/// Returns `true` for a file name extension with its dot, a media type, or all media types of one
/// kind.
fn is_file_type(text: &str) -> bool {
    let is_token = |text: &str| {
        let fits = |char: char| char.is_ascii_alphanumeric() || "!#$&-^_.+*".contains(char);
        !text.is_empty() && text.chars().all(fits)
    };
    match text.split_once('/') {
        Some((kind, subtype)) => is_token(kind) && is_token(subtype),
        None => text.strip_prefix('.').is_some_and(is_token),
    }
}
