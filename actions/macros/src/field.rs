//! A form field, from an argument of an action or from a field of a derived struct, and `#[field(…)]`.

use proc_macro2::{Span, TokenStream};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, Ident, LitStr, Meta, Token, Type, parse_quote};

use crate::errors::Errors;
use crate::garde::Rules;
use crate::list::{OptionList, flag, value};
use crate::sealed::Sealed;
use crate::{names, types, upload};

/// A validated form field.
pub(crate) struct Field {
    pub(crate) ident: Ident,
    /// The name in the form.
    pub(crate) name: String,
    /// Where that name was written, if not by `ident`.
    pub(crate) rename: Option<LitStr>,
    pub(crate) ty: Type,
    pub(crate) docs: Vec<Attribute>,
    pub(crate) default: Option<FieldDefault>,
    pub(crate) secret: bool,
    pub(crate) last: bool,
    pub(crate) raw: bool,
    /// The most bytes of a file.
    pub(crate) max: Option<u64>,
    /// The kinds of files.
    pub(crate) accept: Option<LitStr>,
    /// By `#[garde(…)]`.
    pub(crate) rules: Rules,
    /// Only from a sealed token; of an action's argument.
    pub(crate) sealed: Option<Sealed>,
}

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
    pub(crate) max: Option<u64>,
    pub(crate) accept: Option<LitStr>,
}

impl FieldOptions {
    /// Reads all `#[field]` attributes of one place through `list`, which says what is known there.
    pub(crate) fn parse(attributes: &[Attribute], mut list: OptionList<'_>, errors: &mut Errors) -> Self {
        let mut options = Self::default();
        for attribute in attributes {
            match tokens(attribute) {
                Some(tokens) => list.read(tokens, errors, &mut |key, input| options.set(key, input)),
                None => errors.at(
                    &attribute.meta,
                    "write the options in parentheses, for example `#[field(last)]`",
                ),
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
            "max" => self.max = Some(upload::max(key, input)?),
            "accept" => self.accept = Some(upload::accept(key, input)?),
            _ => self.raw = flag(key, input).map(|()| true)?,
        }
        Ok(())
    }
}

impl Field {
    /// The field called `ident`. A type that cannot be decoded becomes `()`, so that there still is a field.
    pub(crate) fn new(
        ident: &Ident,
        ty: &Type,
        docs: Vec<Attribute>,
        options: FieldOptions,
        errors: &mut Errors,
    ) -> Self {
        let FieldOptions {
            rename,
            default,
            secret,
            last,
            raw,
            max,
            accept,
        } = options;
        let own = ident.unraw().to_string();
        if let Err(message) = names::form_name(&own) {
            errors.at(ident, message);
        }
        let name = rename.as_ref().map_or(own, LitStr::value);
        if let Some(rename) = &rename
            && let Err(message) = names::form_name(&name)
        {
            errors.at(rename, message);
        }
        let ty = if check_type(ident, ty, errors) {
            ty.clone()
        } else {
            parse_quote!(())
        };
        Self {
            ident: ident.clone(),
            name,
            rename,
            ty,
            docs,
            default,
            secret,
            last,
            raw,
            max,
            accept,
            rules: Rules::default(),
            sealed: None,
        }
    }

    /// Where messages about the type point: its place, in code of ours.
    pub(crate) fn span(&self) -> Span {
        Span::mixed_site().located_at(self.ty.span())
    }
}

/// Returns whether a struct can have a field of this type.
fn check_type(ident: &Ident, ty: &Type, errors: &mut Errors) -> bool {
    if let Some(span) = types::impl_trait(ty) {
        errors.at_span(
            span,
            format!("`{ident}` is `impl Trait`; a form is decoded into one type, so name it"),
        );
        return false;
    }
    if types::borrows(ty) || types::refers(ty) {
        let instead = types::owned(ty);
        errors.at(
            ty,
            format!("`{ident}` borrows, but what comes from a form is owned; use {instead}"),
        );
        return false;
    }
    if let Some(element) = types::optional_list(ty) {
        let element = types::written(element);
        errors.at(
            ty,
            format!(
                "`{ident}`: a form cannot say the difference between no list and an empty one; use `Vec<{element}>`"
            ),
        );
    }
    true
}

/// What stands in the attribute's parentheses.
fn tokens(attribute: &Attribute) -> Option<TokenStream> {
    match &attribute.meta {
        Meta::List(list) => Some(list.tokens.clone()),
        _ => None,
    }
}
