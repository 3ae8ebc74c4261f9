//! Checks of the options of `#[field(…)]`, for values from a form and from elsewhere.

use super::{ByFromForm, BySerde};
use crate::form::__private::{Constraints, REQUIRED, within};
use crate::form::{FieldErrors, FromField, FromForm};

/// A type whose field is a checkbox that is checked or not.
#[diagnostic::on_unimplemented(
    message = "`required` is for a checkbox that must be checked, and `{Self}` is none",
    label = "not `bool`",
    note = "a number, a date or a choice is required anyway; a text is with `#[garde(length(min = 1))]`"
)]
pub trait MustBeChecked {
    /// Whether the checkbox is checked.
    fn is_checked(&self) -> bool;
}

impl MustBeChecked for bool {
    fn is_checked(&self) -> bool {
        *self
    }
}

/// Reports a checkbox that must be checked, unless it is.
pub fn is_checked<T: MustBeChecked>(name: &str, value: &T, errors: &mut FieldErrors) -> bool {
    let is_checked = value.is_checked();
    if !is_checked {
        errors.merge(FieldErrors::new(REQUIRED).at(name));
    }
    is_checked
}

impl<T: FromForm> ByFromForm<T> {
    /// Reports a date or a time that is not within these bounds, unless it is.
    pub fn is_within(self, name: &str, value: &T, bounds: &Constraints, errors: &mut FieldErrors) -> bool
    where
        T: PartialOrd,
    {
        report(name, within(value, bounds, |node| T::from_form(node)), errors)
    }
}

impl<T> BySerde<T> {
    /// Reports a date or a time that is not within these bounds, unless it is.
    pub fn is_within(self, name: &str, value: &T, bounds: &Constraints, errors: &mut FieldErrors) -> bool
    where
        T: FromField + PartialOrd,
    {
        report(name, within(value, bounds, |node| T::from_field(node)), errors)
    }
}

fn report(name: &str, checked: Result<(), FieldErrors>, errors: &mut FieldErrors) -> bool {
    let is_within = checked.is_ok();
    if let Err(error) = checked {
        errors.merge(error.at(name));
    }
    is_within
}
