//! The header `Vary`.

use http::header::{ACCEPT, VARY};
use http::{HeaderMap, HeaderName, HeaderValue};

/// Adds `Accept` to `Vary` (RFC 9110, section 12.5.5), unless it is already there or `Vary` is `*`.
pub fn vary_by_accept(headers: &mut HeaderMap) {
    vary_by(headers, &ACCEPT);
}

/// Adds the name of a header to `Vary`, unless it is already there or `Vary` is `*`. The names are
/// one line then.
pub fn vary_by(headers: &mut HeaderMap, name: &HeaderName) {
    vary_by_spelling(headers, name.as_str());
}

/// Does the same for a client that compares the name with regard to case.
pub(crate) fn vary_by_spelling(headers: &mut HeaderMap, name: &str) {
    let wanted = name.as_bytes();
    let is_known = |own: &[u8]| own.trim_ascii() == b"*" || own.trim_ascii().eq_ignore_ascii_case(wanted);
    let mut all = Vec::new();
    for value in headers.get_all(VARY) {
        if value.as_bytes().split(|byte| *byte == b',').any(is_known) {
            return;
        }
        all.extend_from_slice(value.as_bytes());
        all.extend_from_slice(b", ");
    }
    all.extend_from_slice(wanted);
    if let Ok(all) = HeaderValue::from_bytes(&all) {
        headers.insert(VARY, all);
    }
}

#[cfg(test)]
mod tests {
    use http::header::ACCEPT_LANGUAGE;

    use super::*;

    #[test]
    fn names_are_added_once_to_one_line() {
        for (before, after) in [
            (&[][..], "accept-language"),
            (&["origin"], "origin, accept-language"),
            (&["origin", "Accept"], "origin, Accept, accept-language"),
            (&["origin , ACCEPT-language"], "origin , ACCEPT-language"),
            (&["*"], "*"),
        ] {
            let mut headers = HeaderMap::new();
            for value in before {
                headers.append(VARY, HeaderValue::from_static(value));
            }
            for _ in 0..2 {
                vary_by(&mut headers, &ACCEPT_LANGUAGE);
            }
            let all: Vec<_> = headers.get_all(VARY).iter().collect();
            assert_eq!(all, [after], "{before:?}");
        }
    }
}
