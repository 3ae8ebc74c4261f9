//! Picks the way to decode a field: [`FromForm`] if the type has it, else serde.
//!
//! Generated code calls `(&Decode::<T>::new()).decode(node)` with both traits in scope. Method
//! lookup tries `Decode<T>` before `&Decode<T>`, so `FromForm` wins where it exists. This works for
//! concrete types only, which is what macros write.

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

/// The type of a field, for generated code to ask how to decode it.
pub struct Decode<T>(PhantomData<fn() -> T>);

impl<T> Decode<T> {
    /// Asks for `T`.
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

/// Decodes through [`FromForm`]; tried first.
pub trait ViaFromForm {
    /// The type of the field.
    type Value;

    /// Decodes the field at `node`.
    ///
    /// # Errors
    ///
    /// Everything wrong with the field.
    fn decode(&self, node: Node<'_>) -> Result<Self::Value, FieldErrors>;

    /// What kind of control the field is.
    fn kind(&self) -> FieldKind;

    /// What a page must know of the type.
    fn control(&self) -> Control;

    /// Checks a value that did not come from a form.
    fn check(&self, value: &Self::Value, name: &str, errors: &mut FieldErrors);

    /// Whether postcard may bring it.
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

/// Decodes through serde; tried when there is no [`FromForm`].
///
/// It holds for every type, and only its methods ask for more: so a type that can't be decoded gets
/// the message of [`FromField`] instead of "no method found".
pub trait ViaDeserialize {
    /// The type of the field.
    type Value;

    /// Decodes the field at `node`.
    ///
    /// # Errors
    ///
    /// What is wrong with the field.
    fn decode(&self, node: Node<'_>) -> Result<Self::Value, FieldErrors>
    where
        Self::Value: FromField;

    /// What kind of control the field is, as far as a trial tells: run it once, not per request.
    fn kind(&self) -> FieldKind
    where
        Self::Value: FromField;

    /// Of such a type there is nothing to check.
    fn check(&self, _: &Self::Value, _: &str, _: &mut FieldErrors) {}

    /// serde reads it in any case.
    fn takes_postcard(&self) -> bool {
        true
    }

    /// What a page must know of the type, likewise.
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

/// A type that can be a field without [`FromForm`]: everything that implements `Deserialize`.
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
    /// What is wrong with the field.
    fn from_field(node: Node<'_>) -> Result<Self, FieldErrors>;

    /// The input that the type calls for, as far as trying tells.
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

/// Never implemented: `Option<Vec<_>>` is refused when its decoding is written down.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be read from a form field",
    label = "use `Vec<_>` instead",
    note = "a form can't tell an absent list from an empty one: `Vec<_>` is empty when nothing was sent"
)]
pub trait NotOptionalList {}

impl<T> Decode<Option<Vec<T>>> {
    /// Wins over both traits, only to say what to write instead.
    ///
    /// # Errors
    ///
    /// Never called.
    pub fn decode(&self, _: Node<'_>) -> Result<Option<Vec<T>>, FieldErrors>
    where
        Option<Vec<T>>: NotOptionalList,
    {
        Ok(None)
    }
}
