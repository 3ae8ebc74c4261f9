//! The arguments of an action.

use quote::{ToTokens, quote};
use syn::{Attribute, FnArg, Ident, Meta, Pat, PatType, Type};

use super::field::Field;
use super::{names, types};
use crate::errors::Errors;
use crate::garde::rules::Rules;
use crate::parse::argument::ArgumentAttributes;
use crate::parse::field_options::{FIELD_OPTIONS, FieldOptions};
use crate::parse::option_list::OptionList;
use crate::parse::rename_all::RenameAll;
use crate::parse::sealed::Sealed;

/// An argument, by where its value comes from.
pub(crate) enum Argument {
    /// `#[extract]`: the request.
    Extract(Box<Type>),
    /// A field of the form.
    Field(Box<Field>),
    /// `#[input]`: the whole form.
    Input(Box<Type>),
}

impl Argument {
    /// Reads an argument and removes our attributes from it. Returns `None` after an error that
    /// leaves no usable type or name.
    pub(crate) fn new(argument: &mut FnArg, style: Option<RenameAll>, errors: &mut Errors) -> Option<Self> {
        let argument = match argument {
            FnArg::Typed(argument) => argument,
            FnArg::Receiver(receiver) => {
                let message = "takes `self`, but an action is not a method; write a free function";
                errors.at(receiver.self_token, message);
                return None;
            }
        };
        let attributes = ArgumentAttributes::take(argument, errors);
        if !attributes.extract.is_empty() {
            extract(argument, &attributes, errors)
        } else if !attributes.input.is_empty() {
            input(argument, &attributes, errors)
        } else {
            field(argument, attributes, style, errors)
        }
    }
}

fn input(argument: &PatType, attributes: &ArgumentAttributes, errors: &mut Errors) -> Option<Argument> {
    let conflicts = [
        (
            &attributes.field[..],
            "is the whole form, but `#[field]` describes one field; write it on the struct's fields",
        ),
        (
            &attributes.garde[..],
            "is the whole form; write `#[garde(…)]` on the struct and its fields",
        ),
        (
            &attributes.sealed[..],
            "is the whole form, which users fill in; remove `#[input]` and seal single arguments",
        ),
    ];
    check_marker("input", &attributes.input, argument, &conflicts, errors);
    let (name, ty) = (argument.pat.to_token_stream(), &argument.ty);
    if report_impl_trait(&name, ty, "a form is decoded into a concrete type", errors) {
        return None;
    }
    if types::borrows(ty) || types::refers(ty) {
        let instead = types::owned(ty);
        let message = format!("`{name}` borrows, but the values of a form are owned; use {instead}");
        errors.at(ty, message);
        return None;
    }
    Some(Argument::Input(ty.clone()))
}

fn extract(argument: &PatType, attributes: &ArgumentAttributes, errors: &mut Errors) -> Option<Argument> {
    let conflicts = [
        (
            &attributes.field[..],
            "is both `#[extract]`, from the request, and `#[field]`, from the form; keep one",
        ),
        (
            &attributes.input[..],
            "is both `#[extract]`, from the request, and `#[input]`, the form; keep one",
        ),
        (
            &attributes.garde[..],
            "comes from the request, but `#[garde]` validates form fields; remove it",
        ),
        (
            &attributes.sealed[..],
            "is both `#[extract]`, from the request, and `#[sealed]`, from the form; keep one",
        ),
    ];
    check_marker("extract", &attributes.extract, argument, &conflicts, errors);
    let (name, ty) = (argument.pat.to_token_stream(), &argument.ty);
    if report_impl_trait(&name, ty, "an extractor is found by its type", errors) {
        return None;
    }
    if types::borrows(ty) {
        let instead = types::owned(ty);
        let message = format!("`{name}` borrows, but extractors return owned values; use {instead}");
        errors.at(ty, message);
        return None;
    }
    Some(Argument::Extract(ty.clone()))
}

