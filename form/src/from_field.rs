//! Decoding of types that do not implement [`FromForm`](crate::FromForm): by serde.

use serde::de::DeserializeOwned;

use crate::de::{deserialize, guess};
use crate::describe::InputType;
use crate::field_errors::FieldErrors;
use crate::node::Node;

/// A type that can be a form field without [`FromForm`](crate::FromForm): every type that
/// implements `Deserialize`.
///
/// Generated code falls back to it, and compilers name it if a field's type implements neither. Call
/// [`deserialize`] instead.
///
/// ```
/// use frontdesk_form::{FormData, FormLimits, FromField};
///
/// let form = FormData::from_urlencoded(b"from=2026-11-20", &FormLimits::default())?;
/// let from = jiff::civil::Date::from_field(form.root().field("from"));
/// assert_eq!(from, Ok(jiff::civil::date(2026, 11, 20)));
/// # Ok::<(), frontdesk_form::FormError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be read from a form field",
    note = "implement `FromForm` (or derive it), or `serde::Deserialize`; or write `#[extract]` before it, if it comes \
            from the request"
)]
pub trait FromField: Sized {
    /// Decodes the field at `node`.
    ///
    /// # Errors
    ///
    /// Returns what is wrong with the field.
    fn from_field(node: Node<'_>) -> Result<Self, FieldErrors>;

    /// Returns the input that the type calls for, found by decoding examples.
    #[doc(hidden)]
    fn input() -> InputType;
}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned> FromField for T {
    fn from_field(node: Node<'_>) -> Result<Self, FieldErrors> {
        deserialize(node)
    }

    fn input() -> InputType {
        guess::<T>()
    }
}

/// Never implemented: makes the compiler reject a field of type `Option<Vec<_>>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be read from a form field",
    label = "use `Vec<_>` instead",
    note = "a form can't tell an absent list from an empty one: `Vec<_>` is empty when nothing was sent"
)]
pub trait NotOptionalList {}
