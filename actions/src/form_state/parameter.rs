//! The query parameter that names a form state: `_fd=<id>.<mark>`.

use crate::random_id::RandomId;

/// The name of the parameter.
pub(crate) const PARAMETER: &str = "_fd";

/// The longest mark that is read, in characters. Ours have about 100.
const MAX_MARK: usize = 256;

/// The parameter of a page's URL. What it names has not been looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Parameter<'u> {
    pub(super) id: RandomId,
    /// Sealed.
    pub(super) mark: &'u str,
}

impl<'u> Parameter<'u> {
    /// Returns the parameter of a URL (path and query), if it has one that is well-formed.
    pub(crate) fn of(url: &'u str) -> Option<Self> {
        let (_, query) = url.split_once('?')?;
        let query = query.split('#').next().unwrap_or_default();
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs
            .filter(|(name, _)| *name == PARAMETER)
            .find_map(|(_, value)| Self::parse(value))
    }

    fn parse(value: &'u str) -> Option<Self> {
        let (id, mark) = value.split_once('.')?;
        let is_token = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        let is_mark = !mark.is_empty() && mark.len() <= MAX_MARK && mark.bytes().all(is_token);
        Some(Self {
            id: RandomId::parse(id.as_bytes())?,
            mark: Some(mark).filter(|_| is_mark)?,
        })
    }

    /// Returns the value to be written into a URL.
    pub(super) fn write(id: RandomId, mark: &str) -> String {
        format!("{}.{mark}", id.as_str())
    }
}

/// Returns `path` with this value of the parameter instead of the one that it has, or without one
/// if the value is `None`.
pub(crate) fn with_parameter(path: &str, value: Option<&str>) -> String {
    let (rest, fragment) = path
        .split_once('#')
        .map_or((path, None), |(rest, fragment)| (rest, Some(fragment)));
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let others = query
        .split('&')
        .filter(|pair| !pair.is_empty() && pair.split('=').next() != Some(PARAMETER));
    let own = value.map(|value| format!("{PARAMETER}={value}"));
    let mut all = path.to_owned();
    let mut separator = '?';
    for pair in others.chain(own.as_deref()) {
        all.push(separator);
        all.push_str(pair);
        separator = '&';
    }
    if let Some(fragment) = fragment {
        all.push('#');
        all.push_str(fragment);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameter_is_replaced_and_stands_before_the_fragment() {
        for (path, value, expected) in [
            ("/notes", Some("x"), "/notes?_fd=x"),
            ("/notes?page=2", Some("x"), "/notes?page=2&_fd=x"),
            ("/notes?_fd=old&page=2#new", Some("x"), "/notes?page=2&_fd=x#new"),
            ("/notes?_fd=old", None, "/notes"),
            ("/notes?_fdx=1", None, "/notes?_fdx=1"),
            ("/notes?&&a", None, "/notes?a"),
            ("/notes#a?b", Some("x"), "/notes?_fd=x#a?b"),
        ] {
            assert_eq!(with_parameter(path, value), expected, "{path}");
        }
    }

    #[test]
    fn parameter_is_read_only_if_well_formed() {
        let text = "abcdefghijklmnopqrstu_";
        let id = RandomId::parse(text.as_bytes()).unwrap();
        let long = "x".repeat(MAX_MARK + 1);
        for (url, mark) in [
            (format!("/?_fd={text}.m-_1"), Some("m-_1")),
            (format!("/?a=b&_fd={text}.m#here"), Some("m")),
            (format!("/?_fd=x&_fd={text}.m"), Some("m")),
            (format!("/?_fd={text}.m&_fd={text}.n"), Some("m")),
            (format!("/?_fd={text}"), None),
            (format!("/?_fd={text}."), None),
            (format!("/?_fd={text}.a.b"), None),
            (format!("/?_fd={text}.%00"), None),
            (format!("/?_fd={text}.{long}"), None),
            (format!("/?_fdx={text}.m"), None),
            (format!("/_fd={text}.m"), None),
            ("/?_fd=".to_owned(), None),
            ("/?_fd=.m".to_owned(), None),
            ("/?_fd=short.m".to_owned(), None),
            ("/?_fd=../../etc/passwd".to_owned(), None),
        ] {
            assert_eq!(Parameter::of(&url), mark.map(|mark| Parameter { id, mark }), "{url}");
        }
        assert_eq!(
            Parameter::of(&format!("/?_fd={}", Parameter::write(id, "m"))),
            Some(Parameter { id, mark: "m" })
        );
    }
}