/// Reports `impl Trait`, and returns `true` if it is there.
fn report_impl_trait(name: &impl ToTokens, ty: &Type, why: &str, errors: &mut Errors) -> bool {
    let Some(span) = types::impl_trait(ty) else {
        return false;
    };
    let name = name.to_token_stream();
    errors.at_span(
        span,
        format!("`{name}` has the type `impl Trait`, but {why}; name the type"),
    );
    true
}

/// Reports a marker attribute with options, one that is written twice, and attributes that conflict
/// with it.
fn check_marker(
    marker: &str,
    own: &[Attribute],
    argument: &PatType,
    conflicts: &[(&[Attribute], &str)],
    errors: &mut Errors,
) {
    let argument = argument.pat.to_token_stream();
    for attribute in own {
        if !matches!(attribute.meta, Meta::Path(_)) {
            let message = format!("`#[{marker}]` takes no options; write it alone");
            errors.at(&attribute.meta, message);
        }
    }
    if let Some(again) = own.get(1) {
        errors.at(
            again,
            format!("`#[{marker}]` is written twice on `{argument}`; keep one"),
        );
    }
    for (others, message) in conflicts {
        if let Some(other) = others.first() {
            errors.at(other, format!("`{argument}` {message}"));
        }
    }
}

fn field(
    argument: &PatType,
    attributes: ArgumentAttributes,
    style: Option<RenameAll>,
    errors: &mut Errors,
) -> Option<Argument> {
    let list = OptionList::new("`#[field]` on an argument", &FIELD_OPTIONS);
    let options = FieldOptions::parse(&attributes.field, list, errors);
    let sealed = Sealed::parse(&attributes.sealed, errors);
    match &*argument.pat {
        Pat::Ident(name) if name.by_ref.is_none() && name.subpat.is_none() => {
            if let (Some(_), Some(attribute)) = (sealed, attributes.field.first()) {
                report_options_of_sealed(&name.ident, &options, attribute, errors);
            }
            let stem = names::of_argument(&name.ident);
            let mut field = Field::new(&name.ident, stem, &argument.ty, attributes.docs, options, style, errors);
            field.rules = Rules::parse(&attributes.garde, errors);
            field.sealed = sealed;
            Some(Argument::Field(Box::new(field)))
        }
        pattern => {
            errors.at(pattern, message_for_pattern(pattern, &argument.ty));
            None
        }
    }
}

/// Reports options about how a submitted value is read, which a sealed field does not have.
fn report_options_of_sealed(name: &Ident, options: &FieldOptions, attribute: &Attribute, errors: &mut Errors) {
    let options = [
        ("default", options.default.is_some()),
        ("secret", options.secret),
        ("last", options.last),
        ("raw", options.raw),
        ("trim", options.trim),
        ("on", options.on.is_some()),
        ("split", options.split.is_some()),
        ("skip_blank", options.skip_blank),
        ("rest", options.rest.is_some()),
        ("required", options.required),
        ("min", options.min.is_some()),
        ("max", options.max.is_some() || options.last_moment.is_some()),
        ("accept", options.accept.is_some()),
        ("label", options.label.is_some()),
        ("hint", options.hint.is_some()),
        ("check", options.check.is_some()),
    ];
    for (option, _) in options.iter().filter(|(_, is_set)| *is_set) {
        let message = "is sealed, and its value is never what a user submits; remove the option";
        errors.at(attribute, format!("`{name}` {message} `{option}`"));
    }
}

/// A form field has its name from the argument, so a pattern is an error. Patterns are common on
/// extractors, so the message mentions `#[extract]` too.
fn message_for_pattern(pattern: &Pat, ty: &Type) -> String {
    let ty = types::written(ty);
    let written = pattern.to_token_stream();
    match pattern {
        Pat::TupleStruct(tuple) => {
            let (path, fields) = (&tuple.path, &tuple.elems);
            let written = quote!(#path).to_string() + &format!("({})", quote!(#fields));
            format!(
                "a form field needs a name, and `{written}` is a pattern; for a part of the request write \
                 `#[extract] {written}: {ty}`, for a form field `name: {ty}`"
            )
        }
        _ => format!("a form field needs a name, and `{written}` is a pattern; write `name: {ty}`"),
    }
}
