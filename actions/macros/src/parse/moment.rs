//! Reads dates and times as HTML writes them: `2026-01-31`, `08:30`, `2026-01-31T08:30`.
//!
//! <https://html.spec.whatwg.org/multipage/common-microsyntaxes.html#dates-and-times>

use syn::{Ident, LitStr};

/// What a text stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Date,
    Time,
    DateTime,
}

/// Returns `true` if a text is more likely a date or a time than a size.
pub(crate) fn looks_like_one(text: &str) -> bool {
    text.contains(['-', ':'])
}

/// Checks the value of the option `key`.
pub(crate) fn parse(key: &Ident, text: LitStr) -> syn::Result<LitStr> {
    let value = text.value();
    if kind(&value).is_none() {
        let remedy = if value.trim().parse::<f64>().is_ok() {
            format!("for a number, write `#[garde(range({key} = {}))]`", value.trim())
        } else {
            "write it as `2026-01-31`, `08:30` or `2026-01-31T08:30`".to_owned()
        };
        let message = format!("`{key}`: `{value}` is not a date or a time; {remedy}");
        return Err(syn::Error::new(text.span(), message));
    }
    Ok(text)
}

/// Checks that some values are between `min` and `max`, or returns the error message.
pub(crate) fn check_order(min: &str, max: &str) -> Result<(), String> {
    if kind(min) != kind(max) {
        return Err(format!(
            "`{min}` and `{max}` are not of one kind; write two dates, two times, or two dates with times"
        ));
    }
    // These texts have the order of what they stand for.
    if min > max {
        return Err(format!(
            "no value is between `{min}` and `{max}`; write the earlier one as `min`"
        ));
    }
    Ok(())
}

fn kind(text: &str) -> Option<Kind> {
    match text.split_once('T') {
        Some((date, time)) => (is_date(date) && is_time(time)).then_some(Kind::DateTime),
        None if is_date(text) => Some(Kind::Date),
        None => is_time(text).then_some(Kind::Time),
    }
}

fn is_date(text: &str) -> bool {
    let Some([year, month, day]) = numbers(text, '-', [4, 2, 2]) else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => 0,
    };
    year > 0 && (1..=days).contains(&day)
}

fn is_time(text: &str) -> bool {
    let time = numbers(text, ':', [2, 2]).map(|[hour, minute]| [hour, minute, 0]);
    let time = time.or_else(|| numbers(text, ':', [2, 2, 2]));
    time.is_some_and(|[hour, minute, second]| hour < 24 && minute < 60 && second < 60)
}

/// Returns numbers of these many digits.
fn numbers<const N: usize>(text: &str, separator: char, digits: [usize; N]) -> Option<[u32; N]> {
    let mut parts = text.split(separator);
    let mut numbers = [0; N];
    for (number, digits) in numbers.iter_mut().zip(digits) {
        let part = parts.next()?;
        let fits = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        *number = part.parse().ok().filter(|_| fits)?;
    }
    parts.next().is_none().then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_times_of_html() {
        for (text, expected) in [
            ("2026-01-31", Some(Kind::Date)),
            ("2024-02-29", Some(Kind::Date)),
            ("2026-02-29", None),
            ("1900-02-29", None),
            ("2026-13-01", None),
            ("2026-1-31", None),
            ("0000-01-01", None),
            ("2026-01-31-", None),
            ("08:30", Some(Kind::Time)),
            ("23:59:59", Some(Kind::Time)),
            ("24:00", None),
            ("8:30", None),
            ("+8:30", None),
            ("2026-01-31T08:30", Some(Kind::DateTime)),
            ("2026-01-31 08:30", None),
            ("2026-01-31T", None),
            ("5MB", None),
            ("", None),
        ] {
            assert_eq!(kind(text), expected, "{text}");
        }
    }

    #[test]
    fn order_of_two() {
        for (min, max, is_ok) in [
            ("2026-01-01", "2026-01-01", true),
            ("2026-01-02", "2026-01-01", false),
            ("08:30", "08:30:01", true),
            ("08:30", "2026-01-01", false),
        ] {
            assert_eq!(check_order(min, max).is_ok(), is_ok, "{min} {max}");
        }
    }
}
