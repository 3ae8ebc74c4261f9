//! Reads `#[field(…)]`.

use syn::parse::ParseStream;
use syn::{Attribute, Expr, Ident, Lit, LitStr, Meta, Token};

use super::option_list::{OptionList, flag, value};
use super::size;
use crate::errors::Errors;

/// The options of an argument, and of a named field of a derived struct.
pub(crate) const FIELD_OPTIONS: [&str; 7] = ["rename", "default", "secret", "last", "raw", "max", "accept"];

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
    /// The largest file, in bytes.
    pub(crate) max: Option<u64>,
    /// The accepted types of files.
    pub(crate) accept: Option<LitStr>,
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
        options
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
            "max" => self.max = Some(max(key, input)?),
            "accept" => self.accept = Some(accept(key, input)?),
            _ => self.raw = flag(key, input).map(|()| true)?,
        }
        Ok(())
    }
}

fn max(key: &Ident, input: ParseStream<'_>) -> syn::Result<u64> {
    let literal: Lit = value(key, input, "max = \"5MB\"")?;
    size::literal(&literal, "max = \"5MB\"")
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
