//! Decodes a value again and again, until no rule of HTML helps any more.

use serde::de::DeserializeOwned;

use super::deserializer::NodeDeserializer;
use super::error::Error;
use super::remedy::Remedies;
use crate::field_errors::FieldErrors;
use crate::node::Node;

/// Each retry adds one remedy for one place of the type (not of the data), so only types with
/// hundreds of checkboxes need this many.
const MAX_RETRIES: usize = 256;

/// Decodes a value. Its messages are those of our serde error.
pub(super) fn read<T: DeserializeOwned>(node: Node<'_>) -> Result<T, FieldErrors> {
    let mut remedies = Remedies::default();
    let mut before = None::<Error>;
    loop {
        let here = NodeDeserializer::root(node, &remedies);
        let error = match T::deserialize(here) {
            Ok(value) => return Ok(value),
            Err(error) => here.locate(error),
        };
        let has_next = remedies.len() < MAX_RETRIES
            && error
                .remedy()
                .is_some_and(|(place, remedy)| remedies.learn(place, remedy));
        if !has_next {
            return Err(before
                .filter(|before| before.explains(&error))
                .unwrap_or(error)
                .into_errors());
        }
        before = Some(error);
    }
}
