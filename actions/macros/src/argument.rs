//! The arguments of an action, and the attributes on them.

use quote::{ToTokens, quote};
use syn::{Attribute, FnArg, Meta, Pat, PatType, Type};

use crate::errors::Errors;
use crate::field::{Field, FieldOptions};
use crate::garde::Rules;
use crate::list::OptionList;
use crate::sealed::Sealed;
use crate::{sealed, types};

pub(crate) const FIELD_OPTIONS: [&str; 7] = ["rename", "default", "secret", "last", "raw", "max", "accept"];

/// Where an argument's value comes from.
pub(crate) enum Argument {
    /// `#[extract]`: from the request.
    Extract(Box<Type>),
    /// From the form.
    Field(Box<Field>),
    /// The whole form.
    Input(Box<Type>),
}

/// The attributes of one argument that are ours.
#[derive(Default)]
struct Attributes {
    extract: Vec<Attribute>,
    input: Vec<Attribute>,
    garde: Vec<Attribute>,
    field: Vec<Attribute>,
    sealed: Vec<Attribute>,
    docs: Vec<Attribute>,
}

/// Takes our attributes off the argument, and the doc comments, which the compiler refuses there.
fn strip(argument: &mut PatType, errors: &mut Errors) -> Attributes {
    let mut ours = Attributes::default();
    for attribute in std::mem::take(&mut argument.attrs) {
        let path = attribute.path();
        if path.is_ident("extract") {
            ours.extract.push(attribute);
        } else if path.is_ident("input") {
            ours.input.push(attribute);
        } else if path.is_ident("garde") {
            ours.garde.push(attribute);
        } else if path.is_ident("field") {
            ours.field.push(attribute);
        } else if path.is_ident("sealed") {
            ours.sealed.push(attribute);
        } else if path.is_ident("doc") {
            ours.docs.push(attribute);
        } else {
            if path.is_ident("cfg") || path.is_ident("cfg_attr") {
                let message = "an argument cannot depend on `cfg`: the form would";
                errors.at(
                    &attribute,
                    format!("{message}; put `#[cfg(…)]` on two versions of the function"),
                );
            }
            argument.attrs.push(attribute);
        }
    }
    ours
}

/// Reads an argument and strips it; `None` after a mistake that leaves nothing to work with.
pub(crate) fn read(argument: &mut FnArg, errors: &mut Errors) -> Option<Argument> {
    let argument = match argument {
        FnArg::Typed(argument) => argument,
        FnArg::Receiver(receiver) => {
            let message = "takes `self`, but an action belongs to no value; make it a function of a module";
            errors.at(receiver.self_token, message);
            return None;
        }
    };
    let attributes = strip(argument, errors);
    if !attributes.extract.is_empty() {
        extract(argument, &attributes, errors)
    } else if !attributes.input.is_empty() {
        input(argument, &attributes, errors)
    } else {
        field(argument, attributes, errors)
    }
}

/// Reports what cannot stand beside a bare attribute: options, itself, and any of `others`.
fn alone(name: &str, own: &[Attribute], argument: &PatType, others: &[(&[Attribute], &str)], errors: &mut Errors) {
    let argument = argument.pat.to_token_stream();
    for attribute in own {
        if !matches!(attribute.meta, Meta::Path(_)) {
            errors.at(&attribute.meta, format!("`#[{name}]` takes no options; write it alone"));
        }
    }
    if let Some(again) = own.get(1) {
        errors.at(again, format!("`#[{name}]` is written twice on `{argument}`; keep one"));
    }
    for (others, message) in others {
        if let Some(other) = others.first() {
            errors.at(other, format!("`{argument}` {message}"));
        }
    }
}

fn input(argument: &PatType, attributes: &Attributes, errors: &mut Errors) -> Option<Argument> {
    let others = [
        (
            &attributes.field[..],
            "is the whole form, and `#[field]` speaks of one field; write it on the struct's fields",
        ),
        (
            &attributes.garde[..],
            "is the whole form; write `#[garde(…)]` on the struct and its fields",
        ),
        (
            &attributes.sealed[..],
            "is the whole form, of which people type most; leave `#[input]` out, and seal one argument",
        ),
    ];
    alone("input", &attributes.input, argument, &others, errors);
    owned(argument, "a form is decoded into one type", errors).map(Argument::Input)
}

fn extract(argument: &PatType, attributes: &Attributes, errors: &mut Errors) -> Option<Argument> {
    let name = argument.pat.to_token_stream();
    let others = [
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
            "is from the request, and `#[garde]` validates what comes from the form; remove it",
        ),
        (
            &attributes.sealed[..],
            "is both `#[extract]`, from the request, and `#[sealed]`, from the form; keep one",
        ),
    ];
    alone("extract", &attributes.extract, argument, &others, errors);
    if let Some(span) = types::impl_trait(&argument.ty) {
        errors.at_span(
            span,
            format!("`{name}` is `impl Trait`; the request is taken apart by type, so name it"),
        );
        return None;
    }
    if types::borrows(&argument.ty) {
        let instead = types::owned(&argument.ty);
        errors.at(
            &argument.ty,
            format!("`{name}` borrows, but an extractor's value is owned; use {instead}"),
        );
        return None;
    }
    Some(Argument::Extract(argument.ty.clone()))
}

/// The argument's type, if a value of it can be made out of a form.
fn owned(argument: &PatType, why: &str, errors: &mut Errors) -> Option<Box<Type>> {
    let (name, ty) = (argument.pat.to_token_stream(), &argument.ty);
    if let Some(span) = types::impl_trait(ty) {
        errors.at_span(span, format!("`{name}` is `impl Trait`; {why}, so name it"));
        return None;
    }
    if types::borrows(ty) || types::refers(ty) {
        let instead = types::owned(ty);
        errors.at(
            ty,
            format!("`{name}` borrows, but what comes from a form is owned; use {instead}"),
        );
        return None;
    }
    Some(ty.clone())
}

fn field(argument: &PatType, attributes: Attributes, errors: &mut Errors) -> Option<Argument> {
    let list = OptionList::new("`#[field]` on an argument", &FIELD_OPTIONS);
    let options = FieldOptions::parse(&attributes.field, list, errors);
    let sealed = Sealed::parse(&attributes.sealed, errors);
    match &*argument.pat {
        Pat::Ident(name) if name.by_ref.is_none() && name.subpat.is_none() => {
            if let (Some(_), Some(attribute)) = (sealed, attributes.field.first()) {
                sealed::report_options(&name.ident, &options, attribute, errors);
            }
            let mut field = Field::new(&name.ident, &argument.ty, attributes.docs, options, errors);
            field.rules = Rules::parse(&attributes.garde, errors);
            field.sealed = sealed;
            Some(Argument::Field(Box::new(field)))
        }
        pattern => {
            errors.at(pattern, nameless(pattern, &argument.ty));
            None
        }
    }
}

/// A form field has its name from the argument. Extractors are what people usually take apart, so say that too.
fn nameless(pattern: &Pat, ty: &Type) -> String {
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
