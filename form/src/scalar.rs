//! Decodes single values: the one copy of the rules, for both [`FromForm`](crate::FromForm) and
//! serde.

use std::borrow::Cow;
use std::str::FromStr;

use crate::data::{Entry, Value};
use crate::messages::{
    FILE_FOR_TEXT, HAS_NUL, NOT_A_BOOL, NOT_A_CHAR, NOT_A_NUMBER, NOT_BETWEEN, NOT_SINGLE, NOT_TEXT, NOT_UTF8,
    NOT_WHOLE, OUT_OF_RANGE, REQUIRED, TEXT_FOR_NUMBER, TWICE,
};
use crate::node::Node;
use crate::words::{Message, Param};

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
    if let Some(text) = node.only_text() {
        return Ok(Scalar::Form(text));
    }
    let Some(entry) = single(node)? else {
        return if node.plain().has_children() {
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

/// Returns the values of a node. Items of a list beside them are an error.
fn values(node: Node<'_>) -> Result<&[Entry], Message> {
    match node.has_items_beside_values() {
        true => Err(NOT_SINGLE),
        false => Ok(node.values()),
    }
}

/// Returns the first of several equal values. Values that differ are an error, unless the node
/// [wants the last](Node::last).
pub(crate) fn single(node: Node<'_>) -> Result<Option<&Entry>, Message> {
    let values = values(node)?;
    if let [only] = values {
        return Ok(Some(only).filter(|only| only.kind != Value::Null));
    }
    let mut values = values.iter().filter(|entry| entry.kind != Value::Null);
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

/// Returns the single file of a node. A blank text beside it, as upload widgets write it into a
/// hidden input, doesn't count.
pub(crate) fn single_file(node: Node<'_>) -> Result<Option<&Entry>, Message> {
    let values = values(node)?;
    let mut files = values.iter().filter(|entry| matches!(entry.kind, Value::File(_)));
    let is_blank = |entry: &Entry| entry.kind == Value::Text && node.value(entry).is_empty();
    match (files.next(), files.next()) {
        (Some(file), None) if values.iter().all(|entry| entry == file || is_blank(entry)) => Ok(Some(file)),
        (None, _) => single(node),
        _ => Err(TWICE),
    }
}

pub(crate) fn text(node: Node<'_>) -> Result<Cow<'_, str>, Message> {
    if let Some(text) = node.only_text() {
        return plain(node, text);
    }
    match scalar(node)? {
        Scalar::Missing => Err(REQUIRED),
        Scalar::Form(text) | Scalar::Text(text) => plain(node, text),
        Scalar::Number(_) | Scalar::Bool(_) => Err(NOT_TEXT),
    }
}

/// Replaces CR LF by LF: browsers send both, but count one character against `maxlength`, and a value has
/// one length in a form and in JSON. Refuses NUL, which no keyboard types, databases refuse and C libraries take for the end.
pub(crate) fn plain<'a>(node: Node<'_>, text: &'a str) -> Result<Cow<'a, str>, Message> {
    if node.is_raw() || memchr::memchr2(b'\r', 0, text.as_bytes()).is_none() {
        return Ok(Cow::Borrowed(text));
    }
    if text.contains('\0') {
        return Err(HAS_NUL);
    }
    Ok(Cow::Owned(without_crlf(text)))
}

/// Returns a text with LF for CR LF. Of several CR before one LF none remains, so that the result has no
/// CR LF itself: written into a form, it is read back as it is.
fn without_crlf(text: &str) -> String {
    let (lines, last) = text.rsplit_once('\n').unwrap_or(("", text));
    let mut result = String::with_capacity(text.len());
    if lines.len() + last.len() < text.len() {
        for line in lines.split('\n') {
            result.push_str(line.trim_end_matches('\r'));
            result.push('\n');
        }
    }
    result.push_str(last);
    result
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

/// Decodes a checkbox. Of several values, any true one wins: pages put a hidden `false` before or
/// after the checkbox to submit an unchecked one.
pub(crate) fn boolean(node: Node<'_>) -> Result<bool, Message> {
    if let Some(text) = node.only_text() {
        return checkbox(text).ok_or(NOT_A_BOOL);
    }
    if node.is_json() || node.wants_last() || node.values().is_empty() {
        return truth(scalar(node)?);
    }
    let mut is_true = false;
    for entry in values(node)? {
        is_true |= truth(typed(node, entry)?)?;
    }
    Ok(is_true)
}

fn truth(value: Scalar<'_>) -> Result<bool, Message> {
    match value {
        Scalar::Missing => Ok(false),
        Scalar::Bool(value) => Ok(value),
        Scalar::Form(text) => checkbox(text).ok_or(NOT_A_BOOL),
        Scalar::Text(_) | Scalar::Number(_) => Err(NOT_A_BOOL),
    }
}

/// Returns what the value of a checkbox means, or `None` if it is not one of those that libraries
/// and browsers give it.
#[must_use]
pub fn checkbox(text: &str) -> Option<bool> {
    const TRUE: [&str; 6] = ["on", "true", "1", "yes", "y", "checked"];
    const FALSE: [&str; 6] = ["", "false", "0", "off", "no", "n"];
    let text = trim(text);
    let is_one_of = |words: [&str; 6]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    if is_one_of(TRUE) {
        Some(true)
    } else {
        is_one_of(FALSE).then_some(false)
    }
}

/// Returns the text of a number, trimmed.
fn number(node: Node<'_>) -> Result<&str, Message> {
    match scalar(node)? {
        Scalar::Missing => Err(REQUIRED),
        Scalar::Form(text) => Some(trim(text)).filter(|text| !text.is_empty()).ok_or(REQUIRED),
        Scalar::Number(text) => Ok(trim(text)),
        Scalar::Text(_) => Err(TEXT_FOR_NUMBER),
        Scalar::Bool(_) => Err(NOT_A_NUMBER),
    }
}

/// Returns `true` if a number is missing or blank. Spaces count as blank.
pub(crate) fn is_blank_number(node: Node<'_>) -> bool {
    match node.only_text() {
        Some(text) => trim(text).is_empty(),
        None => node.plain().is_blank() || is_spaces(node),
    }
}

/// Returns `true` if this single value of a form consists of spaces only.
pub(crate) fn is_spaces(node: Node<'_>) -> bool {
    matches!(scalar(node), Ok(Scalar::Form(text)) if trim(text).is_empty())
}

/// Trims a text, which nearly always is trimmed already. Its first and last bytes tell that.
#[inline]
fn trim(text: &str) -> &str {
    match text.as_bytes() {
        [only] if only.is_ascii_graphic() => text,
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}

/// A type of whole numbers.
pub(crate) trait Int: FromStr + Into<Param> {
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
    if let Ok(number) = text.parse() {
        return Ok(number);
    }
    let range = || NOT_BETWEEN.with("min", T::MIN).with("max", T::MAX);
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.len() > MAX_DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(range());
    }
    // Checks the grammar too.
    parse_float::<f64>(text)?;
    match whole_digits(text) {
        None => Err(NOT_WHOLE),
        Some(digits) => digits.parse().map_err(|_| range()),
    }
}

/// More digits than any type of whole numbers has.
const MAX_DIGITS: usize = 60;

/// Returns the digits of a decimal number that is whole: `1.0` and `1e1` are whole numbers to a
/// browser. A number of more than [`MAX_DIGITS`] digits becomes one that no type can hold.
fn whole_digits(number: &str) -> Option<String> {
    let (sign, number) = match number.strip_prefix('-') {
        Some(number) => ("-", number),
        None => ("", number.strip_prefix('+').unwrap_or(number)),
    };
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_end_matches('0');
    let zeros = (digits.len() - significant.len()) as i64 - fraction.len() as i64;
    let digits = significant.trim_start_matches('0');
    if digits.is_empty() {
        return Some("0".to_owned());
    }
    let zeros = usize::try_from(exponent.parse::<i64>().ok()?.checked_add(zeros)?).ok()?;
    let zeros = zeros.min(MAX_DIGITS);
    Some(format!("{sign}{digits}{:0<zeros$}", ""))
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
