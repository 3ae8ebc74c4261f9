//! The cookie of what waits for a login, and the query parameter that names it.

use std::time::Duration;

use cookie::Cookie;
use frontdesk_router::__desk::cookie_pairs;
use http::HeaderMap;

use crate::browser;
use crate::random_id::RandomId;

/// The query parameter of the login page. It is not that of form state: a login that failed has one
/// of those too.
const PARAMETER: &str = "_fd_login";

/// The prefix of cookies over http.
const PREFIX: &str = "_fd_login_";

/// The prefix of cookies over https.
const SECURE_PREFIX: &str = "__Host-fd_login_";

fn prefix(is_secure: bool) -> &'static str {
    if is_secure { SECURE_PREFIX } else { PREFIX }
}

pub(super) fn name(id: RandomId, is_secure: bool) -> String {
    format!("{}{}", prefix(is_secure), id.as_str())
}

pub(super) fn build(name: String, value: String, lifetime: Duration) -> Cookie<'static> {
    let is_secure = name.starts_with(SECURE_PREFIX);
    let mut cookie = browser::cookie(name, value, is_secure);
    cookie.set_max_age(lifetime.try_into().ok());
    cookie
}

/// Returns name, id and value of each of the cookies in a request. Over https, only those that nobody
/// but this host can have set.
pub(super) fn all(headers: &HeaderMap, is_secure: bool) -> impl Iterator<Item = (&str, RandomId, &str)> {
    cookie_pairs(headers).filter_map(move |(name, value)| {
        let id = RandomId::parse(name.strip_prefix(prefix(is_secure))?.as_bytes())?;
        Some((name, id, str::from_utf8(value).ok()?))
    })
}

/// Returns whether a URL may have an id, before it is parsed.
pub(crate) fn has_id(url: &str) -> bool {
    url.contains(PARAMETER)
}

/// Returns the id in the URL of a login page (path and query).
pub(crate) fn id_in(url: &str) -> Option<RandomId> {
    parameter(url, PARAMETER)
}

/// Returns the id in the URL of a page that a login led back to. It stands in the place of the id and
/// mark of form state.
pub(crate) fn restored_id_in(url: &str) -> Option<RandomId> {
    parameter(url, "_fd")
}

fn parameter(url: &str, own: &str) -> Option<RandomId> {
    let (_, query) = url.split_once('?')?;
    let query = query.split('#').next().unwrap_or_default();
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find_map(|(name, id)| RandomId::parse(id.as_bytes()).filter(|_| name == own))
}

/// Returns the URL of a login page with an id.
pub(crate) fn with_id(login: &str, id: RandomId) -> String {
    let (url, fragment) = login.split_at(login.find('#').unwrap_or(login.len()));
    let separator = if url.contains('?') { '&' } else { '?' };
    format!("{url}{separator}{PARAMETER}={}{fragment}", id.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "abcdefghijklmnopqrstu_";

    #[test]
    fn id_in_a_url_is_the_one_that_was_written() {
        let id = RandomId::parse(ID.as_bytes()).unwrap();
        for login in ["/login", "/login?theme=x", "/app/login#form", "/login?a=b#c?d"] {
            let url = with_id(login, id);
            assert!(has_id(&url) && id_in(&url) == Some(id), "{url}");
        }
        assert_eq!(with_id("/login?a=b#c", id), format!("/login?a=b&_fd_login={ID}#c"));
        for url in [
            "/login",
            "/login?_fd_login=short",
            &format!("/login?_fd={ID}"),
            &format!("/login#?_fd_login={ID}x"),
            &format!("/_fd_login={ID}"),
        ] {
            assert_eq!(id_in(url), None, "{url}");
        }
    }
}
