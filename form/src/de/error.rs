//! The error that serde gets.

use std::fmt;

use serde::de::{self, Expected, Unexpected};

use super::path::{Place, Step};
use super::remedy::Remedy;
use crate::field_errors::FieldErrors;
use crate::messages::{
    Message, NOT_A_BOOL, NOT_A_NUMBER, NOT_TEXT, NOT_VALID, NOT_WHOLE, OUT_OF_RANGE, REQUIRED, TWICE, UNKNOWN_FIELD,
    WRONG_LENGTH, choices,
};

/// The first thing wrong with a value.
#[derive(Debug)]
pub(super) struct Error {
    message: Message,
    place: Option<Place>,
    remedy: Option<Remedy>,
}

impl Error {
    pub(super) fn new(message: Message) -> Self {
        Self {
            message,
            place: None,
            remedy: None,
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
    pub(super) fn with_remedy(self, remedy: Remedy) -> Self {
        Self {
            remedy: self.remedy.or(Some(remedy)),
            ..self
        }
    }

    pub(super) fn with_message(self, message: Message) -> Self {
        Self { message, ..self }
    }

    /// What may help, and where.
    pub(super) fn remedy(&self) -> Option<(&Place, Remedy)> {
        self.place.as_ref().zip(self.remedy)
    }

    /// Whether `later`, after a missing field was offered, says no more than that it is missing:
    /// behind `#[serde(tag)]` and `#[serde(flatten)]` errors lose their place.
    pub(super) fn explains(&self, later: &Self) -> bool {
        matches!(self.remedy, Some(Remedy::Offer(_))) && self.place == later.place
    }

    pub(super) fn into_errors(self) -> FieldErrors {
        let mut errors = FieldErrors::new(self.message);
        if let Some(Remedy::Offer(field)) = self.remedy {
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
            return Self::new(REQUIRED);
        }
        Self::new(match expected.to_string().as_str() {
            "a string" | "a borrowed string" | "string" => NOT_TEXT,
            "a boolean" => NOT_A_BOOL,
            "f32" | "f64" => NOT_A_NUMBER,
            name if is_int(name) && matches!(unexpected, Unexpected::Float(_)) => NOT_WHOLE,
            name if is_int(name) => NOT_A_NUMBER,
            _ => NOT_VALID,
        })
    }

    fn invalid_value(unexpected: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self::new(match unexpected {
            Unexpected::Unsigned(_) | Unexpected::Signed(_) | Unexpected::Float(_) => OUT_OF_RANGE,
            _ => NOT_VALID,
        })
    }

    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self::new(WRONG_LENGTH)
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::new(if expected.is_empty() {
            NOT_VALID
        } else {
            choices(expected)
        })
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self::new(UNKNOWN_FIELD)
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(REQUIRED).with_remedy(Remedy::Offer(field))
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self::new(TWICE)
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
