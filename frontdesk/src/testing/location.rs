//! Where redirects, links and forms lead to.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What browsers encode in every part of a URL, besides what is not ASCII.
const URL: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`');

/// Returns a URL as it is sent: `/a%20b` for `/a b`.
pub(super) fn encoded(url: &str) -> String {
    utf8_percent_encode(url, URL).to_string()
}

/// Returns the path, query and fragment that `target` means on the page at `page` (a path and query),
/// or `None` if it is on another origin.
///
/// <https://url.spec.whatwg.org/#relative-url-string>
pub(super) fn resolve(origin: &str, page: &str, target: &str) -> Option<String> {
    let target = target.trim_matches(|char: char| char <= ' ');
    let page = page.split('#').next().unwrap_or_default();
    let path = page.split('?').next().unwrap_or_default();
    if let Some(rest) = target.strip_prefix("//") {
        let (_, host) = origin.split_once("://")?;
        return below(rest, host);
    }
    if has_scheme(target) {
        return below(target, origin);
    }
    let resolved = match target.bytes().next() {
        None => page.to_owned(),
        Some(b'#') => format!("{page}{target}"),
        Some(b'?') => format!("{path}{target}"),
        Some(b'/') => target.to_owned(),
        Some(_) => format!("{}/{target}", path.rsplit_once('/').map_or("", |(folder, _)| folder)),
    };
    Some(encoded(&without_dots(&resolved)))
}

/// Returns what is behind an origin.
fn below(url: &str, origin: &str) -> Option<String> {
    let start = url.get(..origin.len())?;
    let rest = url.get(origin.len()..)?;
    if !start.eq_ignore_ascii_case(origin) {
        return None;
    }
    match rest.bytes().next() {
        Some(b'/') => Some(encoded(&without_dots(rest))),
        None | Some(b'?' | b'#') => Some(encoded(&format!("/{rest}"))),
        _ => None,
    }
}

fn has_scheme(target: &str) -> bool {
    let scheme = target.split(['/', '?', '#']).next().unwrap_or_default();
    scheme.contains(':')
}

/// Removes the segments `.` and `..` from the path.
fn without_dots(url: &str) -> String {
    let end = url.find(['?', '#']).unwrap_or(url.len());
    let (path, rest) = url.split_at(end);
    let mut segments = Vec::new();
    let all: Vec<_> = path.split('/').skip(1).collect();
    for (at, segment) in all.iter().enumerate() {
        let is_last = at + 1 == all.len();
        match *segment {
            ".." => drop(segments.pop()),
            "." => {}
            segment => segments.push(segment),
        }
        if is_last && matches!(*segment, "." | "..") {
            segments.push("");
        }
    }
    format!("/{}{rest}", segments.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_resolved_as_in_a_browser() {
        for (target, expected) in [
            ("/x?y#z", Some("/x?y#z")),
            ("", Some("/a/b?q")),
            ("#top", Some("/a/b?q#top")),
            ("?page=2", Some("/a/b?page=2")),
            ("c", Some("/a/c")),
            ("./c/../d", Some("/a/d")),
            ("..", Some("/")),
            ("../../../x", Some("/x")),
            ("c/.", Some("/a/c/")),
            ("http://localhost", Some("/")),
            ("HTTP://localhost/x", Some("/x")),
            ("http://localhost?x", Some("/?x")),
            ("//localhost/x", Some("/x")),
            ("https://localhost/x", None),
            ("http://localhost.evil.example/", None),
            ("http://localhost:8080/", None),
            ("//evil.example/", None),
            ("mailto:me@example.com", None),
            ("javascript:void(0)", None),
            ("x?a=b:c", Some("/a/x?a=b:c")),
            ("/été d'hier%20?q=a b", Some("/%C3%A9t%C3%A9%20d'hier%20?q=a%20b")),
        ] {
            let found = resolve("http://localhost", "/a/b?q#old", target);
            assert_eq!(found.as_deref(), expected, "{target}");
        }
    }
}
