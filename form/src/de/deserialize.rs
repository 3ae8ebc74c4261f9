//! Decodes a type that only knows serde, with the messages of forms.

use serde::de::DeserializeOwned;

use super::guess::guess;
use super::read::read;
use crate::field_errors::FieldErrors;
use crate::node::Node;

/// Decodes any `Deserialize` type from the value at `node`.
///
/// The rules are those of [`FromForm`](crate::FromForm): inside structs an absent `bool` is false,
/// an absent list is empty, and a field left blank counts as absent, unless `#[serde(default)]` has
/// a better idea. Enums of unit variants are read by their serde names. Dates and times may lack
/// the seconds that inputs do not send.
///
/// Serde stops at the first error within one value. Messages are ours: what a type says with `serde::de::Error::custom` may be
/// a parser's text, so it is "is not valid", and of dates and times what is wanted. A type that has words for people says them through
/// [`FromForm`](crate::FromForm) (see [`parse`](crate::parse)).
///
/// Types behind `#[serde(flatten)]`, `#[serde(untagged)]` or `#[serde(tag)]` see form values as
/// text, as serde keeps no types there: their numbers need JSON, their checkboxes and lists
/// `#[serde(default)]`.
///
/// # Errors
///
/// The error with its path below `node`.
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
/// assert_eq!(errors.iter().next(), Some(("", "must be one of: red, green")));
/// ```
pub fn deserialize<T: DeserializeOwned>(node: Node<'_>) -> Result<T, FieldErrors> {
    read(node).map_err(|errors| {
        // Dates and times are known by what they read.
        let wanted = errors.say_not_valid().then(|| guess::<T>().wanted());
        match wanted.flatten() {
            Some(wanted) => errors.saying(wanted),
            None => errors,
        }
    })
}
