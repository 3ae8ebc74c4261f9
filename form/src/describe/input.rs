//! Types of inputs.

use crate::messages::{NO_DATE, NO_MOMENT, NO_TIME};
use crate::words::Message;

/// The `type` of an `<input>` ([HTML, states of the type
/// attribute](https://html.spec.whatwg.org/multipage/input.html#attr-input-type)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InputType {
    /// `text`
    Text,
    /// `number`, whole.
    Number,
    /// `number`, of any precision.
    Decimal,
    /// `checkbox`
    Checkbox,
    /// `email`
    Email,
    /// `url`
    Url,
    /// `password`
    Password,
    /// `date`
    Date,
    /// `time`
    Time,
    /// `datetime-local`
    DateTime,
    /// `file`
    File,
}

impl InputType {
    /// Returns the value of the `type` attribute.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number | Self::Decimal => "number",
            Self::Checkbox => "checkbox",
            Self::Email => "email",
            Self::Url => "url",
            Self::Password => "password",
            Self::Date => "date",
            Self::Time => "time",
            Self::DateTime => "datetime-local",
            Self::File => "file",
        }
    }

    /// Returns the message for a value of another type, or `None` if a message about the value
    /// itself is better.
    pub(crate) const fn wanted(self) -> Option<Message> {
        match self {
            Self::Date => Some(NO_DATE),
            Self::Time => Some(NO_TIME),
            Self::DateTime => Some(NO_MOMENT),
            _ => None,
        }
    }

    /// Returns `true` if the input takes a line of text, which can have a length and a pattern.
    #[must_use]
    pub const fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::Email | Self::Url | Self::Password)
    }

    /// Returns `true` if the values of the input have a first and a last one: numbers, dates and times.
    #[must_use]
    pub const fn has_range(self) -> bool {
        matches!(self, Self::Date | Self::Time | Self::DateTime) || self.is_number()
    }

    /// Returns `true` if the input takes a number.
    #[must_use]
    pub const fn is_number(self) -> bool {
        matches!(self, Self::Number | Self::Decimal)
    }
}
