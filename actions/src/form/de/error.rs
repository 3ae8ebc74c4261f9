use std::borrow::Cow;
use std::fmt;

use serde::de::{self, Expected, Unexpected};

use super::amend::{Amend, Place, Step};
use crate::form::FieldErrors;
use crate::form::scalar::{self, Message};

pub(in crate::form) const NOT_VALID: Message = Cow::Borrowed("is not valid");

/// The first thing wrong with a value.
#[derive(Debug)]
pub(super) struct Error {
    message: Message,
    place: Option<Place>,
    amend: Option<Amend>,
}

impl Error {
    pub(super) fn new(message: Message) -> Self {
        Self {
            message,
            place: None,
            amend: None,
        }
    }

    pub(super) fn is_located(&self) -> bool {
        self.place.is_some()
    }

    pub(super) fn locate(self, place: Place) -> Self {
        Self {
            place: Some(place),
            ..self
        }
    }

    /// The same error with what may help, if nothing better is known.
    pub(super) fn with_remedy(self, amend: Amend) -> Self {
        Self {
            amend: self.amend.or(Some(amend)),
            ..self
        }
    }

    pub(super) fn with_message(self, message: Message) -> Self {
        Self { message, ..self }
    }

    /// What may help, and where.
    pub(super) fn remedy(&self) -> Option<(&Place, Amend)> {
        self.place.as_ref().zip(self.amend)
    }

    /// Whether `later`, after a missing field was offered, says no more than that it is missing:
    /// behind `#[serde(tag)]` and `#[serde(flatten)]` errors lose their place.
    pub(super) fn explains(&self, later: &Self) -> bool {
        matches!(self.amend, Some(Amend::Offer(_))) && self.place == later.place
    }

    pub(super) fn into_errors(self) -> FieldErrors {
        let mut errors = FieldErrors::new(self.message);
        if let Some(Amend::Offer(field)) = self.amend {
            errors = errors.at(field);
        }
        self.place
            .unwrap_or_default()
            .into_iter()
            .fold(errors, |errors, step| match step {
                Step::Name(name) | Step::Key(name) => errors.at(&name),
                Step::Item(index) | Step::Slot(index) => errors.at_index(index),
            })
    }
}

impl From<Message> for Error {
    fn from(message: Message) -> Self {
        Self::new(message)
    }
}

impl de::Error for Error {
    // Whose words these are is unknown: a parser's, made for programmers, or serde's own, with names of types. A type that has
    // words for people says them through `FromForm`.
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::new(NOT_VALID)
    }

    // What serde expected is often the name of a type, so only the words of serde's own
    // implementations are understood.
    fn invalid_type(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        if unexpected == Unexpected::Unit {
            return Self::new(scalar::REQUIRED);
        }
        Self::new(match expected.to_string().as_str() {
            "a string" | "a borrowed string" | "string" => scalar::NOT_TEXT,
            "a boolean" => scalar::NOT_A_BOOL,
            "f32" | "f64" => scalar::NOT_A_NUMBER,
            name if is_int(name) && matches!(unexpected, Unexpected::Float(_)) => scalar::NOT_WHOLE,
            name if is_int(name) => scalar::NOT_A_NUMBER,
            _ => NOT_VALID,
        })
    }

    fn invalid_value(unexpected: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self::new(match unexpected {
            Unexpected::Unsigned(_) | Unexpected::Signed(_) | Unexpected::Float(_) => scalar::OUT_OF_RANGE,
            _ => NOT_VALID,
        })
    }

    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self::new(Cow::Borrowed("has the wrong number of values"))
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::new(if expected.is_empty() {
            NOT_VALID
        } else {
            scalar::choices(expected)
        })
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self::new(Cow::Borrowed("is not a known field"))
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(scalar::REQUIRED).with_remedy(Amend::Offer(field))
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self::new(scalar::TWICE)
    }
}

fn is_int(name: &str) -> bool {
    let bits = name.strip_prefix(['u', 'i']).unwrap_or_default();
    matches!(bits, "8" | "16" | "32" | "64" | "128" | "size")
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
