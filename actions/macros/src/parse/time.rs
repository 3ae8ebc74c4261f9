//! Reads durations: `500ms`, `5s`, `2min`.

/// Returns the milliseconds of `text`, or the error message.
pub(crate) fn millis(text: &str) -> Result<u64, String> {
    let end = text.find(|char: char| !char.is_ascii_digit()).unwrap_or(text.len());
    let (digits, unit) = text.split_at(end);
    let factor = match unit.trim_start_matches(' ') {
        "ms" => 1,
        "s" => 1_000,
        "min" => 60_000,
        _ => 0,
    };
    if digits.is_empty() || factor == 0 {
        return Err(format!(
            "`{text}` is not a duration; write a whole number and one of ms, s, min, for example \"500ms\" or \"5s\""
        ));
    }
    let millis = digits.parse::<u64>().ok().and_then(|number| number.checked_mul(factor));
    match millis {
        Some(0) => {
            Err("a duration of 0 would end every call before it begins; remove it to wait without a limit".to_owned())
        }
        Some(millis) => Ok(millis),
        None => Err(format!("`{text}` is more milliseconds than a 64-bit number can hold")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_with_units() {
        for (text, time) in [
            ("500ms", 500),
            ("1ms", 1),
            ("5s", 5_000),
            ("5 s", 5_000),
            ("2min", 120_000),
        ] {
            assert_eq!(millis(text), Ok(time), "{text}");
        }
    }

    #[test]
    fn duration_errors_name_the_part() {
        for (text, part) in [
            ("", "is not a duration"),
            ("5", "is not a duration"),
            ("s", "is not a duration"),
            ("1.5s", "is not a duration"),
            ("-1s", "is not a duration"),
            ("5m", "is not a duration"),
            ("5S", "is not a duration"),
            ("0s", "duration of 0"),
            ("18446744073709551616ms", "64-bit"),
            ("18446744073709551615s", "64-bit"),
        ] {
            let error = millis(text).unwrap_err();
            assert!(error.contains(part), "{text}: {error}");
        }
    }
}
