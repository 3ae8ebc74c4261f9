//! Names that a client may have chosen, in texts for people.

/// How much of a name is written, in characters.
const LENGTH: usize = 40;

/// Returns a name in quotation marks, at most 40 characters of it.
///
/// A name can be any text. Quoted, it is not taken for a sentence of the page, so no link or form of
/// another site can make the app say something.
#[must_use]
pub fn quoted(name: &str) -> String {
    format!("“{}”", shortened(name))
}

/// Returns the first 40 characters of a name. Quotation marks, control characters and what else is
/// not printable become `?`.
pub(crate) fn shortened(name: &str) -> String {
    let mut short: String = name.chars().take(LENGTH).map(printable).collect();
    if name.chars().nth(LENGTH).is_some() {
        short.push('…');
    }
    short
}

fn printable(char: char) -> char {
    let is_printable = matches!(char, '\'' | '\\' | '"') || char.escape_debug().len() == 1;
    if is_printable && !"“”`".contains(char) {
        char
    } else {
        '?'
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_quoted_and_shortened() {
        let long = "é".repeat(41);
        for (name, expected) in [
            ("title", "“title”"),
            ("", "“”"),
            ("größe <b>'\"\\", "“größe <b>'\"\\”"),
            ("x” Call 0800”", "“x? Call 0800?”"),
            ("a\n\u{0}\u{202e}\u{85}b", "“a????b”"),
            (&long, &format!("“{}…”", "é".repeat(40))),
            (&long[..80], &format!("“{}”", "é".repeat(40))),
        ] {
            assert_eq!(quoted(name), expected);
        }
    }
}
