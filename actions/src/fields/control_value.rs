//! Values in the grammar of the control that shows them. A browser clears a value that is not in it
//! ([HTML, value sanitization
//! algorithm](https://html.spec.whatwg.org/multipage/input.html#value-sanitization-algorithm)), and the
//! next submit would save the blank.

use std::borrow::Cow;

use frontdesk_form::__private::{Constraints, InputType};

use super::moments;

/// The grammar of the values of an `<input>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Grammar {
    Date,
    Month,
    Week,
    Time,
    LocalDateTime,
    Number,
    Range,
    Color,
    /// Any text without line breaks.
    Line,
    /// Any text.
    Text,
}

impl Grammar {
    /// Returns the grammar of a type of input, in any case of letters.
    fn of(kind: &str) -> Self {
        const NAMES: [(&str, Grammar); 13] = [
            ("text", Grammar::Line),
            ("number", Grammar::Number),
            ("date", Grammar::Date),
            ("time", Grammar::Time),
            ("datetime-local", Grammar::LocalDateTime),
            ("month", Grammar::Month),
            ("week", Grammar::Week),
            ("range", Grammar::Range),
            ("color", Grammar::Color),
            ("email", Grammar::Line),
            ("url", Grammar::Line),
            ("search", Grammar::Line),
            ("tel", Grammar::Line),
        ];
        let named = NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(kind));
        named.map_or(Self::Text, |(_, grammar)| *grammar)
    }
}

/// Returns a value as an `<input>` of this type shows it, or `None` if it can't.
pub(crate) fn in_control<'v>(kind: &str, value: &'v str, constraints: &Constraints) -> Option<Cow<'v, str>> {
    let trimmed = value.trim();
    match Grammar::of(kind) {
        Grammar::Text => Some(Cow::Borrowed(value)),
        Grammar::Line => (!value.contains(['\r', '\n'])).then_some(Cow::Borrowed(value)),
        _ if trimmed.is_empty() => Some(Cow::Borrowed("")),
        Grammar::Date => moments::is_date(trimmed).then_some(Cow::Borrowed(trimmed)),
        Grammar::Month => moments::is_month(trimmed).then_some(Cow::Borrowed(trimmed)),
        Grammar::Week => moments::is_week(trimmed).then_some(Cow::Borrowed(trimmed)),
        Grammar::Time => moments::time(trimmed),
        Grammar::LocalDateTime => moments::date_time(trimmed),
        Grammar::Number => number(trimmed),
        Grammar::Range => number(trimmed).filter(|number| is_in_range(number, constraints)),
        Grammar::Color => color(trimmed),
    }
}

/// Whether an `<input>` of this type can't be blank: a slider and a color picker always have a value.
pub(crate) fn has_always_a_value(kind: &str) -> bool {
    matches!(Grammar::of(kind), Grammar::Range | Grammar::Color)
}

/// Returns the `step` that a value in an input of this type needs: a browser counts steps from the
/// smallest value or else from the one that the page filled in ([HTML, step
/// base](https://html.spec.whatwg.org/multipage/input.html#concept-input-min-zero)), and refuses all
/// values between them. `value` is as [`in_control`] returns it, `min` the smallest value.
pub(crate) fn step(kind: &str, value: &str, input: InputType, min: Option<&str>) -> Option<&'static str> {
    match Grammar::of(kind) {
        Grammar::Time | Grammar::LocalDateTime => moments::step(value, min.unwrap_or_default()),
        // Only whole numbers are refused by the server too; and with a value between two of them, a
        // browser would refuse every whole number.
        Grammar::Number | Grammar::Range => (input != InputType::Number || !is_whole(value)).then_some("any"),
        _ => None,
    }
}

/// Returns a valid floating-point number ([HTML, common
/// microsyntaxes](https://html.spec.whatwg.org/multipage/common-microsyntaxes.html#valid-floating-point-number)):
/// `+5` and `5.` are not.
fn number(text: &str) -> Option<Cow<'_, str>> {
    let text = text
        .strip_prefix('+')
        .filter(|text| !text.starts_with('-'))
        .unwrap_or(text);
    let (mantissa, exponent) = match text.find(['e', 'E']) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    let is_finite = || text.parse().is_ok_and(f64::is_finite);
    let starts_with_digits = mantissa
        .strip_prefix('-')
        .unwrap_or(mantissa)
        .starts_with(|c: char| c == '.' || c.is_ascii_digit());
    if !starts_with_digits || !is_finite() {
        return None;
    }
    Some(match mantissa.strip_suffix('.') {
        Some(whole) => Cow::Owned(format!("{whole}{exponent}")),
        None => Cow::Borrowed(text),
    })
}

fn is_whole(number: &str) -> bool {
    let is_digits = || number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    is_digits() || number.parse().is_ok_and(|number: f64| number.fract() == 0.0)
}

