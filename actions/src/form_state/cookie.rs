//! The cookie that contains form state, and the query parameter that names it.

use std::time::Duration;

use cookie::Cookie;
use frontdesk_router::__desk::cookie_pairs;
use http::HeaderMap;

use crate::browser;
use crate::random_id::RandomId;

/// The query parameter with the id of the form state for a page.
const PARAMETER: &str = "_fd";

/// The prefix of cookies over http.
const PREFIX: &str = "_fd_";

/// The prefix of cookies over https. Browsers accept a `__Host-` cookie only from the host itself,
/// over https ([RFC 6265bis, section
/// 4.1.3.2](https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis)).
const SECURE_PREFIX: &str = "__Host-fd_";

fn prefix(is_secure: bool) -> &'static str {
    if is_secure { SECURE_PREFIX } else { PREFIX }
}

pub(super) fn name(id: RandomId, is_secure: bool) -> String {
    format!("{}{}", prefix(is_secure), id.as_str())
}

pub(super) fn build(name: String, value: String, is_secure: bool, lifetime: Duration) -> Cookie<'static> {
    let mut cookie = browser::cookie(name, value, is_secure);
    cookie.set_max_age(lifetime.try_into().ok());
    cookie
}

/// Returns a cookie that makes the browser remove the one of that name.
pub(super) fn forget(name: &str) -> Cookie<'static> {
    let is_secure = name.starts_with(SECURE_PREFIX);
    let mut cookie = browser::cookie(name.to_owned(), String::new(), is_secure);
    cookie.make_removal();
    cookie
}

/// Returns name, id and value of each form state cookie in a request. Over https, only those that
/// nobody but this host can have set.
pub(super) fn all(headers: &HeaderMap, is_secure: bool) -> impl Iterator<Item = (&str, RandomId, &str)> {
    cookie_pairs(headers).filter_map(move |(name, value)| {
        let id = RandomId::parse(name.strip_prefix(prefix(is_secure))?.as_bytes())?;
        Some((name, id, str::from_utf8(value).ok()?))
    })
}

/// Returns the id of the form state in a URL (path and query).
pub(crate) fn id_in(url: &str) -> Option<RandomId> {
    let (_, query) = url.split_once('?')?;
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs
        .filter(|(name, _)| *name == PARAMETER)
        .find_map(|(_, id)| RandomId::parse(id.as_bytes()))
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
        let text = "abcdefghijklmnopqrstu_";
        let id = RandomId::parse(text.as_bytes());
        assert_eq!(id_in(&format!("/?a=b&_fd={text}")), id);
        assert_eq!(id_in("/?_fd=short"), None);
        assert_eq!(id_in("/?_fd=abcdefghijklmnopqrstu%"), None);
        assert_eq!(id_in("/_fd=abcdefghijklmnopqrstu_"), None);
        let mut headers = HeaderMap::new();
        let foreign = [b"city=Z\xfcrich; ", format!("a=b; _fd_{text}=v1").as_bytes()].concat();
        headers.append("cookie", http::HeaderValue::from_bytes(&foreign).unwrap());
        let odd = format!("\u{2000}__Host-fd_{text}=v3; \u{85}_fd_{text}=v4");
        for line in [format!("__Host-fd_{text}=v2;_fd_x=y; _fd_").as_bytes(), odd.as_bytes()] {
            headers.append("cookie", http::HeaderValue::from_bytes(line).unwrap());
        }
        for (is_secure, expected) in [(false, "v1"), (true, "v2")] {
            let found: Vec<_> = all(&headers, is_secure).map(|(_, id, value)| (id, value)).collect();
            assert_eq!(found, [(id.unwrap(), expected)]);
        }
    }
}
