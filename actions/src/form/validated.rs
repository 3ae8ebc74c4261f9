//! Validation of decoded fields, by the rules of garde.

use super::FieldErrors;

/// A struct whose fields have rules. Generated code implements it.
pub trait Validated {
    /// A reference to each field, as far as it could be decoded.
    type Parts<'a>
    where
        Self: 'a;

    /// Runs the rules of each field alone.
    fn each(parts: Self::Parts<'_>, errors: &mut FieldErrors);

    /// Runs the rules that look at several fields, once all of them are there.
    fn whole(&self, errors: &mut FieldErrors);
}

/// Adds what garde found. A message that is there already isn't repeated: a struct may be checked by garde's derive as well.
pub fn tell(report: garde::Report, errors: &mut FieldErrors) {
    for (path, error) in report.into_inner() {
        errors.add(path.to_string(), error.to_string());
    }
}
