//! Decoding of types that do not implement [`FromForm`](crate::FromForm): by serde.

use serde::de::DeserializeOwned;

use crate::data::FormData;
use crate::de::{deserialize, guess, missing_feature, variants};
use crate::describe::{Control, InputType};
use crate::field_errors::FieldErrors;
use crate::kind::FieldKind;
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

    /// Returns what a page must know of the type, found by decoding examples: call it once, and not
    /// per request.
    fn control() -> Control;
}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned> FromField for T {
    fn from_field(node: Node<'_>) -> Result<Self, FieldErrors> {
        deserialize(node)
    }

    fn control() -> Control {
        let kind = match deserialize::<T>(FormData::empty().root()) {
            Ok(_) => FieldKind::Optional,
            Err(_) => FieldKind::Required,
        };
        let input = guess::<T>();
        let control = Control::of(kind).with_input(input).with_names(variants::<T>());
        let control = control.unreadable(missing_feature::<T>());
        match input {
            InputType::Date | InputType::Time | InputType::DateTime => control.always_sent(),
            _ => control,
        }
    }
}

/// Never implemented: makes the compiler reject a field of type `Option<Vec<_>>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be read from a form field",
    label = "use `Vec<_>` instead",
    note = "a form can't tell an absent list from an empty one: `Vec<_>` is empty when nothing was sent"
)]
pub trait NotOptionalList {}
