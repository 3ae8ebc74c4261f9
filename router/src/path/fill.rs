//! Fills the parameters of a pattern: from values to a path, the inverse of matching.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};

use super::pattern::Pattern;
use crate::local_path::is_local_path;

/// All but the unreserved characters ([RFC 3986, section
/// 2.3](https://www.rfc-editor.org/rfc/rfc3986#section-2.3)), so that a value has one spelling.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Percent-encodes the value of one parameter, or one segment of a catch-all.
#[must_use]
pub fn encode_parameter(value: &[u8]) -> String {
    percent_encode(value, ENCODED).to_string()
}

impl Pattern {
    /// Returns the path that has these values, which are percent-encoded by [`encode_parameter`]
    /// and separated by slashes. Returns `None` if no request for that path would have the values:
    /// their number is wrong, one is empty, or one is a segment that clients remove (`.`, `..`).
    #[must_use]
    pub fn fill(&self, values: &str) -> Option<String> {
        let count = self.names.len();
        let mut values = values.splitn(count.max(1), '/');
        let mut path = String::with_capacity(self.text.len());
        let mut rest = self.text.as_str();
        for index in 0..count {
            let (literal, after) = rest.split_once('{')?;
            let value = values.next()?;
            let may_have_slashes = self.catch_all && index + 1 == count;
            if value.is_empty() || (value.contains('/') && !may_have_slashes) {
                return None;
            }
            path.push_str(literal);
            path.push_str(value);
            rest = after.split_once('}')?.1;
        }
        path.push_str(rest);
        let is_sent_as_it_is = path.split('/').skip(1).all(|segment| !matches!(segment, "." | ".."));
        let all_used = values.next().is_none_or(str::is_empty);
        (all_used && is_sent_as_it_is && is_local_path(&path)).then_some(path)
    }
}

impl Pattern {
    /// Returns the values of a matched path in the spelling that [`Pattern::fill`] reads, whatever the spelling in the
    /// path is. Returns `None` if there are no parameters.
    pub(crate) fn encoded(&self, path: &str) -> Option<String> {
        let values: Vec<_> = self.params(path).map(|param| encode_again(param.raw)).collect();
        (!values.is_empty()).then(|| values.join("/"))
    }
}

fn encode_again(raw: &str) -> String {
    let segments = raw.split('/').map(|segment| {
        let decoded: Cow<'_, [u8]> = percent_decode_str(segment).into();
        encode_parameter(&decoded)
    });
    segments.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_fill_a_pattern_or_are_refused() {
        for (pattern, values, path) in [
            ("/shelf", "", Some("/shelf")),
            ("/shelf", "1", None),
            ("/shelf/{n}/drop", "7", Some("/shelf/7/drop")),
            ("/shelf/{n}/drop", "", None),
            ("/shelf/{n}/drop", "7/8", None),
            ("/shelf/{n}/drop", ".", None),
            ("/shelf/{n}/drop", "..", None),
            ("/shelf/{n}/drop", "...", Some("/shelf/.../drop")),
            ("/{a}/{b}.png", "x/y", Some("/x/y.png")),
            ("/{a}/{b}.png", "x/.", Some("/x/..png")),
            ("/{a}/{b}", "x", None),
            ("/{a}/{b}", "x/y/z", None),
            ("/{a}/{*rest}", "x/y/z", Some("/x/y/z")),
            ("/f/{*rest}", "a/../b", None),
            ("/{*rest}", "/evil.example", None),
            ("/{*rest}", "", None),
        ] {
            let filled = Pattern::new(pattern.to_owned()).fill(values);
            assert_eq!(filled.as_deref(), path, "{pattern} {values}");
        }
    }

    #[test]
    fn each_value_has_one_spelling() {
        for (raw, encoded) in [
            ("7", "7"),
            ("%37", "7"),
            ("a%2fb", "a%2Fb"),
            ("a/b%2Fc", "a/b%2Fc"),
            ("%C3%BC", "%C3%BC"),
            ("a b", "a%20b"),
            ("%FF", "%FF"),
            ("50%", "50%25"),
            ("a+b", "a%2Bb"),
        ] {
            assert_eq!(encode_again(raw), encoded, "{raw}");
            assert_eq!(encode_again(encoded), encoded, "{raw}");
        }
    }
}
