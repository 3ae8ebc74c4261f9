//! Puts the app's page in the place of a problem's rendered body.

use axum_core::body::Body;
use axum_core::response::Response;
use http::header::{
    ACCEPT_RANGES, AGE, ALLOW, CACHE_CONTROL, CONNECTION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, EXPIRES,
    LAST_MODIFIED, LOCATION, PROXY_AUTHENTICATE, RETRY_AFTER, SET_COOKIE, TRAILER, TRANSFER_ENCODING, UPGRADE, VARY,
    WWW_AUTHENTICATE, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderName, HeaderValue};

use super::run::Page;
use crate::problem::{Problem, remove_body_headers};
use crate::vary::{vary_by, vary_by_accept};

/// Headers that a page can't set: those that belong to the problem's status, to the connection, and to a
/// response that caches store or clients read in parts.
const NOT_THE_PAGES: [HeaderName; 17] = [
    ACCEPT_RANGES,
    AGE,
    ALLOW,
    CACHE_CONTROL,
    CONNECTION,
    CONTENT_LENGTH,
    CONTENT_RANGE,
    ETAG,
    EXPIRES,
    LAST_MODIFIED,
    LOCATION,
    PROXY_AUTHENTICATE,
    RETRY_AFTER,
    TRAILER,
    TRANSFER_ENCODING,
    UPGRADE,
    WWW_AUTHENTICATE,
];

/// Replaces the body of a problem's response. The status stays, and so do the headers of the problem and
/// of layers, unless the page has some of the same name. `admitted` is `false` if the page can't set
/// cookies.
pub(super) fn replace(response: &mut Response, page: Page, problem: &Problem, admitted: bool) {
    let headers = response.headers_mut();
    remove_body_headers(headers);
    for name in [CONTENT_TYPE, AGE, EXPIRES] {
        headers.remove(name);
    }
    merge(headers, &page.headers, problem, admitted);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let nosniff = || HeaderValue::from_static("nosniff");
    headers.entry(X_CONTENT_TYPE_OPTIONS).or_insert_with(nosniff);
    vary_by_accept(headers);
    *response.body_mut() = Body::from(page.body);
}

fn merge(headers: &mut HeaderMap, page: &HeaderMap, problem: &Problem, admitted: bool) {
    for name in page.keys() {
        if *name == VARY {
            vary_as(headers, page);
            continue;
        }
        let is_added = *name == SET_COOKIE;
        let is_dropped = NOT_THE_PAGES.contains(name)
            || (*name == SET_COOKIE && !admitted)
            || (!is_added && *name != CONTENT_TYPE && problem.headers().contains_key(name));
        if is_dropped {
            continue;
        }
        if !is_added {
            headers.remove(name);
        }
        for value in page.get_all(name) {
            headers.append(name, value.clone());
        }
    }
}

/// Adds what the page varies by to what its response varies by.
fn vary_as(headers: &mut HeaderMap, page: &HeaderMap) {
    let values = page.get_all(VARY).iter();
    for name in values.flat_map(|value| value.as_bytes().split(|byte| *byte == b',')) {
        match HeaderName::from_bytes(name.trim_ascii()) {
            // `*` is a name by its characters, and stands alone.
            Ok(name) if name == "*" => drop(headers.insert(VARY, HeaderValue::from_static("*"))),
            Ok(name) => vary_by(headers, &name),
            Err(_) => {}
        }
    }
}
