//! Dates and times, as inputs submit them and as types read them.

use serde::de::Expected;

use super::error::Error;
use crate::messages::{DATE_WITH_TIME, MOMENT_WITH_OFFSET, TIME_WITH_DATE};

/// Returns `true` if `text` is a time, or a local date and time, as HTML inputs submit it: `10:30`,
/// `2026-11-20T10:30`.
///
/// <https://html.spec.whatwg.org/multipage/common-microsyntaxes.html#local-dates-and-times>
pub(super) fn lacks_seconds(text: &str) -> bool {
    let (date, time) = match text.rsplit_once(['T', ' ']) {
        Some((date, time)) => (Some(date), time),
        None => (None, text),
    };
    let is_date = |date: &str| date.len() >= 10 && date.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let is_time = match time.as_bytes() {
        [a, b, b':', c, d] => [a, b, c, d].into_iter().all(u8::is_ascii_digit),
        _ => false,
    };
    is_time && date.is_none_or(is_date)
}

/// Returns `true` for the date of a date and time: digits and hyphens.
fn is_date(text: &str) -> bool {
    text.len() >= 8 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

/// Refuses a time or an offset for types that would drop it without a word. Types of dates and times
/// are recognised by what they expect.
pub(super) fn check_moment(text: &str, expected: &dyn Expected) -> Result<(), Error> {
    // Most texts are neither, which their first letter shows.
    if !matches!(text.as_bytes(), [b'0'..=b'9' | b'-', ..]) {
        return Ok(());
    }
    let is_digit = |char: char| char.is_ascii_digit();
    let (date, time) = text
        .split_once(['T', 't', ' '])
        .map_or((None, text), |(date, time)| (Some(date), time));
    if !time.starts_with(is_digit) || !date.map_or(text.contains(':'), is_date) {
        return Ok(());
    }
    let has_offset = time.contains(['+', '-', 'Z', 'z', '[']);
    let message = match expected.to_string().as_str() {
        "a date string" => DATE_WITH_TIME,
        "a datetime string" if has_offset => MOMENT_WITH_OFFSET,
        "a time string" if has_offset || date.is_some() => TIME_WITH_DATE,
        _ => return Ok(()),
    };
    Err(Error::new(message))
}
