//! The cookie that contains form state, and the query parameter that names it.

use std::time::Duration;

use cookie::{Cookie, SameSite};
use http::HeaderMap;
use http::header::COOKIE;

/// The query parameter with the id of the form state for a page.
const PARAMETER: &str = "_fd";

/// The prefix of cookies over http.
const PREFIX: &str = "_fd_";

/// The prefix of cookies over https. Browsers accept a `__Host-` cookie only from the host itself,
/// over https ([RFC 6265bis, section
/// 4.1.3.2](https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis)).
const SECURE_PREFIX: &str = "__Host-fd_";

pub(super) fn name(id: &str, secure: bool) -> String {
    format!("{}{id}", if secure { SECURE_PREFIX } else { PREFIX })
}

pub(super) fn build(name: String, value: String, secure: bool, lifetime: Duration) -> Cookie<'static> {
    let mut cookie = Cookie::new(name, value);
    cookie.set_path("/");
    cookie.set_http_only(true);
    cookie.set_same_site(SameSite::Lax);
    cookie.set_secure(secure);
    cookie.set_max_age(lifetime.try_into().ok());
    cookie
}

/// Returns a cookie that makes the browser remove the one of that name.
pub(super) fn forget(name: &str) -> Cookie<'static> {
    let secure = name.starts_with(SECURE_PREFIX);
    let mut cookie = build(name.to_owned(), String::new(), secure, Duration::ZERO);
    cookie.make_removal();
    cookie
}

/// Returns name, id and value of each form state cookie in a request.
pub(super) fn all(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str, &str)> {
    let lines = headers.get_all(COOKIE).iter().map(http::HeaderValue::as_bytes);
    // Each pair is converted alone, because another app's cookie may not be UTF-8.
    lines.flat_map(|line| line.split(|b| *b == b';')).filter_map(|pair| {
        let (name, value) = str::from_utf8(pair).ok()?.trim().split_once('=')?;
        let id = name.strip_prefix(SECURE_PREFIX).or_else(|| name.strip_prefix(PREFIX))?;
        is_id(id).then_some((name, id, value))
    })
}

/// Returns whether `text` can be an id: 16 bytes in base64url.
fn is_id(text: &str) -> bool {
    text.len() == 22
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// Returns the id of the form state in a query.
pub(super) fn id_of(query: Option<&str>) -> Option<&str> {
    let pairs = query?.split('&').filter_map(|pair| pair.split_once('='));
    pairs
        .filter(|(name, _)| *name == PARAMETER)
        .map(|(_, id)| id)
        .find(|id| is_id(id))
}

/// Returns `path` with the parameter for `id` instead of the one that it has, or without one if
/// `id` is `None`.
pub(crate) fn with_parameter(path: &str, id: Option<&str>) -> String {
    let (rest, fragment) = path
        .split_once('#')
        .map_or((path, None), |(rest, fragment)| (rest, Some(fragment)));
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let others = query
        .split('&')
        .filter(|pair| !pair.is_empty() && pair.split('=').next() != Some(PARAMETER));
    let own = id.map(|id| format!("{PARAMETER}={id}"));
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
        for (path, id, expected) in [
            ("/notes", Some("x"), "/notes?_fd=x"),
            ("/notes?page=2", Some("x"), "/notes?page=2&_fd=x"),
            ("/notes?_fd=old&page=2#new", Some("x"), "/notes?page=2&_fd=x#new"),
            ("/notes?_fd=old", None, "/notes"),
            ("/notes?_fdx=1", None, "/notes?_fdx=1"),
            ("/notes?&&a", None, "/notes?a"),
            ("/notes#a?b", Some("x"), "/notes?_fd=x#a?b"),
        ] {
            assert_eq!(with_parameter(path, id), expected, "{path}");
        }
    }

    #[test]
    fn ids_are_read_only_if_well_formed() {
        let id = "abcdefghijklmnopqrstu_";
        assert_eq!(id_of(Some(&format!("a=b&_fd={id}"))), Some(id));
        assert_eq!(id_of(Some("_fd=short")), None);
        assert_eq!(id_of(Some("_fd=abcdefghijklmnopqrstu%")), None);
        assert_eq!(id_of(None), None);
        let mut headers = HeaderMap::new();
        let foreign = [b"city=Z\xfcrich; ", format!("a=b; _fd_{id}=v1").as_bytes()].concat();
        headers.append(COOKIE, http::HeaderValue::from_bytes(&foreign).unwrap());
        headers.append(COOKIE, format!("__Host-fd_{id}=v2;_fd_x=y; _fd_").parse().unwrap());
        let found: Vec<_> = all(&headers).map(|(_, id, value)| (id, value)).collect();
        assert_eq!(found, [(id, "v1"), (id, "v2")]);
    }
}
