//! What was revalidated during a request, as the header `Frontdesk-Revalidated` lists it.

use http::HeaderValue;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::cache::Name;

/// What can't stand in a string of a structured field (RFC 9651 section 3.3.3).
const UNQUOTED: &AsciiSet = &CONTROLS.add(b'"').add(b'\\');

/// The same in a tag, which is any text: it is encoded and read in one way only.
const UNQUOTED_TAG: &AsciiSet = &UNQUOTED.add(b'%');

/// The longest list, in bytes.
const LIMIT: usize = 4096;

const EVERYTHING: &str = "\"/\";below";

/// The entries of the list, each once, or everything: so a request that revalidates a million names holds no more than others.
#[derive(Debug)]
pub(crate) enum Revalidated {
    Some(Vec<String>),
    Everything,
}

impl Default for Revalidated {
    fn default() -> Self {
        Self::Some(Vec::new())
    }
}

impl Revalidated {
    /// Adds a name; paths are below `base`.
    pub(crate) fn note(&mut self, name: Name<'_>, base: &str) {
        let Self::Some(entries) = self else { return };
        let entry = entry(name, base);
        if entries.contains(&entry) {
            return;
        }
        entries.push(entry);
        // With `, ` between them.
        let length: usize = entries.iter().map(|entry| entry.len() + 2).sum();
        if length - 2 > LIMIT {
            *self = Self::Everything;
        }
    }

    /// None when there is nothing.
    pub(crate) fn header(&self) -> Option<HeaderValue> {
        match self {
            Self::Some(entries) if entries.is_empty() => None,
            Self::Some(entries) => HeaderValue::try_from(entries.join(", ")).ok(),
            Self::Everything => Some(HeaderValue::from_static(EVERYTHING)),
        }
    }
}

fn entry(name: Name<'_>, base: &str) -> String {
    let whole = |path: &str| {
        let path = if path == "/" && !base.is_empty() { "" } else { path };
        format!("\"{}{path}\"", utf8_percent_encode(base, UNQUOTED))
    };
    match name {
        // In its one spelling: nothing in it that needs encoding.
        Name::Path(path) => whole(path),
        Name::Below(path) => whole(path) + ";below",
        Name::Tag(tag) => format!("\"{}\";tag", utf8_percent_encode(tag, UNQUOTED_TAG)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_each_name_once_or_everything() {
        let list = |names: &[Name<'_>], base| {
            let mut noted = Revalidated::default();
            names.iter().for_each(|name| noted.note(*name, base));
            noted.header().map(|header| header.to_str().unwrap().to_owned())
        };
        let long = "x".repeat(1000);
        let tags = ["a", "b", "c"].map(|end| format!("{long}{end}"));
        let [a, b, c] = tags.each_ref().map(|tag| Name::Tag(tag));
        // Six bytes of quotes and `;tag` beside each, and two between.
        let rest = "y".repeat(4096 - 3 * (1001 + 6 + 2) - 6);
        let more = format!("{rest}y");
        for (names, base, expected) in [
            (&[][..], "", None),
            (
                &[Name::Path("/"), Name::Path("/"), Name::Below("/")],
                "",
                Some(r#""/", "/";below"#.to_owned()),
            ),
            (
                &[Name::Path("/"), Name::Below("/"), Name::Tag("n\"%\u{e4}")],
                "/app",
                Some(r#""/app", "/app";below, "n%22%25%C3%A4";tag"#.to_owned()),
            ),
            (
                &[a, b, c, Name::Tag(&rest), a],
                "",
                Some(
                    [&*tags[0], &tags[1], &tags[2], &rest]
                        .map(|tag| format!("\"{tag}\";tag"))
                        .join(", "),
                ),
            ),
            (&[a, b, c, Name::Tag(&more), a], "/app", Some(EVERYTHING.to_owned())),
        ] {
            assert_eq!(list(names, base), expected);
        }
    }

    #[test]
    fn a_million_names_take_no_more_room_than_some() {
        let mut noted = Revalidated::default();
        for number in 0..1_000_000 {
            noted.note(Name::Tag(&number.to_string()), "");
        }
        assert!(matches!(noted, Revalidated::Everything));
    }
}
