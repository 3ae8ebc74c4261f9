//! The ids in the URLs of a login page and of the page that the login leads back to.

use crate::form_state::PARAMETER;
use crate::random_id::RandomId;

/// The query parameter of the login page. It is not that of form state: a login that failed has one
/// of those too.
const LOGIN_PARAMETER: &str = "_fd_login";

/// Returns whether two local URLs are of the same page: they have the same path.
pub(crate) fn is_same_page(url: &str, other: &str) -> bool {
    path_of(url) == path_of(other)
}

pub(super) fn path_of(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or_default()
}

/// Returns whether a URL may have an id, before it is parsed.
pub(crate) fn has_id(url: &str) -> bool {
    url.contains(LOGIN_PARAMETER)
}

/// Returns the id in the URL of a login page (path and query).
pub(crate) fn id_in(url: &str) -> Option<RandomId> {
    parameter(url, LOGIN_PARAMETER)
}

/// Returns the id in the URL of a page that a login led back to. It stands in the place of the id and
/// mark of form state.
pub(crate) fn restored_id_in(url: &str) -> Option<RandomId> {
    parameter(url, PARAMETER)
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
    format!("{url}{separator}{LOGIN_PARAMETER}={}{fragment}", id.as_str())
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