/// Whether a slider can stand at a number: it moves others to its ends, which are 0 and 100 unless a
/// rule sets them.
fn is_in_range(number: &str, constraints: &Constraints) -> bool {
    let end = |end: Option<&str>, default| end.map_or(Some(default), |end| end.parse().ok());
    let (min, max) = (end(constraints.min, 0.0), end(constraints.max, 100.0));
    let range = min.zip(max).map(|(min, max)| min..=max);
    range.is_some_and(|range| number.parse().is_ok_and(|number: f64| range.contains(&number)))
}

fn color(text: &str) -> Option<Cow<'_, str>> {
    let digits = text.strip_prefix('#')?;
    if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    Some(match digits.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => Cow::Owned(text.to_ascii_lowercase()),
        false => Cow::Borrowed(text),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(kind: &str, value: &str) -> Option<String> {
        in_control(kind, value, &Constraints::NONE).map(Cow::into_owned)
    }

    #[test]
    fn values_are_in_the_grammar_of_their_control() {
        for (kind, value, expected) in [
            ("number", "5", Some("5")),
            ("number", "+5", Some("5")),
            ("number", " 5 ", Some("5")),
            ("number", "5.", Some("5")),
            ("number", "5.e2", Some("5e2")),
            ("number", "-.5", Some("-.5")),
            ("number", "1E+3", Some("1E+3")),
            ("NUMBER", "+1e-3", Some("1e-3")),
            ("number", "-0", Some("-0")),
            (
                "number",
                "340282366920938463463374607431768211455",
                Some("340282366920938463463374607431768211455"),
            ),
            ("number", "", Some("")),
            ("date", " ", Some("")),
            ("text", " ", Some(" ")),
            ("number", "+-5", None),
            ("number", "NaN", None),
            ("number", "inf", None),
            ("number", "-infinity", None),
            ("number", "1e999", None),
            ("number", "1,5", None),
            ("number", ".", None),
            ("number", "e5", None),
            ("number", "five", None),
            ("range", "50", Some("50")),
            ("range", "+0", Some("0")),
            ("range", "101", None),
            ("range", "-1", None),
            ("range", "x", None),
            ("color", "#a0b1c2", Some("#a0b1c2")),
            ("color", "#A0B1C2", Some("#a0b1c2")),
            ("color", "#abc", None),
            ("color", "red", None),
            ("color", "#ä0b1c", None),
            ("text", "a\nb", None),
            ("email", "a@b\r\n", None),
            ("tel", " 1 ", Some(" 1 ")),
            ("hidden", "a\nb", Some("a\nb")),
            ("checkbox", "on", Some("on")),
        ] {
            assert_eq!(show(kind, value).as_deref(), expected, "{kind} {value}");
        }
    }

    #[test]
    fn slider_ends_are_those_of_the_rules() {
        let rules = Constraints::NONE.min("-10").max("1000");
        for (value, fits) in [("-10", true), ("1000", true), ("-11", false), ("1000.5", false)] {
            assert_eq!(in_control("range", value, &rules).is_some(), fits, "{value}");
        }
    }

    #[test]
    fn steps_let_every_other_value_through() {
        for (kind, value, input, expected) in [
            ("time", "05:06", InputType::Time, None),
            ("time", "05:06:00", InputType::Time, None),
            ("time", "05:06:07", InputType::Time, Some("1")),
            ("time", "05:06:07.123", InputType::Time, Some("0.001")),
            (
                "datetime-local",
                "2026-03-04T05:06:07.1",
                InputType::DateTime,
                Some("0.001"),
            ),
            ("datetime-local", "2026-03-04T05:06", InputType::DateTime, None),
            ("datetime-local", "", InputType::DateTime, None),
            ("number", "5", InputType::Number, None),
            ("number", "", InputType::Number, None),
            ("number", "1e1", InputType::Number, None),
            ("number", "1.0", InputType::Number, None),
            ("number", "1.5", InputType::Number, Some("any")),
            ("number", "5", InputType::Decimal, Some("any")),
            ("number", "5", InputType::Text, Some("any")),
            ("range", "1.5", InputType::Number, Some("any")),
            ("text", "1.5", InputType::Decimal, None),
            ("date", "2026-03-04", InputType::Date, None),
        ] {
            assert_eq!(step(kind, value, input, None), expected, "{kind} {value}");
        }
        for (min, value, expected) in [
            ("08:00", "09:00", None),
            ("08:00:30", "09:00", Some("1")),
            ("08:00:30.5", "09:00:01", Some("0.001")),
            ("08:00", "09:00:01.5", Some("0.001")),
        ] {
            assert_eq!(
                step("time", value, InputType::Time, Some(min)),
                expected,
                "{min} {value}"
            );
        }
    }
}
