//! Text that is more than text: choices of a derived enum, types with a `FromStr`.

use std::borrow::Cow;
use std::fmt::Display;
use std::str::FromStr;

use crate::field_errors::FieldErrors;
use crate::messages::{REQUIRED, choices};
use crate::node::Node;
use crate::scalar;

impl<'a> Node<'a> {
    /// Returns the single text submitted under this name, with line breaks as LF unless
    /// [`raw`](Self::raw) is set.
    ///
    /// A [`FromForm`](crate::FromForm) implementation usually starts from this.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is missing, was submitted more than once with different values,
    /// is not valid UTF-8, or in JSON is not a string.
    pub fn text(self) -> Result<Cow<'a, str>, FieldErrors> {
        scalar::text(self).map_err(FieldErrors::new)
    }
}

/// Which of the names the node's text is, by its index. `#[derive(FromForm)]` calls it for enums.
///
/// # Errors
///
/// "required" when nothing was chosen, a list of the names for any other text.
pub fn choice(node: Node<'_>, names: &[&str]) -> Result<usize, FieldErrors> {
    let text = scalar::text(node).map_err(FieldErrors::new)?;
    match names.iter().position(|name| *name == text) {
        Some(at) => Ok(at),
        None if text.is_empty() => Err(FieldErrors::new(REQUIRED)),
        None => Err(FieldErrors::new(choices(names))),
    }
}

/// Parses the node's text, trimmed, and shows the type's own words when it can't: for types of the app that have some for people.
///
/// ```
/// use frontdesk_form::{self as form, FieldErrors, FieldKind, FromForm, Node};
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
        "" => Err(FieldErrors::new(REQUIRED)),
        text => text
            .parse()
            .map_err(|error: T::Err| FieldErrors::new(error.to_string())),
    }
}
