//! Text that is more than text: choices of a derived enum, types with a `FromStr`.

use std::fmt::Display;
use std::str::FromStr;

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

/// Parses the node's text, trimmed, and shows the type's own words when it can't: for types of the app that have some for people.
///
/// ```
/// use frontdesk_actions::form::{self, FieldErrors, FieldKind, FromForm, Node};
///
/// struct Email(String);
///
/// impl std::str::FromStr for Email {
///     type Err = &'static str;
///
///     fn from_str(text: &str) -> Result<Self, Self::Err> {
///         if text.contains('@') { Ok(Self(text.to_owned())) } else { Err("an address has an @ in it") }
///     }
/// }
///
/// impl FromForm for Email {
///     const KIND: FieldKind = FieldKind::Required;
///
///     fn from_form(node: Node<'_>) -> Result<Self, FieldErrors> {
///         form::parse(node)
///     }
/// }
/// ```
///
/// # Errors
///
/// "required" when nothing was typed, what the type says for text that it refuses.
pub fn parse<T>(node: Node<'_>) -> Result<T, FieldErrors>
where
    T: FromStr,
    T::Err: Display,
{
    let text = scalar::text(node).map_err(FieldErrors::new)?;
    match text.trim() {
        "" => Err(FieldErrors::new("required")),
        text => text
            .parse()
            .map_err(|error: T::Err| FieldErrors::new(error.to_string())),
    }
}
