//! The rule for paths on this origin, for redirects and return URLs.

/// Returns whether `text` is an absolute path on this origin, ready to stand in `Location` or
/// `href`: `/x`, `/x?y#z`.
///
/// It begins with one `/` and consists of visible ASCII characters only, so anything else (spaces,
/// umlauts) must be percent-encoded first. [`Redirect::to`](crate::Redirect::to) encodes its
/// argument and then applies this rule.
///
/// Not local are:
///
/// - `//host` and `/\host`: another host to the [URL
///   standard](https://url.spec.whatwg.org/#relative-slash-state);
/// - a path with a dot segment (`/a/../b`, `/.`, also as `%2e`): a browser removes it, so the path
///   that is requested is another than the one that was checked;
/// - a path with `\`, which a browser reads as `/`;
/// - anything with a scheme;
/// - control characters: browsers drop tabs and line breaks, so `/<tab>/host` would be `//host`.
///
/// What follows `?` or `#` cannot change where a URL leads: `/?next=//host/..` is local.
///
/// ```
/// use frontdesk_router::is_local_path;
///
/// assert!(is_local_path("/todos?page=2#new"));
/// assert!(is_local_path("/s%C3%BC%C3%9F"));
/// for other in ["//evil.example", "/\\evil.example", "javascript:alert(1)", "todos", "", "/\t/evil.example", "/süß"] {
///     assert!(!is_local_path(other));
/// }
/// for other in ["/todos/../_actions/x", "/todos/%2E./x", "/todos/."] {
///     assert!(!is_local_path(other));
/// }
/// ```
#[must_use]
pub fn is_local_path(text: &str) -> bool {
    is_plain_path(text) || is_careful_path(text)
}

/// Whether a path has nothing but what most paths have: it is local, and needs no percent-encoding.
pub(crate) fn is_plain_path(text: &str) -> bool {
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_');
    let bytes = text.as_bytes();
    bytes.first() == Some(&b'/') && bytes.get(1) != Some(&b'/') && bytes.iter().all(is_plain)
}

/// Applies the rule to any text.
fn is_careful_path(text: &str) -> bool {
    let path = path_of(text);
    let is_absolute = path.starts_with('/') && !path.starts_with("//") && !path.contains('\\');
    is_absolute && text.bytes().all(|byte| byte.is_ascii_graphic()) && !has_dot_segment(path)
}

/// Returns the part of a path and query, or of the rest of a URL, before `?` and `#`.
pub(crate) fn path_of(text: &str) -> &str {
    text.split(['?', '#']).next().unwrap_or_default()
}

/// Returns whether a segment of the path is `.` or `..`, with `%2e` for any of the dots ([URL
/// standard](https://url.spec.whatwg.org/#single-dot-path-segment)).
pub(crate) fn has_dot_segment(path: &str) -> bool {
    path.split('/').any(|segment| (1..=2).contains(&dots(segment)))
}

/// Returns how many dots a segment consists of, or 0 if there is anything else in it.
fn dots(segment: &str) -> usize {
    let mut rest = segment;
    let mut count = 0;
    while !rest.is_empty() {
        let length = match rest.get(..3) {
            _ if rest.starts_with('.') => 1,
            Some(escape) if escape.eq_ignore_ascii_case("%2e") => 3,
            _ => return 0,
        };
        rest = rest.get(length..).unwrap_or_default();
        count += 1;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::{is_careful_path, is_local_path, is_plain_path};
    use crate::Redirect;

    #[test]
    fn plain_path_is_local_and_stays_as_it_is() {
        // Every text of up to five of these characters.
        let alphabet = ["/", "a", "9", "-", "_", ".", "%", "\\", "?", "\t", "\u{e4}"];
        let mut texts = vec![String::new()];
        let mut plain = 0;
        for _ in 0..5 {
            let longer = |text: &String| alphabet.map(|next| format!("{text}{next}"));
            texts = texts.iter().flat_map(longer).collect();
            for text in texts.iter().filter(|text| is_plain_path(text)) {
                plain += 1;
                assert!(is_careful_path(text), "{text:?}");
            }
        }
        assert!(plain > 300, "{plain}");
        for path in ["/", "/todos", "/a-b/c_d/9/"] {
            assert!(is_plain_path(path));
            assert_eq!(Redirect::to(path).location(), Some(path));
        }
    }

    #[test]
    fn path_is_local() {
        for path in [
            "/",
            "/x",
            "/x/",
            "/x/y",
            "/x?",
            "/x#",
            "/?",
            "/#",
            "/x?y=z#w",
            "/x//y",
            "/x//",
            "/x///",
            "/...",
            "/.../x",
            "/....",
            "/.x",
            "/x.",
            "/..x",
            "/x..",
            "/x/..y/z",
            "/.well-known/x",
            "/%2e%2e%2e",
            "/%2ex",
            "/x%2e",
            "/.%2e.",
            "/%2f",
            "/%2F..",
            "/..%2f",
            "/%5C",
            "/x%5c..",
            "/%252e",
            "/%252e%252e/x",
            "/%2",
            "/%",
            "/%zz",
            "/%2/e",
            "/%E2%80%A4",
            "/?..",
            "/?/../x",
            "/x?/./",
            "/#..",
            "/#/../x",
            "/?%2e%2e",
            "/x?\\",
            "/x#\\",
            "/?//evil.example",
            "/#//evil.example",
            "/@evil.example",
            "/x@y",
            "/x:y",
            "/http://x",
            "/;x",
            "/x;..",
            "/..;/x",
            "/~",
            "/'\"<>`{}|^",
            "/_actions/x",
        ] {
            assert!(is_local_path(path), "{path:?}");
        }
    }

    #[test]
    fn path_is_not_local() {
        for path in [
            "",
            " ",
            "x",
            "x/y",
            ".",
            "..",
            "./x",
            "../x",
            "?",
            "#",
            "?x",
            "#x",
            "*",
            "\\",
            "\\\\x",
            "\\/x",
            "/\\",
            "/\\x",
            "//",
            "//x",
            "///x",
            "//x/y",
            "//?",
            "//#",
            "/\\/x",
            "/x\\",
            "/x\\y",
            "/x\\..\\y",
            "/.\\x",
            "http:",
            "http:/x",
            "http://x",
            "https://x/",
            "javascript:alert(1)",
            "data:,x",
            "/.",
            "/..",
            "/./",
            "/../",
            "/./x",
            "/../x",
            "/x/.",
            "/x/..",
            "/x/./y",
            "/x/../y",
            "/x//..",
            "/.?x",
            "/..?x",
            "/.#x",
            "/..#x",
            "/x/..?y#z",
            "/%2e",
            "/%2E",
            "/%2e%2e",
            "/%2E%2e",
            "/%2e%2E",
            "/%2E%2E",
            "/.%2e",
            "/%2e.",
            "/.%2E",
            "/%2E.",
            "/%2e/x",
            "/%2e%2e/x",
            "/x/%2e%2e/y",
            "/x/.%2E/y",
            "/x/%2E./y",
            "/x/%2e?y",
            "/x y",
            "/ ",
            "/x ",
            " /x",
            "/\t/x",
            "/\tx",
            "/x\n",
            "/\r\nx",
            "/x\0",
            "/\u{7f}",
            "/\u{85}",
            "/ü",
            "/x?ü",
            "/x#ü",
            "/\u{2024}",
            "/\u{a0}x",
            "/\u{ff0f}x",
            "\u{feff}/x",
        ] {
            assert!(!is_local_path(path), "{path:?}");
        }
    }
}
