//! Dates and times as HTML writes them ([HTML, dates and
//! times](https://html.spec.whatwg.org/multipage/common-microsyntaxes.html#dates-and-times)).

use std::borrow::Cow;

/// The most digits of a fraction of a second that a browser shows.
const MAX_FRACTION: usize = 3;

/// Returns whether a text is a valid date string: `2026-03-04`.
pub(super) fn is_date(text: &str) -> bool {
    let Some((month, day)) = text.rsplit_once('-') else {
        return false;
    };
    let Some((year, month)) = year_and(month, 2) else {
        return false;
    };
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => return false,
    };
    digits(day, 2).is_some_and(|day| (1..=days).contains(&day))
}

/// Returns whether a text is a valid month string: `2026-03`.
pub(super) fn is_month(text: &str) -> bool {
    year_and(text, 2).is_some_and(|(_, month)| (1..=12).contains(&month))
}

/// Returns whether a text is a valid week string: `2026-W10`.
pub(super) fn is_week(text: &str) -> bool {
    let Some((year, week)) = text.split_once("-W") else {
        return false;
    };
    let (Some(year), Some(week)) = (self::year(year), digits(week, 2)) else {
        return false;
    };
    // A year has 53 weeks if it begins or ends on a Thursday.
    let weekday_of_end = |year: u32| (year + year / 4 - year / 100 + year / 400) % 7;
    let is_long = weekday_of_end(year) == 4 || weekday_of_end(year - 1) == 3;
    (1..=52).contains(&week) || (week == 53 && is_long)
}

/// Returns a time as a valid time string: the hour has two digits, and the fraction of a second at
/// most three. It is cut, not rounded.
pub(super) fn time(text: &str) -> Option<Cow<'_, str>> {
    let (clock, fraction) = match text.split_once('.') {
        Some((clock, fraction)) => (clock, Some(fraction)),
        None => (text, None),
    };
    let mut parts = clock.split(':');
    let (hour, minute, second) = (parts.next()?, parts.next()?, parts.next());
    let is_below = |part: &str, most| digits(part, 2).is_some_and(|number| number < most);
    let is_hour = is_below(hour, 24) || digits(hour, 1).is_some();
    let are_right = is_hour && is_below(minute, 60) && second.is_none_or(|second| is_below(second, 60));
    if !are_right || parts.next().is_some() || (fraction.is_some() && second.is_none()) {
        return None;
    }
    let pad = if hour.len() == 1 { "0" } else { "" };
    let Some(fraction) = fraction else {
        return Some(padded(pad, text));
    };
    if fraction.is_empty() || !is_digits(fraction) {
        return None;
    }
    let shown = fraction.get(..MAX_FRACTION).unwrap_or(fraction);
    let cut = fraction.len() - shown.len();
    // Without a fraction, a browser needs fewer steps.
    let cut = if is_zero(shown) { fraction.len() + 1 } else { cut };
    text.get(..text.len() - cut).map(|text| padded(pad, text))
}

/// Returns a date and a time as a valid normalized local date and time string. It has no offset.
pub(super) fn date_time(text: &str) -> Option<Cow<'_, str>> {
    let (date, clock) = text.split_once(['T', 't', ' '])?;
    let time = is_date(date).then(|| self::time(clock)).flatten()?;
    match time {
        Cow::Borrowed(time) if text.get(date.len()..)?.starts_with('T') => {
            text.get(..date.len() + 1 + time.len()).map(Cow::Borrowed)
        }
        time => Some(Cow::Owned(format!("{date}T{time}"))),
    }
}

/// Returns the `step` that these times or dates with times need: without it, a browser accepts whole
/// minutes from one of them on.
pub(super) fn step(value: &str, min: &str) -> Option<&'static str> {
    const STEPS: [Option<&str>; 3] = [None, Some("1"), Some("0.001")];
    let precision = precision(value).max(precision(min));
    STEPS.get(precision).copied().flatten()
}

/// Returns 0 for whole minutes, 1 for whole seconds, and 2 for others.
fn precision(moment: &str) -> usize {
    let seconds = moment.split(':').nth(2);
    seconds.map_or(0, |seconds| match seconds {
        _ if seconds.contains('.') => 2,
        "00" => 0,
        _ => 1,
    })
}

