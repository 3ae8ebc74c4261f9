//! Reads the fields of a struct from a postcard body, one after the other.

use serde::Deserialize as _;
use serde::de::DeserializeOwned;

use super::bounded::{Bounded, Budget};
use crate::error::FormError;
use crate::limits::FormLimits;

/// Reads the fields of a struct from a postcard body, in order.
///
/// postcard writes a tuple as its elements in a row, so the fields are read like the elements of
/// one tuple, and generated code needs no `Deserialize` implementation for that tuple. Together
/// they may have as many values as a form may have fields. Lengths in the body are never allocated
/// in advance.
pub struct PostcardReader<'b> {
    body: postcard::Deserializer<'b, postcard::de_flavors::Slice<'b>>,
    budget: Budget,
    limit: usize,
}

/// Reads one field, for generated code to store in a constant.
pub type ReadPostcard<T> = fn(&mut PostcardReader<'_>) -> Result<T, FormError>;

impl<'b> PostcardReader<'b> {
    /// Reads `body` within `limits`.
    #[must_use]
    pub fn new(body: &'b [u8], limits: &FormLimits) -> Self {
        Self {
            body: postcard::Deserializer::from_bytes(body),
            budget: Budget::new(limits.fields),
            limit: limits.fields,
        }
    }

    /// Reads the next field.
    ///
    /// # Errors
    ///
    /// Returns an error if the body has another value here, too many values, or too deep ones.
    pub fn value<T: DeserializeOwned>(&mut self) -> Result<T, FormError> {
        // A tuple of one: its element counts as a value, one level down, as in the tuple of all
        // fields.
        let tuple = <(T,)>::deserialize(Bounded::new(&mut self.body, &self.budget));
        tuple.map(|(value,)| value).map_err(|_| self.error())
    }

    /// Reads the next field with `read`, which is `None` for a type that postcard cannot carry. An
    /// action with such a field refuses postcard before it reads the body.
    ///
    /// # Errors
    ///
    /// Returns an error like [`value`](Self::value), and always for `None`.
    pub fn field<T>(&mut self, read: Option<ReadPostcard<T>>) -> Result<T, FormError> {
        read.map_or_else(|| Err(FormError::postcard_unsupported()), |read| read(self))
    }

    /// Ends reading.
    ///
    /// # Errors
    ///
    /// Returns an error if bytes remain.
    pub fn finish(self) -> Result<(), FormError> {
        match self.body.finalize() {
            Ok([]) => Ok(()),
            _ => Err(FormError::postcard()),
        }
    }

    fn error(&self) -> FormError {
        if self.budget.is_spent() {
            FormError::too_many_values(self.limit)
        } else {
            FormError::postcard()
        }
    }
}

impl std::fmt::Debug for PostcardReader<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PostcardReader").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(body: &[u8], fields: usize) -> PostcardReader<'_> {
        PostcardReader::new(body, &FormLimits::default().with_fields(fields))
    }

    #[test]
    fn fields_are_read_like_the_elements_of_a_tuple() {
        let body = postcard::to_stdvec(&("a", 7u32, vec![true], None::<u8>)).unwrap();
        let mut reader = reader(&body, 9);
        assert_eq!(reader.value::<String>().unwrap(), "a");
        assert_eq!(reader.value::<u32>().unwrap(), 7);
        assert_eq!(reader.value::<Vec<bool>>().unwrap(), [true]);
        assert_eq!(reader.value::<Option<u8>>().unwrap(), None);
        assert!(reader.finish().is_ok());
    }

    #[test]
    fn more_values_than_the_limit_are_an_error() {
        let mut reader = reader(&[1, 1, 1], 2);
        assert!(reader.value::<u8>().is_ok());
        assert!(reader.value::<u8>().is_ok());
        assert!(reader.value::<u8>().unwrap_err().is_too_many_fields());
    }

    #[test]
    fn another_value_or_remaining_bytes_are_an_error() {
        assert!(reader(&[2], 9).value::<bool>().unwrap_err().is_postcard());
        assert!(reader(&[], 9).value::<u8>().unwrap_err().is_postcard());
        assert!(reader(&[0], 9).finish().unwrap_err().is_postcard());
    }
}
