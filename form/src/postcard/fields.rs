//! Asks whether postcard can carry the fields of a struct, for generated code.

use std::marker::PhantomData;

use serde::de::DeserializeOwned;

use super::read::read;
use crate::error::FormError;
use crate::limits::FormLimits;

/// Stands for the types of a struct's fields, for generated code to find out whether postcard can
/// carry them: `(&PostcardFields::<T>::new()).read(…)` finds [`ViaPostcard`] if it can, else
/// [`ViaOther`].
#[derive(Debug)]
pub struct PostcardFields<T>(PhantomData<fn() -> T>);

impl<T> PostcardFields<T> {
    /// Creates the value for the field types `T`, a tuple.
    #[must_use]
    #[expect(clippy::new_without_default, reason = "for generated code alone")]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

/// Fields that all implement `Deserialize`.
pub trait ViaPostcard<T> {
    /// Returns `true`: postcard can carry them.
    fn are_taken(&self) -> bool;

    /// Reads the fields.
    ///
    /// # Errors
    ///
    /// Returns an error if the body has other fields, too many values, or values nested too deeply.
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

/// Fields of which some cannot be carried by postcard.
pub trait ViaOther<T> {
    /// Returns `false`.
    fn are_taken(&self) -> bool;

    /// Fails. A form with such fields rejects postcard before its body is read.
    ///
    /// # Errors
    ///
    /// Always returns an error.
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
