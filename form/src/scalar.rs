//! Decodes single values: the one copy of the rules, for both [`FromForm`](crate::FromForm) and
//! serde.

use std::borrow::Cow;
use std::fmt::Display;
use std::str::FromStr;

use crate::data::{Entry, Value};
use crate::messages::{
    FILE_FOR_TEXT, Message, NOT_A_BOOL, NOT_A_CHAR, NOT_A_NUMBER, NOT_SINGLE, NOT_TEXT, NOT_UTF8, NOT_WHOLE,
    OUT_OF_RANGE, REQUIRED, TWICE,
};
use crate::node::Node;

/// A node as a single value.
#[derive(Clone, Copy)]
pub(crate) enum Scalar<'a> {
    Missing,
    /// Text from a form, of any type.
    Form(&'a str),
    /// A JSON string, which is text and nothing else.
    Text(&'a str),
    Number(&'a str),
    Bool(bool),
}

/// Returns the single value of a node.
pub(crate) fn scalar(node: Node<'_>) -> Result<Scalar<'_>, Message> {
    let Some(entry) = single(node)? else {
        return if node.has_children() {
            Err(NOT_SINGLE)
        } else {
            Ok(Scalar::Missing)
        };
    };
    typed(node, entry)
}

fn typed<'a>(node: Node<'a>, entry: &Entry) -> Result<Scalar<'a>, Message> {
    let text = node.value(entry);
    match entry.kind {
        Value::Text if node.is_json() => Ok(Scalar::Text(text)),
        Value::Text => Ok(Scalar::Form(text)),
        Value::Number => Ok(Scalar::Number(text)),
        Value::Bool(value) => Ok(Scalar::Bool(value)),
        Value::Null => Ok(Scalar::Missing),
        Value::Invalid => Err(NOT_UTF8),
        Value::Empty { .. } => Err(NOT_SINGLE),
        Value::File(_) => Err(FILE_FOR_TEXT),
    }
}

/// Returns the first of several equal values. Values that differ are an error, unless the node
/// [wants the last](Node::last).
pub(crate) fn single(node: Node<'_>) -> Result<Option<&Entry>, Message> {
    let mut values = node.own().iter().filter(|entry| entry.kind != Value::Null);
    if node.wants_last() {
        return Ok(values.next_back());
    }
    let first = values.next();
    let differs = |entry: &Entry, first: &Entry| entry.kind != first.kind || node.value(entry) != node.value(first);
    if first.is_some_and(|first| values.any(|entry| differs(entry, first))) {
        return Err(TWICE);
    }
    Ok(first)
}

pub(crate) fn text(node: Node<'_>) -> Result<Cow<'_, str>, Message> {
    match scalar(node)? {
        Scalar::Missing => Err(REQUIRED),
        Scalar::Form(text) | Scalar::Text(text) => Ok(line_breaks(node, text)),
        Scalar::Number(_) | Scalar::Bool(_) => Err(NOT_TEXT),
    }
}

/// Replaces CR LF by LF: browsers send both, but count one character against `maxlength`.
pub(crate) fn line_breaks<'a>(node: Node<'_>, text: &'a str) -> Cow<'a, str> {
    if node.is_raw() || !text.contains('\r') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n"))
}

/// Returns a text with LF for every line break, which is how it is read after a browser submitted
/// it with CR LF.
#[must_use]
pub fn line_feeds(text: &str) -> Cow<'_, str> {
    if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

pub(crate) fn character(node: Node<'_>) -> Result<char, Message> {
    let text = text(node)?;
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(only), None) => Ok(only),
        (None, _) => Err(REQUIRED),
        _ => Err(NOT_A_CHAR),
    }
}

/// Decodes a checkbox. The last value counts, because pages put a hidden `false` before the
/// checkbox to submit an unchecked one.
pub(crate) fn boolean(node: Node<'_>) -> Result<bool, Message> {
    match scalar(node.last())? {
        Scalar::Missing => Ok(false),
        Scalar::Bool(value) => Ok(value),
        Scalar::Form(text) => match text.trim() {
            "on" | "true" | "1" => Ok(true),
            "" | "false" | "0" => Ok(false),
            _ => Err(NOT_A_BOOL),
        },
        Scalar::Text(_) | Scalar::Number(_) => Err(NOT_A_BOOL),
    }
}

/// Returns the text of a number, trimmed.
fn number(node: Node<'_>) -> Result<&str, Message> {
    match scalar(node)? {
        Scalar::Missing => Err(REQUIRED),
        Scalar::Form(text) if text.trim().is_empty() => Err(REQUIRED),
        Scalar::Form(text) | Scalar::Number(text) => Ok(text.trim()),
        Scalar::Text(_) | Scalar::Bool(_) => Err(NOT_A_NUMBER),
    }
}

/// Returns `true` if a number is missing or blank. Spaces count as blank.
pub(crate) fn is_blank_number(node: Node<'_>) -> bool {
    node.is_blank() || is_spaces(node)
}

/// Returns `true` if this single value of a form consists of spaces only.
pub(crate) fn is_spaces(node: Node<'_>) -> bool {
    matches!(scalar(node), Ok(Scalar::Form(text)) if text.trim().is_empty())
}

/// A type of whole numbers.
pub(crate) trait Int: FromStr + Display {
    const MIN: Self;
    const MAX: Self;
}

macro_rules! int {
    ($($int:ty)*) => {$(
        impl Int for $int {
            const MIN: Self = <$int>::MIN;
            const MAX: Self = <$int>::MAX;
        }
    )*};
}

int! { u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize }

pub(crate) fn int<T: Int>(node: Node<'_>) -> Result<T, Message> {
    parse_int(number(node)?)
}

pub(crate) fn parse_int<T: Int>(text: &str) -> Result<T, Message> {
    text.parse().map_err(|_| {
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            Cow::Owned(format!("must be between {} and {}", T::MIN, T::MAX))
        } else {
            parse_float::<f64>(text).map_or_else(|message| message, |_| NOT_WHOLE)
        }
    })
}

/// A floating-point type.
pub(crate) trait Float: FromStr + Copy {
    fn is_finite(self) -> bool;
}

impl Float for f32 {
    fn is_finite(self) -> bool {
        self.is_finite()
    }
}

impl Float for f64 {
    fn is_finite(self) -> bool {
        self.is_finite()
    }
}

pub(crate) fn float<T: Float>(node: Node<'_>) -> Result<T, Message> {
    parse_float(number(node)?)
}

pub(crate) fn parse_float<T: Float>(text: &str) -> Result<T, Message> {
    match text.parse::<T>() {
        Ok(number) if number.is_finite() => Ok(number),
        // `1e999` became infinite; `inf` and `NaN` have no digits.
        Ok(_) if text.bytes().any(|byte| byte.is_ascii_digit()) => Err(OUT_OF_RANGE),
        _ => Err(NOT_A_NUMBER),
    }
}
