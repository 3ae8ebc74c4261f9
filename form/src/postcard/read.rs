//! Reads one value from a postcard body, within limits.

use serde::de::DeserializeOwned;

use super::bounded::{Bounded, Budget};
use crate::error::FormError;
use crate::limits::FormLimits;

/// Reads one value that takes all of `body`, of at most as many values as a form may have fields,
/// and no deeper than any form. Lengths in the body are never allocated in advance.
pub(super) fn read<T: DeserializeOwned>(body: &[u8], limits: &FormLimits) -> Result<T, FormError> {
    let budget = Budget::new(limits.fields);
    let mut reader = postcard::Deserializer::from_bytes(body);
    let value = T::deserialize(Bounded::new(&mut reader, &budget));
    match (value, reader.finalize()) {
        (Ok(value), Ok([])) => Ok(value),
        _ if budget.is_spent() => Err(FormError::too_many_values(limits.fields)),
        _ => Err(FormError::postcard()),
    }
}
