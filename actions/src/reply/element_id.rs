//! The id of an element in the page, as each client names it.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

/// The longest id, in bytes.
const MAX_LENGTH: usize = 256;

/// The id of an element: not empty, without white space, at most 256 bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ElementId(String);

impl ElementId {
    /// Reads `#` and the id.
    ///
    /// # Errors
    ///
    /// Returns what is wrong with it.
    pub(super) fn parse(target: &str) -> Result<Self, &'static str> {
        let Some(id) = target.strip_prefix('#') else {
            return Err("it does not begin with `#`");
        };
        if id.is_empty() {
            return Err("there is no id after `#`");
        }
        if id.len() > MAX_LENGTH {
            return Err("the id has more than 256 bytes");
        }
        if id.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err("an id has no white space and no control characters");
        }
        Ok(Self(id.to_owned()))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns a CSS selector for the element, in ASCII.
    ///
    /// Everything but letters, digits, `-` and `_` is a number of six digits: it needs no blank after it,
    /// and nothing that a client splits a list of selectors by remains.
    pub(super) fn selector(&self) -> String {
        let mut selector = String::with_capacity(self.0.len() + 1);
        selector.push('#');
        let mut is_first = true;
        for c in self.0.chars() {
            let is_plain = match c {
                'a'..='z' | 'A'..='Z' | '_' => true,
                // An identifier begins neither with a digit nor with `-` and a digit.
                '0'..='9' | '-' => !is_first,
                _ => false,
            };
            if is_plain {
                selector.push(c);
            } else {
                let _ = write!(selector, "\\{:06x}", u32::from(c));
            }
            is_first = false;
        }
        selector
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_begin_with_a_hash() {
        for (target, is_id) in [
            ("#row-5", true),
            ("#a.b:c", true),
            ("#ä", true),
            ("row-5", false),
            ("", false),
            ("#", false),
            ("#a b", false),
            ("#a\n", false),
            ("#a\u{a0}b", false),
            ("#a\0", false),
        ] {
            assert_eq!(ElementId::parse(target).is_ok(), is_id, "{target:?}");
        }
        assert!(ElementId::parse(&format!("#{}", "x".repeat(256))).is_ok());
        assert!(ElementId::parse(&format!("#{}", "x".repeat(257))).is_err());
    }

    #[test]
    fn selector_is_ascii_and_one_selector() {
        for (target, selector) in [
            ("#row-5", "#row-5"),
            ("#_Row", "#_Row"),
            ("#5", r"#\000035"),
            ("#-5", r"#\00002d5"),
            ("#a.b", r"#a\00002eb"),
            ("#a,b:c", r"#a\00002cb\00003ac"),
            ("#ä\u{1f600}", r"#\0000e4\01f600"),
            (r##"#"\<"##, r"#\000022\00005c\00003c"),
        ] {
            assert_eq!(ElementId::parse(target).unwrap().selector(), selector);
        }
    }
}
