//! The error of the deserializer.

use std::fmt;

use serde::de::{self, Expected, Unexpected};

use super::path::{Place, Step};
use super::remedy::{Kind, Remedy};
use crate::field_errors::FieldErrors;
use crate::messages::{
    NOT_A_BOOL, NOT_A_NUMBER, NOT_TEXT, NOT_VALID, NOT_WHOLE, OUT_OF_RANGE, REQUIRED, TWICE, UNKNOWN_FIELD,
    WRONG_COUNT, choices,
};
use crate::words::Message;

/// The first error within a value.
#[derive(Debug)]
pub(super) struct Error {
    message: Message,
    place: Option<Place>,
    remedy: Option<Remedy>,
    found: Option<Found>,
    wanted: Option<Kind>,
    /// Whether a copy of serde's was rejected, not the value itself.
    of_copy: bool,
}

/// Bytes that are not a text.
pub(super) const UNREADABLE: &[u8] = b"\xff";

/// Stands between a text and its mark. No text contains it, unless it is read as bytes.
pub(super) const MARK: char = '\0';

/// What a type rejected. Types behind `#[serde(flatten)]` and `#[serde(tag)]` read a copy of the values
/// without their places, so it is the only clue to where an error is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    Missing,
    List,
    /// Names below the value.
    Group,
    /// What stands for a value that can't be read, which is not an error where nothing reads it.
    Unreadable,
    /// A text, with [`MARK`] and the name of its field behind it if [asked for](super::remedy::Remedies::mark).
    Text(String),
    /// A number as text.
    Number(String),
}

impl Error {
    pub(super) fn new(message: Message) -> Self {
        Self {
            message,
            place: None,
            remedy: None,
            found: None,
            wanted: None,
            of_copy: false,
        }
    }

    fn with_found(self, unexpected: Unexpected<'_>, wanted: Option<Kind>) -> Self {
        // Longer texts are not numbers, and not names of variants.
        const LONGEST: usize = 256;
        let found = match unexpected {
            Unexpected::Unit => Some(Found::Missing),
            Unexpected::Seq => Some(Found::List),
            Unexpected::Map => Some(Found::Group),
            Unexpected::Bytes(_) => Some(Found::Unreadable),
            Unexpected::Str(text) => (text.len() <= LONGEST).then(|| Found::Text(text.to_owned())),
            Unexpected::Unsigned(number) => Some(Found::Number(number.to_string())),
            Unexpected::Signed(number) => Some(Found::Number(number.to_string())),
            Unexpected::Float(number) => Some(Found::Number(number.to_string())),
            _ => None,
        };
        Self { found, wanted, ..self }
    }

    /// Returns what was rejected, and what was wanted instead.
    pub(super) fn rejected(&self) -> Option<(&Found, Option<Kind>)> {
        self.found.as_ref().map(|found| (found, self.wanted))
    }

    pub(super) fn place(&self) -> &[Step<String>] {
        self.place.as_deref().unwrap_or_default()
    }

    /// Returns `true` if the value at its place was read as a copy of serde's.
    pub(super) fn is_of_copy(&self) -> bool {
        self.of_copy
    }

    pub(super) fn of_copy(self) -> Self {
        Self { of_copy: true, ..self }
    }

    /// Returns the text that was rejected, if its field is not known yet.
    pub(super) fn unmarked_text(&self) -> Option<&str> {
        match &self.found {
            Some(Found::Text(text)) if !self.of_copy => Some(text),
            _ => None,
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

    /// Returns the place of the field, which may be missing.
    pub(super) fn field(&self) -> Place {
        let mut place = self.place().to_vec();
        if let Some(Remedy::Offer(field)) = self.remedy {
            place.insert(0, Step::Name(field.to_owned()));
        }
        place
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
        let (message, wanted) = match expected.to_string().as_str() {
            "a string" | "a borrowed string" | "string" => (NOT_TEXT, Some(Kind::Text)),
            "a boolean" => (NOT_A_BOOL, Some(Kind::Bool)),
            "a sequence" => (NOT_VALID, Some(Kind::List)),
            "f32" | "f64" => (NOT_A_NUMBER, Some(Kind::Number)),
            name if is_int(name) && matches!(unexpected, Unexpected::Float(_)) => (NOT_WHOLE, None),
            name if is_int(name) => (NOT_A_NUMBER, Some(Kind::Number)),
            _ => (NOT_VALID, None),
        };
        let message = if unexpected == Unexpected::Unit {
            REQUIRED
        } else {
            message
        };
        Self::new(message).with_found(unexpected, wanted)
    }

    fn invalid_value(unexpected: Unexpected<'_>, _: &dyn Expected) -> Self {
        let message = match unexpected {
            Unexpected::Unsigned(_) | Unexpected::Signed(_) | Unexpected::Float(_) => OUT_OF_RANGE,
            _ => NOT_VALID,
        };
        Self::new(message).with_found(unexpected, None)
    }

    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self::new(WRONG_COUNT)
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        let message = if expected.is_empty() {
            NOT_VALID
        } else {
            choices(expected)
        };
        Self::new(message).with_found(Unexpected::Str(variant), None)
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

/// Returns `true` for `u8` and `a nonzero u8`.
fn is_int(name: &str) -> bool {
    let name = name.strip_prefix("a nonzero ").unwrap_or(name);
    let bits = name.strip_prefix(['u', 'i']).unwrap_or_default();
    matches!(bits, "8" | "16" | "32" | "64" | "128" | "size")
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
