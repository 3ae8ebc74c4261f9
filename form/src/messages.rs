//! The messages that people read beside a field.

use std::borrow::Cow;

/// A short sentence for the person at the form.
pub(crate) type Message = Cow<'static, str>;

pub(crate) const REQUIRED: Message = Cow::Borrowed("required");
pub(crate) const NOT_VALID: Message = Cow::Borrowed("is not valid");
pub(crate) const NOT_A_BOOL: Message = Cow::Borrowed("must be true or false");
pub(crate) const NOT_TEXT: Message = Cow::Borrowed("must be text");
pub(crate) const NOT_UTF8: Message = Cow::Borrowed("is not valid UTF-8 text");
pub(crate) const NOT_A_CHAR: Message = Cow::Borrowed("must be a single character");
pub(crate) const NOT_A_NUMBER: Message = Cow::Borrowed("not a number");
pub(crate) const NOT_WHOLE: Message = Cow::Borrowed("must be a whole number");
pub(crate) const OUT_OF_RANGE: Message = Cow::Borrowed("out of range");
pub(crate) const TWICE: Message = Cow::Borrowed("sent more than once");
pub(crate) const NOT_SINGLE: Message = Cow::Borrowed("must be a single value");
pub(crate) const NOT_A_LIST: Message = Cow::Borrowed("must be a list");
pub(crate) const NOT_A_GROUP: Message = Cow::Borrowed("must be a group of fields");
pub(crate) const NOT_A_FILE: Message = Cow::Borrowed("must be a file");
pub(crate) const FILE_FOR_TEXT: Message = Cow::Borrowed("must be text, not a file");
pub(crate) const WRONG_LENGTH: Message = Cow::Borrowed("has the wrong number of values");
pub(crate) const UNKNOWN_FIELD: Message = Cow::Borrowed("is not a known field");

/// "must be one of: red, green, blue".
pub(crate) fn choices(names: &[&str]) -> Message {
    Cow::Owned(format!("must be one of: {}", names.join(", ")))
}
