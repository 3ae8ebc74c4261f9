//! The header `Vary`.

use http::header::{ACCEPT, VARY};
use http::{HeaderMap, HeaderName, HeaderValue};

/// Adds `Accept` to `Vary` (RFC 9110, section 12.5.5), unless it is already there or `Vary` is `*`.
pub fn vary_by_accept(headers: &mut HeaderMap) {
    vary_by(headers, &ACCEPT);
}

/// Adds the name of a header to `Vary`, unless it is already there or `Vary` is `*`.
pub(crate) fn vary_by(headers: &mut HeaderMap, name: &HeaderName) {
    let values = headers.get_all(VARY).iter();
    let mut names = values.flat_map(|value| value.as_bytes().split(|byte| *byte == b','));
    let wanted = name.as_str().as_bytes();
    if !names.any(|name| name.trim_ascii() == b"*" || name.trim_ascii().eq_ignore_ascii_case(wanted)) {
        headers.append(VARY, HeaderValue::from_name(name.clone()));
    }
}
