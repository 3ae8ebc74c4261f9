//! Chooses how to decode a field: by [`FromForm`] if the type implements it, else by serde.
//!
//! Generated code calls `(&Decode::<T>::new()).decode(node)` with both traits in scope. Method
//! lookup tries `Decode<T>` before `&Decode<T>`, so `FromForm` wins if it is implemented. This
//! works for concrete types only, which is what macros write.

use std::fmt;
use std::marker::PhantomData;

use serde::de::DeserializeOwned;

use crate::data::FormData;
use crate::de::{deserialize, guess};
use crate::describe::{Control, InputType};
use crate::field_errors::FieldErrors;
use crate::from_form::FromForm;
use crate::kind::FieldKind;
use crate::node::Node;

/// Stands for the type of a field, for generated code to choose how to decode it.
pub struct Decode<T>(PhantomData<fn() -> T>);

impl<T> Decode<T> {
    /// Creates the value for the field type `T`.
    #[must_use]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T> Default for Decode<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> fmt::Debug for Decode<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Decode")
    }
}

/// Decodes by [`FromForm`]. Tried first.
pub trait ViaFromForm {
    /// The type of the field.
    type Value;

    /// Decodes the field at `node`.
    ///
    /// # Errors
    ///
    /// Returns everything that is wrong with the field.
    fn decode(&self, node: Node<'_>) -> Result<Self::Value, FieldErrors>;

    /// Returns the kind of control.
    fn kind(&self) -> FieldKind;

    /// Returns what a page must know of the type.
    fn control(&self) -> Control;

    /// Checks a value that was not decoded from a form.
    fn check(&self, value: &Self::Value, name: &str, errors: &mut FieldErrors);

    /// Returns `true` if the type may be read from postcard.
    fn takes_postcard(&self) -> bool;
}

impl<T: FromForm> ViaFromForm for Decode<T> {
    type Value = T;

    fn decode(&self, node: Node<'_>) -> Result<T, FieldErrors> {
        T::from_form(node)
    }

    fn kind(&self) -> FieldKind {
        T::KIND
    }

    fn control(&self) -> Control {
        T::control()
    }

    fn check(&self, value: &T, name: &str, errors: &mut FieldErrors) {
        let mut own = FieldErrors::none();
        value.check(&mut own);
        errors.merge(own.at(name));
    }

    fn takes_postcard(&self) -> bool {
        T::takes_postcard()
    }
}

/// Decodes by serde. Tried if the type does not implement [`FromForm`].
///
/// It is implemented for every type, and only its methods have bounds, so that a type that cannot
/// be decoded gets the message of [`FromField`] instead of "no method found".
pub trait ViaDeserialize {
    /// The type of the field.
    type Value;

    /// Decodes the field at `node`.
    ///
    /// # Errors
    ///
    /// Returns what is wrong with the field.
    fn decode(&self, node: Node<'_>) -> Result<Self::Value, FieldErrors>
    where
        Self::Value: FromField;

    /// Returns the kind of control, found by decoding a missing field. Call it once, not per
    /// request.
    fn kind(&self) -> FieldKind
    where
        Self::Value: FromField;

    /// Does nothing: such a type has no rules.
    fn check(&self, _: &Self::Value, _: &str, _: &mut FieldErrors) {}

    /// Returns `true`: serde reads the type in any case.
    fn takes_postcard(&self) -> bool {
        true
    }

    /// Returns what a page must know of the type, found in the same way.
    fn control(&self) -> Control
    where
        Self::Value: FromField;
}

impl<T> ViaDeserialize for &Decode<T> {
    type Value = T;

    fn decode(&self, node: Node<'_>) -> Result<T, FieldErrors>
    where
        T: FromField,
    {
        T::from_field(node)
    }

    fn kind(&self) -> FieldKind
    where
        T: FromField,
    {
        match T::from_field(FormData::empty().root()) {
            Ok(_) => FieldKind::Optional,
            Err(_) => FieldKind::Required,
        }
    }

    fn control(&self) -> Control
    where
        T: FromField,
    {
        Control::of(self.kind()).with_input(T::input())
    }
}

/// A type that can be a form field without [`FromForm`]: every type that implements `Deserialize`.
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

impl<T> Decode<Option<Vec<T>>> {
    /// Wins over both traits, only for its error message. It can never be called.
    ///
    /// # Errors
    ///
    /// Never returns.
    pub fn decode(&self, _: Node<'_>) -> Result<Option<Vec<T>>, FieldErrors>
    where
        Option<Vec<T>>: NotOptionalList,
    {
        Ok(None)
    }
}
