//! Whether a label of a host name that begins with `xn--` can be an international name.

/// The parameters of Punycode ([RFC 3492, section
/// 5](https://www.rfc-editor.org/rfc/rfc3492#section-5)).
const BASE: u32 = 36;
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const INITIAL_BIAS: u32 = 72;
const INITIAL_N: u32 = 128;

/// The longest label in the DNS.
const MAX_LABEL: usize = 63;

/// Returns whether no browser accepts this label: it begins with `xn--`, but what follows is not the
/// Punycode of a text in lower case with characters beyond ASCII.
///
/// Which of those characters names may have, and in which order, only tables of Unicode tell. A
/// browser shows an error for a name that has others.
pub(crate) fn is_invalid_label(label: &str) -> bool {
    let Some((prefix, text)) = label.split_at_checked(4) else {
        return false;
    };
    let is_valid = |decoded: Vec<char>| decoded.into_iter().all(is_name_character);
    prefix.eq_ignore_ascii_case("xn--") && (label.len() > MAX_LABEL || !decode(text).is_some_and(is_valid))
}

fn is_name_character(c: char) -> bool {
    c.is_ascii() || (!c.is_control() && !c.is_whitespace() && c.to_lowercase().eq([c]))
}

/// Decodes Punycode. Returns `None` if it is malformed, or encodes a text of ASCII only.
fn decode(text: &str) -> Option<Vec<char>> {
    let (basic, digits) = text.rsplit_once('-').unwrap_or(("", text));
    let mut digits = digits.bytes().map(digit).peekable();
    digits.peek()?;
    let mut decoded: Vec<char> = basic.chars().collect();
    let (mut n, mut i, mut bias) = (INITIAL_N, 0u32, INITIAL_BIAS);
    while digits.peek().is_some() {
        let start = i;
        let (mut weight, mut k) = (1u32, BASE);
        loop {
            let digit = digits.next()??;
            i = i.checked_add(digit.checked_mul(weight)?)?;
            let threshold = k.saturating_sub(bias).clamp(T_MIN, T_MAX);
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(BASE - threshold)?;
            k += BASE;
        }
        let length = u32::try_from(decoded.len()).ok()? + 1;
        bias = adapt(i - start, length, start == 0);
        n = n.checked_add(i / length)?;
        i %= length;
        decoded.insert(usize::try_from(i).ok()?, char::from_u32(n)?);
        i += 1;
    }
    Some(decoded)
}

fn digit(byte: u8) -> Option<u32> {
    match byte.to_ascii_lowercase() {
        letter @ b'a'..=b'z' => Some(u32::from(letter - b'a')),
        number @ b'0'..=b'9' => Some(u32::from(number - b'0') + 26),
        _ => None,
    }
}

fn adapt(delta: u32, length: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / DAMP } else { delta / 2 };
    delta += delta / length;
    let mut k = 0;
    while delta > ((BASE - T_MIN) * T_MAX) / 2 {
        delta /= BASE - T_MIN;
        k += BASE;
    }
    k + (BASE - T_MIN + 1) * delta / (delta + SKEW)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punycode_is_decoded() {
        for (text, expected) in [
            ("bcher-kva", Some("bücher")),
            ("BCHER-KVA", Some("BüCHER")),
            ("strae-oqa", Some("straße")),
            ("wgv71a119e", Some("日本語")),
            ("ls8h", Some("💩")),
            ("j2bd4cyah0f", Some("हिन्दी")),
            ("80akhbyknj4f", Some("испытание")),
            ("a-b-sla", Some("a-bä")),
            ("hxajbheg2az3al", Some("παράδειγμα")),
            ("r8jz45g", Some("例え")),
            ("o70b819a", Some("안녕")),
            ("mgbh0fb", Some("مثال")),
            ("and-x-nta0e", Some("ñandú-x")),
            ("tda", Some("ü")),
            ("ab-mo82aba", Some("😀a😀b")),
            ("za-gl-1ta3km8n5pjjzn", Some("zażółć-gęślą")),
            ("", None),
            ("abc-", None),
            ("-", None),
            ("bcher-kv", None),
            ("bcher-kv_", None),
            ("99999999", None),
        ] {
            let decoded = decode(text).map(String::from_iter);
            assert_eq!(decoded.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn labels_are_invalid() {
        for (label, expected) in [
            ("example", false),
            ("xn-", false),
            ("xn--bcher-kva", false),
            ("XN--BCHER-KVA", false),
            ("xn--ls8h", false),
            ("xn--", true),
            ("xn---", true),
            ("xn--abc-", true),
            ("xn--a", true), // U+0080
            ("xn--bcher-kv", true),
            ("xn--bcher-2pa", true), // an upper case Ü
        ] {
            assert_eq!(
                is_invalid_label(label),
                expected,
                "{label}: {:?}",
                label.get(4..).map(decode)
            );
        }
        assert!(is_invalid_label(&format!("xn--{}", "a1".repeat(50))));
    }
}
