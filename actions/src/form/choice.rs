//! Choices of a derived enum.

use super::scalar::{self, choices};
use super::{FieldErrors, Node};

/// Which of the names the node's text is, by its index. `#[derive(FromForm)]` calls it for enums.
///
/// # Errors
///
/// "required" when nothing was chosen, a list of the names for any other text.
pub fn choice(node: Node<'_>, names: &[&str]) -> Result<usize, FieldErrors> {
    let text = scalar::text(node).map_err(FieldErrors::new)?;
    match names.iter().position(|name| *name == text) {
        Some(at) => Ok(at),
        None if text.is_empty() => Err(FieldErrors::new("required")),
        None => Err(FieldErrors::new(choices(names))),
    }
}
