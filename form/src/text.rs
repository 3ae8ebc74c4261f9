//! Text, and values that are written as text: enums, types with a `FromStr`.

use std::borrow::Cow;
use std::fmt::Display;
use std::str::FromStr;

use serde::de::DeserializeOwned;

use crate::de::deserialize;
use crate::field_errors::FieldErrors;
use crate::messages::{NOT_JSON, NOT_VALID, REQUIRED, choices};
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

/// Returns the index of the node's text among `names`, for an enum of unit variants. This is what
/// `#[derive(FromForm)]` calls.
///
/// ```
/// use frontdesk_form::{FieldErrors, FieldKind, FormData, FormLimits, FromForm, Node, choice};
///
/// #[derive(Debug, Clone, Copy, PartialEq)]
/// enum Size { Small, Large }
///
/// impl FromForm for Size {
///     const KIND: FieldKind = FieldKind::Choice;
///
///     fn from_form(node: Node<'_>) -> Result<Self, FieldErrors> {
///         Ok([Self::Small, Self::Large][choice(node, &["small", "large"])?])
///     }
/// }
///
/// let form = FormData::from_urlencoded(b"cup=large&plate=huge", &FormLimits::default())?;
/// assert_eq!(Size::from_form(form.root().field("cup")), Ok(Size::Large));
///
/// let error = Size::from_form(form.root().field("plate")).unwrap_err();
/// assert_eq!(error, FieldErrors::new("must be one of: small, large"));
/// # Ok::<(), frontdesk_form::FormError>(())
/// ```
///
/// # Errors
///
/// Returns "required" if the text is missing or empty, and a list of the names for any other text.
pub fn choice(node: Node<'_>, names: &[&str]) -> Result<usize, FieldErrors> {
    let text = scalar::text(node).map_err(FieldErrors::new)?;
    match names.iter().position(|name| *name == text) {
        Some(at) => Ok(at),
        None if text.is_empty() => Err(FieldErrors::new(REQUIRED)),
        None => Err(FieldErrors::new(choices(names))),
    }
}

/// Decodes JSON: from the text of a form field, or the value itself in a JSON body. A blank field is
/// "required".
///
/// ```
/// use frontdesk_form::{FieldErrors, FormData, FormLimits, json};
///
/// let form = FormData::from_urlencoded(b"point=[1,2]&other=[1,", &FormLimits::default())?;
/// assert_eq!(json(form.root().field("point")), Ok((1, 2)));
///
/// let error = json::<(u8, u8)>(form.root().field("other")).unwrap_err();
/// assert_eq!(error, FieldErrors::new("is not valid JSON"));
/// # Ok::<(), frontdesk_form::FormError>(())
/// ```
///
/// # Errors
///
/// Returns "is not valid JSON" for a text that is not, and "is not valid" for one that has another
/// structure than the type.
pub fn json<T: DeserializeOwned>(node: Node<'_>) -> Result<T, FieldErrors> {
    if node.is_json() {
        return deserialize(node);
    }
    let text = scalar::text(node.raw()).map_err(FieldErrors::new)?;
    if text.trim().is_empty() {
        return Err(FieldErrors::new(REQUIRED));
    }
    serde_json::from_str(&text).map_err(|error| FieldErrors::new(if error.is_data() { NOT_VALID } else { NOT_JSON }))
}

/// Parses the node's text, trimmed, with the type's `FromStr`. The message of an error is the
/// type's own, so this is for types whose messages are written for people.
///
/// ```
/// use frontdesk_form::{FieldErrors, FieldKind, FormData, FormLimits, FromForm, Node, parse};
///
/// struct Email(String);
///
/// impl std::str::FromStr for Email {
///     type Err = &'static str;
///
///     fn from_str(text: &str) -> Result<Self, Self::Err> {
///         let address = text.contains('@').then(|| Self(text.to_owned()));
///         address.ok_or("an address contains an @")
///     }
/// }
///
/// impl FromForm for Email {
///     const KIND: FieldKind = FieldKind::Required;
///
///     fn from_form(node: Node<'_>) -> Result<Self, FieldErrors> {
///         parse(node)
///     }
/// }
///
/// let form = FormData::from_urlencoded(b"from=ada", &FormLimits::default())?;
/// let error = Email::from_form(form.root().field("from")).err();
/// assert_eq!(error, Some(FieldErrors::new("an address contains an @")));
/// # Ok::<(), frontdesk_form::FormError>(())
/// ```
///
/// # Errors
///
/// Returns "required" if the text is missing or blank, and the type's own message if it rejects the
/// text.
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
