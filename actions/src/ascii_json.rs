//! JSON for headers: ASCII without control characters.

use std::fmt::Write as _;

/// Escapes what is not ASCII, or not visible, in a JSON document. That stands only in its strings.
pub(crate) fn ascii(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        if matches!(c, ' '..='~') {
            text.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(text, "\\u{unit:04x}");
            }
        }
    }
    text
}
