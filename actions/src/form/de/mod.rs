//! Types that only know serde, read from a form.
//!
//! Serde describes types, not HTML: to it an absent checkbox is a missing field, and a blank one is
//! an error. So a value is first decoded plainly, which leaves `#[serde(default)]` and friends
//! alone. Where that fails and HTML has a rule for it, the rule is noted as an [`Amend`] and the
//! whole value is decoded again, until it succeeds or there is no rule left.

mod access;
mod amend;
mod deserializer;
mod error;
mod key;
mod variant;

use serde::de::DeserializeOwned;

use self::amend::Amends;
use self::deserializer::NodeDeserializer;
use self::error::Error;
pub(super) use self::error::NOT_VALID;
use super::{FieldErrors, Node, control};

/// Each retry brings one rule for one place of the type (not of the data), so this many only ever
/// happen to types with hundreds of checkboxes.
const RETRIES: usize = 256;

/// Decodes any `Deserialize` type from the value at `node`.
///
/// The rules are those of [`FromForm`](super::FromForm): inside structs an absent `bool` is false,
/// an absent list is empty, and a field left blank counts as absent, unless `#[serde(default)]` has
/// a better idea. Enums of unit variants are read by their serde names. Dates and times may lack
/// the seconds that inputs do not send.
///
/// Serde stops at the first error within one value. Messages are ours: what a type says with `serde::de::Error::custom` may be
/// a parser's text, so it is "is not valid", and of dates and times what is wanted. A type that has words for people says them through
/// [`FromForm`](super::FromForm) (see [`parse`](super::parse)).
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
/// use frontdesk_actions::form::{FormData, FormLimits, deserialize};
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
        let wanted = errors.say_not_valid().then(|| control::guess::<T>().wanted());
        match wanted.flatten() {
            Some(wanted) => errors.saying(wanted),
            None => errors,
        }
    })
}

/// The same, with no more to say than the type has.
pub(super) fn read<T: DeserializeOwned>(node: Node<'_>) -> Result<T, FieldErrors> {
    let mut amends = Amends::default();
    let mut before = None::<Error>;
    loop {
        let here = NodeDeserializer::root(node, &amends);
        let error = match T::deserialize(here) {
            Ok(value) => return Ok(value),
            Err(error) => here.locate(error),
        };
        if amends.len() == RETRIES || !amends.learn(&error) {
            return Err(before
                .filter(|before| before.explains(&error))
                .unwrap_or(error)
                .into_errors());
        }
        before = Some(error);
    }
}