fn padded<'t>(pad: &str, text: &'t str) -> Cow<'t, str> {
    if pad.is_empty() {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(format!("{pad}{text}"))
    }
}

/// Reads a year, a hyphen and a number of this many digits.
fn year_and(text: &str, length: usize) -> Option<(u32, u32)> {
    let (year, number) = text.split_once('-')?;
    Some((self::year(year)?, digits(number, length)?))
}

/// Reads a year, which has at least four digits and is not 0. Browsers know years up to 275760.
fn year(text: &str) -> Option<u32> {
    let year = (4..=6).contains(&text.len()).then(|| digits(text, text.len()))?;
    year.filter(|year| (1..=275_760).contains(year))
}

/// Reads a number of exactly this many digits.
fn digits(text: &str, length: usize) -> Option<u32> {
    (text.len() == length && is_digits(text)).then(|| text.parse().ok())?
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_zero(digits: &str) -> bool {
    digits.bytes().all(|byte| byte == b'0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_months_and_weeks_exist() {
        for (text, is_valid) in [
            ("2026-03-04", true),
            ("2024-02-29", true),
            ("2000-02-29", true),
            ("12026-01-01", true),
            ("1900-02-29", false),
            ("2026-02-29", false),
            ("2026-04-31", false),
            ("2026-13-01", false),
            ("2026-00-01", false),
            ("2026-01-00", false),
            ("0000-01-01", false),
            ("999-01-01", false),
            ("+12026-01-01", false),
            ("-2026-01-01", false),
            ("2026-3-4", false),
            ("2026-03-04T00:00", false),
            ("9999999-01-01", false),
            ("2026-03", false),
            ("", false),
        ] {
            assert_eq!(is_date(text), is_valid, "{text}");
        }
        for (text, is_valid) in [
            ("2026-03", true),
            ("2026-13", false),
            ("2026-03-04", false),
            ("26-03", false),
        ] {
            assert_eq!(is_month(text), is_valid, "{text}");
        }
        for (text, is_valid) in [
            ("2026-W01", true),
            ("2026-W53", true),
            ("2020-W53", true),
            ("2015-W53", true),
            ("2024-W53", false),
            ("2025-W53", false),
            ("2026-W54", false),
            ("2026-W00", false),
            ("2026-W1", false),
            ("2026-10", false),
            ("0001-W01", true),
        ] {
            assert_eq!(is_week(text), is_valid, "{text}");
        }
    }

    #[test]
    fn fractions_are_cut() {
        for (text, expected) in [
            ("05:06", Some("05:06")),
            ("05:06:07", Some("05:06:07")),
            ("05:06:07.1", Some("05:06:07.1")),
            ("05:06:07.123", Some("05:06:07.123")),
            ("05:06:07.123456", Some("05:06:07.123")),
            ("23:59:59.999999999", Some("23:59:59.999")),
            ("05:06:07.000900", Some("05:06:07")),
            ("5:06:07.0", Some("05:06:07")),
            ("5:06", Some("05:06")),
            ("24:00", None),
            ("05:60", None),
            ("23:59:60", None),
            ("05:06.5", None),
            ("05:06:07.", None),
            ("05:06:07.x", None),
            ("05:06:07:08", None),
            ("05:06Z", None),
            ("05:06:07+01:00", None),
            ("5", None),
            ("", None),
        ] {
            assert_eq!(time(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn date_and_time_are_local() {
        for (text, expected) in [
            ("2026-03-04T05:06", Some("2026-03-04T05:06")),
            ("2026-03-04 05:06:07", Some("2026-03-04T05:06:07")),
            ("2026-03-04t05:06", Some("2026-03-04T05:06")),
            ("2026-03-04T05:06:07.123456789", Some("2026-03-04T05:06:07.123")),
            ("2026-03-04 5:06:07.0", Some("2026-03-04T05:06:07")),
            ("2026-03-04T05:06:07Z", None),
            ("2026-03-04T05:06:07+01:00", None),
            ("2026-03-04T05:06[Europe/Paris]", None),
            ("2026-03-04", None),
            ("2026-02-30T05:06", None),
        ] {
            assert_eq!(date_time(text).as_deref(), expected, "{text}");
        }
    }
}
