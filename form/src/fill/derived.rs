//! How generated code fills in the fields of a struct, whatever their types implement.

use serde::Serialize;

use super::{Fill, FormWriter, serialize};

/// A field's value. Its method `fill_part` is that of the first of [`ViaFill`], [`ViaSerialize`] and
/// [`ViaNothing`] that fits the type: write `(&&&Filled(&value)).fill_part(…)`, with all three in scope.
#[derive(Debug)]
#[expect(clippy::exhaustive_structs, reason = "generated code constructs it")]
pub struct Filled<'a, T>(pub &'a T);

/// Implemented for values that fill fields of their own type.
pub trait ViaFill {
    /// Writes the field.
    fn fill_part(&self, form: &mut FormWriter<'_>);
}

impl<T: Fill<T>> ViaFill for &&Filled<'_, T> {
    fn fill_part(&self, form: &mut FormWriter<'_>) {
        self.0.fill(form);
    }
}

/// Implemented for values that serde can write.
pub trait ViaSerialize {
    /// Writes the field.
    fn fill_part(&self, form: &mut FormWriter<'_>);
}

impl<T: Serialize> ViaSerialize for &Filled<'_, T> {
    fn fill_part(&self, form: &mut FormWriter<'_>) {
        serialize::fill(self.0, form);
    }
}

/// Implemented for all values.
pub trait ViaNothing {
    /// Does not compile where a form is filled in, which is the only place where it is called.
    fn fill_part(&self, form: &mut FormWriter<'_>);
}

impl<T> ViaNothing for Filled<'_, T> {
    fn fill_part(&self, _: &mut FormWriter<'_>) {
        const {
            panic!(
                "a field of this type can't be filled in, because the type implements neither `Fill` nor \
                 `serde::Serialize`; implement one of them, or fill in the other fields one by one"
            )
        }
    }
}
