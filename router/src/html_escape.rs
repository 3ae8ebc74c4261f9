//! HTML escaping, for problem pages and forms.

use std::fmt;

/// Displays text escaped for an HTML element's content or a quoted attribute value.
#[derive(Debug, Clone, Copy)]
pub struct Escaped<'a>(pub &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        // All five are ASCII, so the text can be split before and after them.
        while let Some(index) = rest.bytes().position(|byte| escape(byte).is_some()) {
            let (run, special) = rest.split_at(index);
            f.write_str(run)?;
            f.write_str(special.bytes().next().and_then(escape).unwrap_or_default())?;
            rest = special.get(1..).unwrap_or_default();
        }
        f.write_str(rest)
    }
}

fn escape(byte: u8) -> Option<&'static str> {
    match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        b'\'' => Some("&#39;"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Escaped;

    #[test]
    fn text_is_escaped_at_the_start_the_end_and_between() {
        for (text, escaped) in [
            ("", ""),
            ("plain ü€", "plain ü€"),
            ("<b>", "&lt;b&gt;"),
            ("a & b", "a &amp; b"),
            ("ü\"ü'", "ü&quot;ü&#39;"),
            ("&&", "&amp;&amp;"),
        ] {
            assert_eq!(Escaped(text).to_string(), escaped);
        }
    }
}
