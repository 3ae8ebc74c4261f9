//! The error of the deserializer.

use std::fmt;

use serde::de::{self, Expected, Unexpected};

use super::path::{Place, Step};
use super::remedy::Remedy;
use crate::field_errors::FieldErrors;
use crate::messages::{
    Message, NOT_A_BOOL, NOT_A_NUMBER, NOT_TEXT, NOT_VALID, NOT_WHOLE, OUT_OF_RANGE, REQUIRED, TWICE, UNKNOWN_FIELD,
    WRONG_LENGTH, choices,
};

/// The first error within a value.
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

    pub(super) fn is_not_valid(&self) -> bool {
        self.message == NOT_VALID
    }

    /// Sets the remedy that may help, unless there is one.
    pub(super) fn with_remedy(self, remedy: Remedy) -> Self {
        Self {
            remedy: self.remedy.or(Some(remedy)),
            ..self
        }
    }

    pub(super) fn with_message(self, message: Message) -> Self {
        Self { message, ..self }
    }

    /// Returns the remedy that may help, and its place.
    pub(super) fn remedy(&self) -> Option<(&Place, Remedy)> {
        self.place.as_ref().zip(self.remedy)
    }

    /// Returns `true` if `later`, the error after a missing field was offered, is only that the
    /// field is missing: behind `#[serde(tag)]` and `#[serde(flatten)]` errors have no place of
    /// their own.
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
                Step::Name(name) => errors.at(&name),
                Step::Key(name) => errors.at_key(&name),
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
    // The origin of the text is unknown: a parser, which writes for programmers, or serde itself,
    // which writes names of types. A type with messages for people implements `FromForm`.
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::new(NOT_VALID)
    }

    // The expectation is often the name of a type, so only those of serde's own implementations are
    // matched.
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
