//! Decodes a type that only implements `Deserialize`, with messages for people.

use serde::de::DeserializeOwned;

use super::flat::read_flat;
use super::guess::guess;
use super::read::read;
use crate::field_errors::FieldErrors;
use crate::node::Node;

/// Decodes any type that implements `Deserialize` from the value at `node`.
///
/// The rules are those of [`FromForm`](crate::FromForm): inside structs a missing `bool` is
/// `false`, a missing list is empty, and a blank field counts as missing, unless
/// `#[serde(default)]` is set. Enums of unit variants are read by their serde names. Dates and
/// times may lack the seconds, which inputs do not submit.
///
/// Serde stops at the first error, so the value is decoded again with a made-up value in its place,
/// until no other error is found. One error of each list is found, and none behind a type that accepts
/// no made-up value. The text of `serde::de::Error::custom` may be a
/// parser's, written for programmers, so the message is "is not valid" instead, or for dates and
/// times "must be a date". A type with messages for people implements [`FromForm`](crate::FromForm)
/// (see [`parse`](crate::parse)).
///
/// Behind `#[serde(flatten)]` and `#[serde(tag)]` serde does not pass on which types it wants, so they
/// are found by trying: texts, numbers, checkboxes, lists and enums are decoded as elsewhere. A blank
/// value there counts as missing, unless it is a required text. Behind `#[serde(untagged)]` form values
/// are texts.
///
/// A whole form ([`FormData::root`](crate::FormData::root)) can be decoded as a `Vec<(String, String)>` of
/// its names and values in the order sent.
///
/// # Errors
///
/// Returns the errors, with their paths below `node`.
///
/// ```
/// use frontdesk_form::{FormData, FormLimits, deserialize};
///
/// #[derive(serde::Deserialize)]
/// #[serde(rename_all = "lowercase")]
/// enum Colour { Red, Green }
///
/// let form = FormData::from_urlencoded(b"a=red&b=blue", &FormLimits::default()).unwrap();
///
/// assert!(matches!(deserialize(form.root().field("a")), Ok(Colour::Red)));
/// let errors = deserialize::<Colour>(form.root().field("b")).err().unwrap();
/// assert_eq!(errors.iter().next().unwrap().1.text(), "must be one of: red, green");
/// ```
pub fn deserialize<T: DeserializeOwned>(node: Node<'_>) -> Result<T, FieldErrors> {
    if let Some(value) = read_flat(node) {
        return Ok(value);
    }
    node.in_fixed_order(read).map_err(|errors| {
        // Dates and times are recognised by what they accept.
        let wanted = errors.has_not_valid().then(|| guess::<T>().wanted());
        match wanted.flatten() {
            Some(wanted) => errors.with_wanted(&wanted),
            None => errors,
        }
    })
}
