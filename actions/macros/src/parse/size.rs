//! Reads sizes: `5MB`, `64 KiB`, `1048576`.

use syn::Lit;

/// Returns the bytes of a literal, or the error message. `form` is an example of the option.
pub(crate) fn literal(literal: &Lit, form: &str) -> Result<u64, String> {
    match literal {
        Lit::Str(text) => bytes(&text.value()),
        Lit::Int(number) if number.suffix().is_empty() => number
            .base10_parse()
            .map_err(|error| error.to_string())
            .and_then(checked),
        _ => Err(format!("expected a size; write `{form}`")),
    }
}

/// Returns the bytes of `text`, or the error message.
///
/// `KB`, `MB`, `GB` are decimal and `KiB`, `MiB`, `GiB` binary, as in IEC 80000-13. Case does
/// not matter.
fn bytes(text: &str) -> Result<u64, String> {
    let end = text.find(|char: char| !char.is_ascii_digit()).unwrap_or(text.len());
    let (digits, unit) = text.split_at(end);
    if digits.is_empty() {
        return Err(format!(
            "`{text}` is not a size; write a whole number and a unit, for example \"5MB\" or \"512KiB\""
        ));
    }
    let unit = unit.trim_start_matches(' ');
    let factor = factor(unit).ok_or_else(|| {
        format!("`{unit}` is not a unit; write a whole number and one of B, KB, MB, GB, KiB, MiB, GiB")
    })?;
    let size = digits.parse::<u64>().ok().and_then(|number| number.checked_mul(factor));
    checked(size.ok_or_else(|| format!("`{text}` is more than a 64-bit number can hold"))?)
}

/// Refuses 0: such a limit would refuse every form, because even an empty one has our hidden
/// fields.
fn checked(bytes: u64) -> Result<u64, String> {
    if bytes == 0 {
        return Err("a limit of 0 bytes would refuse every form; remove it to use the default".to_owned());
    }
    Ok(bytes)
}

fn factor(unit: &str) -> Option<u64> {
    let factor = match unit.to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "kb" => 1_000,
        "mb" => 1_000_000,
        "gb" => 1_000_000_000,
        "kib" => 1 << 10,
        "mib" => 1 << 20,
        "gib" => 1 << 30,
        _ => return None,
    };
    Some(factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_with_and_without_units() {
        for (text, size) in [
            ("1", 1),
            ("7B", 7),
            ("64KB", 64_000),
            ("64KiB", 65_536),
            ("5MB", 5_000_000),
            ("5 MB", 5_000_000),
            ("5mb", 5_000_000),
            ("5MiB", 5_242_880),
            ("2GB", 2_000_000_000),
            ("2GiB", 2_147_483_648),
            ("18446744073709551615", u64::MAX),
        ] {
            assert_eq!(bytes(text), Ok(size), "{text}");
        }
    }

    #[test]
    fn size_errors_name_the_part() {
        for (text, part) in [
            ("", "is not a size"),
            ("MB", "is not a size"),
            ("-1", "is not a size"),
            ("1.5MB", "`.5MB` is not a unit"),
            ("5TB", "`TB` is not a unit"),
            ("5MB ", "is not a unit"),
            ("18446744073709551616", "64-bit"),
            ("18446744073709551615KB", "64-bit"),
            ("0", "0 bytes"),
            ("0MB", "0 bytes"),
        ] {
            let error = bytes(text).unwrap_err();
            assert!(error.contains(part), "{text}: {error}");
        }
    }
}
