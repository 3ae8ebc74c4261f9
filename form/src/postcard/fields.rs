//! Asks whether postcard can carry the fields of a struct, for generated code.

use std::marker::PhantomData;

use serde::de::DeserializeOwned;

use super::read::read;
use crate::error::FormError;
use crate::limits::FormLimits;

/// The types of an action's fields, for generated code to ask whether postcard can carry them: `(&Fields::<T>::new()).read(…)`
/// finds [`ViaPostcard`] where it can, else [`ViaOther`].
#[derive(Debug)]
pub struct PostcardFields<T>(PhantomData<fn() -> T>);

impl<T> PostcardFields<T> {
    /// Asks for `T`.
    #[must_use]
    #[expect(clippy::new_without_default, reason = "for generated code alone")]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

/// Fields that are all `Deserialize`.
pub trait ViaPostcard<T> {
    /// Whether postcard can carry them.
    fn are_taken(&self) -> bool;

    /// Reads them.
    ///
    /// # Errors
    ///
    /// The problem of a body that has other fields, too many values, or too deep ones.
    fn read(&self, body: &[u8], limits: &FormLimits) -> Result<T, FormError>;
}

impl<T: DeserializeOwned> ViaPostcard<T> for PostcardFields<T> {
    fn are_taken(&self) -> bool {
        true
    }

    fn read(&self, body: &[u8], limits: &FormLimits) -> Result<T, FormError> {
        read(body, limits)
    }
}

/// Fields that postcard can't carry.
pub trait ViaOther<T> {
    /// No.
    fn are_taken(&self) -> bool;

    /// Never called: such an action refuses postcard before it reads anything.
    ///
    /// # Errors
    ///
    /// Always.
    fn read(&self, body: &[u8], limits: &FormLimits) -> Result<T, FormError>;
}

impl<T> ViaOther<T> for &PostcardFields<T> {
    fn are_taken(&self) -> bool {
        false
    }

    fn read(&self, _: &[u8], _: &FormLimits) -> Result<T, FormError> {
        Err(FormError::postcard_unsupported())
    }
}
