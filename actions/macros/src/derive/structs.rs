//! Derives `FromForm` for structs with named fields: a group of form fields.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::{DeriveInput, FieldsNamed};

use super::form_options::FormOptions;
use crate::emit::constants::constants;
use crate::emit::structure::Structure;
use crate::errors::Errors;
use crate::garde::rules::{Rules, checks_of_struct};
use crate::model::collisions::{report_rests, report_same_names};
use crate::model::field::Field;
use crate::parse::argument::named;
use crate::parse::field_options::{CHECK_ELSEWHERE, FieldOptions, STRUCT_FIELD_OPTIONS};
use crate::parse::option_list::OptionList;
use crate::parse::rename_all::RenameAll;

/// Returns the implementations for a struct.
pub(super) fn implementation(
    input: &DeriveInput,
    fields: &FieldsNamed,
    options: &FormOptions,
    errors: &mut Errors,
) -> TokenStream {
    let (name, generics) = (&input.ident, &input.generics);
    let checks = checks_of_struct(&input.attrs, errors);
    let visibilities = fields.named.iter().map(|field| &field.vis);
    let fields: Vec<_> = fields
        .named
        .iter()
        .filter_map(|field| form_field(field, options.rename_all, errors))
        .collect();
    let fields: Vec<_> = fields.iter().collect();
    report_same_names(&fields, errors);
    report_rests(&fields, errors);
    let structure = Structure {
        name,
        generics,
        fields: &fields,
        checks: &checks,
    };
    let implementations = structure.implementations();
    let constants =
        (!options.no_constants).then(|| constants(name, generics, fields.iter().copied().zip(visibilities)));
    quote_spanned!(Span::mixed_site()=> #implementations #constants)
}

fn form_field(field: &syn::Field, style: Option<RenameAll>, errors: &mut Errors) -> Option<Field> {
    let list = OptionList::new("`#[field]` on a field of a struct", &STRUCT_FIELD_OPTIONS);
    let list = list.elsewhere("check", CHECK_ELSEWHERE);
    let options = FieldOptions::parse(&named(&field.attrs, "field"), list, errors);
    let ident = field.ident.as_ref()?;
    let mut form_field = Field::new(
        ident,
        ident.clone(),
        &field.ty,
        named(&field.attrs, "doc"),
        options,
        style,
        errors,
    );
    form_field.rules = Rules::parse(&named(&field.attrs, "garde"), errors);
    Some(form_field)
}
