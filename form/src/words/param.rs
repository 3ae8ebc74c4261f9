//! The parameters of a message.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize, Serializer};

/// A value in a message, such as the 200 of "must have at most 200 characters".
///
/// ```
/// use frontdesk_form::Param;
///
/// assert_eq!(Param::from(200), Param::Integer(200));
/// assert_eq!(Param::from("red").to_string(), "red");
/// ```
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[expect(
    clippy::exhaustive_enums,
    reason = "JSON and the formats of translators have no other values"
)]
pub enum Param {
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// A text: a name, a date, a list, a number that fits nowhere else.
    Text(Cow<'static, str>),
}

impl Param {
    /// Returns the value that a text names: a number if it is one, else the text.
    #[cfg_attr(not(feature = "garde"), allow(dead_code, reason = "the bounds of garde's rules"))]
    pub(crate) fn read(text: &str) -> Self {
        let integer = || text.parse().ok().map(Self::Integer);
        // A number in another spelling, or beyond what is exact, remains the text that it is.
        let float = || {
            let number = text.parse::<f64>().ok().filter(|number| number.is_finite())?;
            (number.to_string() == text).then_some(Self::Float(number))
        };
        integer().or_else(float).unwrap_or_else(|| Self::from(text))
    }

    /// Returns whether this is the number 1, whose noun is in the singular in English.
    pub(super) fn is_one(&self) -> bool {
        matches!(self, Self::Integer(1))
    }
}

impl From<&str> for Param {
    fn from(text: &str) -> Self {
        Self::Text(Cow::Owned(text.to_owned()))
    }
}

impl From<String> for Param {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<f64> for Param {
    fn from(number: f64) -> Self {
        Self::Float(number)
    }
}

macro_rules! from_integers {
    ($($small:ty)*; $($large:ty)*) => {
        $(impl From<$small> for Param {
            fn from(number: $small) -> Self {
                Self::Integer(number.into())
            }
        })*
        $(impl From<$large> for Param {
            /// A number that `i64` can't hold becomes a text.
            fn from(number: $large) -> Self {
                i64::try_from(number).map_or_else(|_| Self::Text(number.to_string().into()), Self::Integer)
            }
        })*
    };
}

from_integers! { i8 i16 i32 i64 u8 u16 u32; u64 usize isize i128 u128 }

impl fmt::Display for Param {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(number) => number.fmt(f),
            Self::Float(number) => number.fmt(f),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// Formats that describe themselves have the value: `200`, `"red"`. Others have the variant too, so
/// that they can be read again.
impl Serialize for Param {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Integer(number) if serializer.is_human_readable() => serializer.serialize_i64(*number),
            Self::Float(number) if serializer.is_human_readable() => serializer.serialize_f64(*number),
            Self::Text(text) if serializer.is_human_readable() => serializer.serialize_str(text),
            Self::Integer(number) => serializer.serialize_newtype_variant("Param", 0, "Integer", number),
            Self::Float(number) => serializer.serialize_newtype_variant("Param", 1, "Float", number),
            Self::Text(text) => serializer.serialize_newtype_variant("Param", 2, "Text", &**text),
        }
    }
}

/// The parameters of a [`Message`](crate::Message), by name.
///
/// ```
/// use frontdesk_form::{Message, Param};
///
/// let message = Message::new("taken", "is taken by Ada").with("by", "Ada");
/// assert_eq!(message.params().get("by"), Some(&Param::from("Ada")));
/// assert_eq!(message.params().iter().count(), 1);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Params(Vec<(Cow<'static, str>, Param)>);

impl Params {
    /// No parameters.
    pub const NONE: &'static Self = &Self(Vec::new());

    /// Returns the value of a parameter; `None` if the message has none of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Param> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value)
    }

    /// Returns all parameters, in the order in which they were set.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Param)> {
        self.0.iter().map(|(name, value)| (&**name, value))
    }

    /// Returns `true` if there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Sets a parameter, in place of one of the same name.
    pub(super) fn set(&mut self, name: Cow<'static, str>, value: Param) {
        match self.0.iter_mut().find(|(own, _)| *own == name) {
            Some((_, own)) => *own = value,
            None => self.0.push((name, value)),
        }
    }
}
