//! Why a body could not be read as a form.

use std::fmt;

use crate::messages::{
    JSON_SYNTAX, LONG_NAME, NOT_AN_OBJECT, NOT_POSTCARD, POSTCARD_UNSUPPORTED, TOO_DEEP, TOO_MANY_FIELDS,
    TOO_MANY_VALUES,
};
use crate::words::Message;

/// The error of a body that could not be read at all.
///
/// Errors of single fields are [`FieldErrors`](crate::FieldErrors) instead. The text of this error
/// reveals nothing about the server and may be shown to the client.
///
/// ```
/// use frontdesk_form::{FormData, FormLimits};
///
/// let error = FormData::from_json(b"{\"a\": oops}", &FormLimits::default()).unwrap_err();
/// assert!(error.is_syntax());
/// assert_eq!(error.to_string(), "The body is not valid JSON at line 1, column 7.");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormError(ErrorKind);

#[derive(Clone, Debug, PartialEq, Eq)]
enum ErrorKind {
    TooManyFields(usize),
    TooManyValues(usize),
    TooDeep(usize),
    Syntax(Position),
    NotAnObject,
    LongName(Position),
    Postcard,
    PostcardUnsupported,
}

/// A line and a column in a JSON body, both from 1. The column counts bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl Position {
    /// Returns the position of the byte at `offset`.
    pub(crate) fn of(body: &[u8], offset: usize) -> Self {
        let before = body.get(..offset).unwrap_or(body);
        let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
        let column = before.iter().rev().take_while(|&&byte| byte != b'\n').count() + 1;
        Self { line, column }
    }
}

impl FormError {
    pub(crate) fn too_many_fields(limit: usize) -> Self {
        Self(ErrorKind::TooManyFields(limit))
    }

    pub(crate) fn too_many_values(limit: usize) -> Self {
        Self(ErrorKind::TooManyValues(limit))
    }

    pub(crate) fn too_deep(limit: usize) -> Self {
        Self(ErrorKind::TooDeep(limit))
    }

    pub(crate) fn syntax(position: Position) -> Self {
        Self(ErrorKind::Syntax(position))
    }

    pub(crate) fn not_an_object() -> Self {
        Self(ErrorKind::NotAnObject)
    }

    pub(crate) fn long_name(position: Position) -> Self {
        Self(ErrorKind::LongName(position))
    }

    pub(crate) fn postcard() -> Self {
        Self(ErrorKind::Postcard)
    }

    pub(crate) fn postcard_unsupported() -> Self {
        Self(ErrorKind::PostcardUnsupported)
    }

    /// Returns `true` if the body has more values than
    /// [`FormLimits::fields`](crate::FormLimits::fields).
    #[must_use]
    pub fn is_too_many_fields(&self) -> bool {
        matches!(self.0, ErrorKind::TooManyFields(_) | ErrorKind::TooManyValues(_))
    }

    /// Returns `true` if a name is nested deeper than
    /// [`FormLimits::depth`](crate::FormLimits::depth).
    #[must_use]
    pub fn is_too_deep(&self) -> bool {
        matches!(self.0, ErrorKind::TooDeep(_))
    }

    /// Returns `true` if a JSON body is not valid JSON, is not an object, or contains a name of
    /// more than 4 KiB.
    #[must_use]
    pub fn is_syntax(&self) -> bool {
        matches!(
            self.0,
            ErrorKind::Syntax(_) | ErrorKind::NotAnObject | ErrorKind::LongName(_)
        )
    }

    /// Returns `true` if a postcard body does not have the fields of the type.
    #[must_use]
    pub fn is_postcard(&self) -> bool {
        matches!(self.0, ErrorKind::Postcard)
    }

    /// Returns `true` if the type must not be read from postcard: see
    /// [`FromForm::takes_postcard`](crate::FromForm::takes_postcard).
    #[must_use]
    pub fn is_postcard_unsupported(&self) -> bool {
        matches!(self.0, ErrorKind::PostcardUnsupported)
    }
}

impl FormError {
    /// Returns the error as a message, whose code is that of the problem of such a body.
    #[must_use]
    pub fn message(&self) -> Message {
        let at =
            |message: Message, position: &Position| message.with("line", position.line).with("column", position.column);
        match &self.0 {
            ErrorKind::TooManyFields(limit) => TOO_MANY_FIELDS.with("limit", *limit),
            ErrorKind::TooManyValues(limit) => TOO_MANY_VALUES.with("limit", *limit),
            ErrorKind::TooDeep(limit) => TOO_DEEP.with("limit", *limit),
            ErrorKind::Syntax(position) => at(JSON_SYNTAX, position),
            ErrorKind::NotAnObject => NOT_AN_OBJECT,
            ErrorKind::LongName(position) => at(LONG_NAME, position),
            ErrorKind::Postcard => NOT_POSTCARD,
            ErrorKind::PostcardUnsupported => POSTCARD_UNSUPPORTED,
        }
    }
}

impl fmt::Display for FormError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message().text())
    }
}

impl std::error::Error for FormError {}
