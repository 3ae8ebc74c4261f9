//! Structs whose fields have rules.

use crate::field_errors::FieldErrors;

/// A struct whose fields have rules. Generated code implements it.
pub trait Validated {
    /// A reference to each field, or `None` for a field that could not be decoded.
    type Parts<'a>
    where
        Self: 'a;

    /// Runs the rules of each field by itself.
    fn each(parts: Self::Parts<'_>, errors: &mut FieldErrors);

    /// Runs the rules that involve several fields, once all of them were decoded.
    fn whole(&self, errors: &mut FieldErrors);
}
