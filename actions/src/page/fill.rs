//! Values that a page fills into a form.

use frontdesk_form::Pressed;
use frontdesk_router::Json;
use serde::Serialize;

/// A value that can be filled into a form field. Enums that derive `FromForm` implement it; convert
/// other types of your own to text: `form.fill(EditTodo::DUE, todo.due.to_string())`.
///
/// ```
/// use frontdesk_actions::Fill;
///
/// let mut values = Vec::new();
/// [Some(1), None, Some(3)].fill(&mut values);
/// assert_eq!(values, ["1", "3"]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be filled into a form field",
    note = "fill in its text: `.fill(…, value.to_string())`; the parts of a struct one by one: `.fill_path(\"address.city\", …)`"
)]
pub trait Fill {
    /// Appends the values of the field: nothing for `None`, several for a list.
    fn fill(&self, values: &mut Vec<String>);
}

macro_rules! by_display {
    ($($type:ty)*) => {
        $(
            impl Fill for $type {
                fn fill(&self, values: &mut Vec<String>) {
                    values.push(self.to_string());
                }
            }
        )*
    };
}

by_display! { str String char bool u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64 }

impl<T: Fill + ?Sized> Fill for &T {
    fn fill(&self, values: &mut Vec<String>) {
        (**self).fill(values);
    }
}

impl Fill for Pressed {
    fn fill(&self, _: &mut Vec<String>) {}
}

impl<T: Serialize> Fill for Json<T> {
    /// Appends the value as JSON; nothing if it can't be written as such.
    fn fill(&self, values: &mut Vec<String>) {
        values.extend(serde_json::to_string(&self.0));
    }
}

impl<T: Fill> Fill for Option<T> {
    fn fill(&self, values: &mut Vec<String>) {
        if let Some(value) = self {
            value.fill(values);
        }
    }
}

impl<T: Fill> Fill for [T] {
    fn fill(&self, values: &mut Vec<String>) {
        self.iter().for_each(|value| value.fill(values));
    }
}

impl<T: Fill, const N: usize> Fill for [T; N] {
    fn fill(&self, values: &mut Vec<String>) {
        self.as_slice().fill(values);
    }
}

impl<T: Fill> Fill for Vec<T> {
    fn fill(&self, values: &mut Vec<String>) {
        self.as_slice().fill(values);
    }
}
