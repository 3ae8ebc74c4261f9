//! A form field: an argument of an action, or a field of a derived struct.

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, ExprPath, Ident, LitStr, Type, parse_quote};

use super::{names, types};
use crate::errors::Errors;
use crate::garde::rules::Rules;
use crate::parse::field_options::{FieldDefault, FieldOptions};
use crate::parse::rename_all::RenameAll;
use crate::parse::sealed::Sealed;

/// A validated form field.
pub(crate) struct Field {
    pub(crate) ident: Ident,
    /// The identifier that the names of the field and of its constant are derived from.
    pub(crate) stem: Ident,
    /// The name in the form.
    pub(crate) name: String,
    /// Where that name is written, if not as `ident`.
    pub(crate) rename: Option<LitStr>,
    pub(crate) ty: Type,
    pub(crate) docs: Vec<Attribute>,
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
    /// Whether the field takes all names that no other field takes.
    pub(crate) rest: bool,
    /// Whether the field doesn't count when its struct is checked for being blank.
    pub(crate) not_content: bool,
    /// Whether a checkbox must be checked.
    pub(crate) required: bool,
    /// The first and the last date or time.
    pub(crate) moments: [Option<LitStr>; 2],
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
    /// From `#[garde(…)]`.
    pub(crate) rules: Rules,
    /// Set if the value is taken from a token only.
    pub(crate) sealed: Option<Sealed>,
}

impl Field {
    /// Validates a field. A type that cannot be decoded becomes `()`, so that the struct still has
    /// the field.
    pub(crate) fn new(
        ident: &Ident,
        stem: Ident,
        ty: &Type,
        docs: Vec<Attribute>,
        options: FieldOptions,
        style: Option<RenameAll>,
        errors: &mut Errors,
    ) -> Self {
        let own_name = stem.unraw().to_string();
        if let Err(message) = names::check_form_name(&own_name) {
            errors.at(ident, message);
        }
        let styled = style.map_or_else(|| own_name.clone(), |style| style.of_field(&own_name));
        let name = options.rename.as_ref().map_or(styled, LitStr::value);
        if let Some(rename) = &options.rename
            && let Err(message) = names::check_form_name(&name)
        {
            errors.at(rename, message);
        }
        check_options(ident, ty, &options, errors);
        let ty = if check_type(ident, ty, errors) {
            ty.clone()
        } else {
            parse_quote!(())
        };
        Self {
            ident: ident.clone(),
            stem,
            name,
            rename: options.rename,
            ty,
            docs,
            default: options.default,
            secret: options.secret,
            last: options.last,
            raw: options.raw,
            trim: options.trim,
            on: options.on,
            split: options.split,
            skip_blank: options.skip_blank,
            rest: options.rest.is_some(),
            not_content: options.not_content,
            required: options.required,
            moments: [options.min, options.last_moment],
            max: options.max,
            accept: options.accept,
            label: options.label,
            hint: options.hint,
            check: options.check,
            rules: Rules::default(),
            sealed: None,
        }
    }

    /// Returns the span for messages about the type: its place, with the hygiene of generated code.
    pub(crate) fn span(&self) -> Span {
        Span::mixed_site().located_at(self.ty.span())
    }
}

/// Reports options that are not for fields of this type.
fn check_options(ident: &Ident, ty: &Type, options: &FieldOptions, errors: &mut Errors) {
    for bound in [&options.min, &options.last_moment].into_iter().flatten() {
        if types::only_argument(ty, "Vec").is_some() {
            errors.at(
                bound,
                format!("`{ident}` is a list, and `min` and `max` are for one date or time"),
            );
        }
    }
    if let Some(check) = options.check.as_ref().filter(|_| types::is_file(ty)) {
        let message = "has files, which are not sent while a form is filled in; check them in the function";
        errors.at(check, format!("`{ident}` {message}"));
    }
}

/// Returns `true` if a struct can have a field of this type, and reports types that cannot be
/// decoded.
fn check_type(ident: &Ident, ty: &Type, errors: &mut Errors) -> bool {
    if let Some(span) = types::impl_trait(ty) {
        let message = "has the type `impl Trait`, but a form field needs a concrete type; name the type";
        errors.at_span(span, format!("`{ident}` {message}"));
        return false;
    }
    if types::borrows(ty) || types::refers(ty) {
        let instead = types::owned(ty);
        errors.at(
            ty,
            format!("`{ident}` borrows, but the values of a form are owned; use {instead}"),
        );
        return false;
    }
    if let Some(element) = types::optional_list(ty) {
        let element = types::written(element);
        errors.at(
            ty,
            format!("`{ident}`: a form cannot distinguish a missing list from an empty one; use `Vec<{element}>`"),
        );
    }
    true
}
