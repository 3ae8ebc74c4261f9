//! Reports fields that collide with each other.

use quote::ToTokens;

use super::field::Field;
use super::names::constant_name;
use crate::errors::Errors;

/// Reports form names that two fields share.
pub(crate) fn report_same_names(fields: &[&Field], errors: &mut Errors) {
    for (field, other) in repeated(fields, |field, other| {
        field.name == other.name && !field.rest && !other.rest
    }) {
        let place: &dyn ToTokens = field.rename.as_ref().map_or(&field.ident, |rename| rename);
        errors.at(
            place,
            format!(
                "`{}` and `{}` both have the form name `{}`; rename one of them with `#[field(rename = \"…\")]`",
                other.ident, field.ident, field.name
            ),
        );
    }
}

/// Reports fields without a constant, and constants that two fields share. Fields of the same form
/// name are reported already.
pub(crate) fn report_same_constants(fields: &[&Field], errors: &mut Errors) {
    let same = |field: &Field, other: &Field| {
        constant_name(&field.stem) == constant_name(&other.stem) && field.name != other.name
    };
    for (field, other) in repeated(fields, same) {
        let Some(constant) = constant_name(&field.stem) else {
            continue;
        };
        errors.at(
            &field.ident,
            format!(
                "`{}` and `{}` both get the constant `{constant}`; rename one of them",
                other.ident, field.ident
            ),
        );
    }
    for field in fields.iter().filter(|field| constant_name(&field.stem).is_none()) {
        let message = "has no upper-case form to name its constant; rename it";
        errors.at(&field.ident, format!("`{}` {message}", field.ident));
    }
}

/// Reports a second field that takes all names that no other field takes.
pub(crate) fn report_rests(fields: &[&Field], errors: &mut Errors) {
    for (field, other) in repeated(fields, |field, other| field.rest && other.rest) {
        let message = "both take all names that no other field takes; keep `rest` on one of them";
        errors.at(
            &field.ident,
            format!("`{}` and `{}` {message}", other.ident, field.ident),
        );
    }
}

/// Returns each field that is like an earlier one, with that one.
fn repeated<'a>(fields: &[&'a Field], is_like: fn(&Field, &Field) -> bool) -> Vec<(&'a Field, &'a Field)> {
    let pairs = fields.iter().enumerate().filter_map(|(index, field)| {
        let other = fields.iter().take(index).find(|other| is_like(field, other))?;
        Some((*field, *other))
    });
    pairs.collect()
}
