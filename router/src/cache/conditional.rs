//! Responses made from stored ones: complete, 304 for a client that already has it, or 412 for one that wants
//! another.

use std::time::SystemTime;

use axum_core::body::Body;
use axum_core::response::{IntoResponse as _, Response};
use http::header::{
    CACHE_CONTROL, CONTENT_LOCATION, DATE, ETAG, EXPIRES, IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    IF_UNMODIFIED_SINCE, LAST_MODIFIED, VARY,
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::response::{Content, StoredResponse};
use super::status::CacheStatus;
use crate::problem::{Problem, codes, texts};

/// The headers of a 200 that a 304 has too (RFC 9110, section 15.4.5).
const NOT_MODIFIED_HEADERS: [HeaderName; 6] = [CACHE_CONTROL, CONTENT_LOCATION, DATE, ETAG, EXPIRES, VARY];

/// Builds the response to a request with these headers. `prefers_html` is only called if there is
/// a choice. `Range` is ignored, as servers may do (RFC 9110, section 14.2).
pub(super) fn conditional_response(
    stored: &StoredResponse,
    request: &HeaderMap,
    prefers_html: impl FnOnce() -> bool,
    status: CacheStatus,
) -> Response {
    let inner = stored.inner();
    let html = inner.html.as_ref();
    let content = html.filter(|_| prefers_html()).unwrap_or(&inner.content);
    if inner.status == StatusCode::OK && is_conditional(request) {
        match Condition::of(request, &content.headers, stored.has_date()) {
            Condition::Fails => return precondition_failed(status),
            Condition::IsKnown => return not_modified(content, status),
            Condition::Holds => {}
        }
    }
    let mut response = Response::new(Body::from(content.body.clone()));
    *response.status_mut() = inner.status;
    *response.headers_mut() = stored.headers_with(content, status);
    response
}

fn not_modified(content: &Content, status: CacheStatus) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    // With room for `Cache-Control`, `ETag`, and the two of the cache's status, which nearly all have.
    let mut headers = HeaderMap::with_capacity(4);
    for (name, value) in &content.headers {
        if NOT_MODIFIED_HEADERS.contains(name) {
            headers.append(name, value.clone());
        }
    }
    status.write_headers(&mut headers);
    *response.headers_mut() = headers;
    response
}

/// The problem is in the extensions, for a desk that renders it.
fn precondition_failed(status: CacheStatus) -> Response {
    let problem = Problem::new(StatusCode::PRECONDITION_FAILED, codes::PRECONDITION_FAILED);
    let problem = problem
        .with_detail(texts::OTHER_VERSION)
        .with_header(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let mut response = problem.into_response();
    status.write_headers(response.headers_mut());
    response
}

/// Returns whether a response is that to a request whose precondition failed. It is not rendered yet.
pub(super) fn is_precondition_failed(response: &Response) -> bool {
    response.status() == StatusCode::PRECONDITION_FAILED && response.extensions().get::<Problem>().is_some()
}

/// Returns whether a request has any condition. Nearly none has, so this is all that they cost the others.
fn is_conditional(request: &HeaderMap) -> bool {
    request.keys().any(|name| name.as_str().starts_with("if-"))
}

/// What the conditions of a request are for a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Condition {
    /// The client wants another version.
    Fails,
    /// The client has the response.
    IsKnown,
    Holds,
}

impl Condition {
    /// Evaluates the conditions in their order (RFC 9110, section 13.2.2). Those by date count only without
    /// the one by entity tag, and only if the response has a date.
    fn of(request: &HeaderMap, response: &HeaderMap, has_date: bool) -> Self {
        let holds = if request.contains_key(IF_MATCH) {
            matches_etag(request, IF_MATCH, response)
        } else {
            !has_date || compare_dates(request, IF_UNMODIFIED_SINCE, response) != Some(false)
        };
        let is_known = if request.contains_key(IF_NONE_MATCH) {
            matches_etag(request, IF_NONE_MATCH, response)
        } else {
            has_date && compare_dates(request, IF_MODIFIED_SINCE, response) == Some(true)
        };
        match (holds, is_known) {
            (false, _) => Self::Fails,
            (true, true) => Self::IsKnown,
            (true, false) => Self::Holds,
        }
    }
}

/// Returns whether `Last-Modified` is not later than the date in a header of the request (RFC 9110,
/// sections 13.1.3 and 13.1.4). `None` if one of them is missing, is not a valid date, or is there twice.
fn compare_dates(request: &HeaderMap, name: HeaderName, response: &HeaderMap) -> Option<bool> {
    let since = date(request, name)?;
    Some(date(response, LAST_MODIFIED)? <= since)
}

fn date(headers: &HeaderMap, name: HeaderName) -> Option<SystemTime> {
    let mut values = headers.get_all(name).iter();
    let value = values.next().filter(|_| values.next().is_none())?;
    httpdate::parse_http_date(value.to_str().ok()?).ok()
}

/// Returns whether a header of the request contains the response's entity tag, or is `*`. For `If-Match` the
/// comparison is strong: weak tags match nothing (RFC 9110, sections 8.8.3.2, 13.1.1 and 13.1.2).
fn matches_etag(request: &HeaderMap, name: HeaderName, response: &HeaderMap) -> bool {
    let is_strong = name == IF_MATCH;
    let usable = |tag: &EntityTag<'_>| !(is_strong && tag.is_weak);
    let own = response.get(ETAG).and_then(|own| EntityTags(own.as_bytes()).next());
    let own = own.filter(usable);
    let mut values = request.get_all(name).iter();
    values.any(|value| {
        let value = value.as_bytes().trim_ascii();
        let is_own = |tag: EntityTag<'_>| own.is_some_and(|own| usable(&tag) && tag.text == own.text);
        value == b"*" || EntityTags(value).any(is_own)
    })
}

#[derive(Clone, Copy)]
struct EntityTag<'a> {
    is_weak: bool,
    /// What is between the quotes.
    text: &'a [u8],
}

/// The entity tags of a list. Stops at the first malformed one.
struct EntityTags<'a>(&'a [u8]);

impl<'a> Iterator for EntityTags<'a> {
    type Item = EntityTag<'a>;

    fn next(&mut self) -> Option<EntityTag<'a>> {
        let start = self.0.iter().position(|byte| !b", \t".contains(byte))?;
        let rest = self.0.get(start..)?;
        let weak = rest.strip_prefix(b"W/");
        let quoted = weak.unwrap_or(rest).strip_prefix(b"\"")?;
        let end = quoted.iter().position(|byte| *byte == b'"')?;
        let (text, rest) = (quoted.get(..end)?, quoted.get(end + 1..)?);
        self.0 = rest;
        Some(EntityTag {
            is_weak: weak.is_some(),
            text,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_known(request: &HeaderMap, response: &HeaderMap) -> bool {
        let condition = Condition::of(request, response, true);
        assert_ne!(condition, Condition::Fails);
        condition == Condition::IsKnown
    }

    #[test]
    fn requests_with_conditions_are_found() {
        for (name, expected) in [
            ("if-match", true),
            ("if-none-match", true),
            ("if-modified-since", true),
            ("if-unmodified-since", true),
            ("host", false),
            ("x-if-match", false),
        ] {
            let name = HeaderName::from_static(name);
            let headers = HeaderMap::from_iter([(name.clone(), HeaderValue::from_static("*"))]);
            assert_eq!(is_conditional(&headers), expected, "{name}");
        }
    }

    #[test]
    fn conditions_have_an_order() {
        const OLD: &str = "Sun, 06 Nov 1994 08:49:36 GMT";
        const DATE: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
        const NEW: &str = "Sun, 06 Nov 1994 08:49:38 GMT";
        use Condition::{Fails, Holds, IsKnown};
        for (own, sent, expected) in [
            ("\"a\"", &[("if-match", "\"a\"")][..], Holds),
            ("\"a\"", &[("if-match", "\"b\", \"a\"")], Holds),
            ("\"a\"", &[("if-match", "\"b\""), ("if-match", "\"a\"")], Holds),
            ("\"a\"", &[("if-match", " * ")], Holds),
            ("W/\"a\"", &[("if-match", "*")], Holds),
            ("", &[("if-match", "*")], Holds),
            ("\"a\"", &[("if-match", "\"b\"")], Fails),
            ("\"a\"", &[("if-match", "")], Fails),
            ("\"a\"", &[("if-match", "a")], Fails),
            ("", &[("if-match", "\"a\"")], Fails),
            // Strong comparison.
            ("\"a\"", &[("if-match", "W/\"a\"")], Fails),
            ("W/\"a\"", &[("if-match", "\"a\"")], Fails),
            ("W/\"a\"", &[("if-match", "W/\"a\"")], Fails),
            // The date of the response is DATE.
            ("\"a\"", &[("if-unmodified-since", DATE)], Holds),
            ("\"a\"", &[("if-unmodified-since", NEW)], Holds),
            ("\"a\"", &[("if-unmodified-since", OLD)], Fails),
            ("\"a\"", &[("if-unmodified-since", "yesterday")], Holds),
            (
                "\"a\"",
                &[("if-unmodified-since", OLD), ("if-unmodified-since", OLD)],
                Holds,
            ),
            ("\"a\"", &[("if-match", "\"a\""), ("if-unmodified-since", OLD)], Holds),
            ("\"a\"", &[("if-match", "\"b\""), ("if-unmodified-since", NEW)], Fails),
            ("\"a\"", &[("if-match", "\"a\""), ("if-none-match", "\"a\"")], IsKnown),
            ("\"a\"", &[("if-match", "\"b\""), ("if-none-match", "\"a\"")], Fails),
            (
                "\"a\"",
                &[("if-unmodified-since", OLD), ("if-modified-since", DATE)],
                Fails,
            ),
            (
                "\"a\"",
                &[("if-unmodified-since", DATE), ("if-modified-since", DATE)],
                IsKnown,
            ),
        ] {
            let mut response = HeaderMap::from_iter([(LAST_MODIFIED, HeaderValue::from_static(DATE))]);
            if !own.is_empty() {
                response.insert(ETAG, HeaderValue::from_static(own));
            }
            let mut request = HeaderMap::new();
            for (name, value) in sent {
                request.append(HeaderName::from_static(name), HeaderValue::from_static(value));
            }
            assert_eq!(Condition::of(&request, &response, true), expected, "{own} {sent:?}");
        }
        // A response without a date.
        let request = HeaderMap::from_iter([(IF_UNMODIFIED_SINCE, HeaderValue::from_static(OLD))]);
        assert_eq!(Condition::of(&request, &HeaderMap::new(), false), Holds);
    }

    #[test]
    fn if_none_match_is_compared_with_the_etag() {
        for (own, sent, expected) in [
            ("W/\"a\"", &["W/\"a\""][..], true),
            ("W/\"a\"", &["\"a\""], true),
            ("\"a\"", &["W/\"a\""], true),
            ("W/\"a\"", &["*"], true),
            ("W/\"a\"", &[" * "], true),
            ("W/\"a\"", &["\"b\", W/\"a\""], true),
            ("W/\"a\"", &["\"b\"", "\"c\",W/\"a\" "], true),
            ("W/\"a,b\"", &["\"b\", \"a,b\""], true),
            ("W/\"a\"", &[",, \"a\""], true),
            ("W/\"a\"", &[], false),
            ("W/\"a\"", &[""], false),
            ("W/\"a\"", &["\"b\""], false),
            ("W/\"a\"", &["\"b,a\""], false),
            ("W/\"a\"", &["a"], false),
            ("W/\"a\"", &["w/\"a\""], false),
            ("W/\"a\"", &["\"a"], false),
            ("W/\"a\"", &["\"b\", *"], false),
        ] {
            let own = HeaderMap::from_iter([(ETAG, HeaderValue::from_static(own))]);
            let mut request = HeaderMap::new();
            for value in sent {
                request.append(IF_NONE_MATCH, HeaderValue::from_static(value));
            }
            assert_eq!(is_known(&request, &own), expected, "{own:?} {sent:?}");
        }
    }

    #[test]
    fn if_modified_since_is_compared_with_last_modified() {
        const DATE: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
        const LATER: &str = "Sun, 06 Nov 1994 08:49:38 GMT";
        const EARLIER: &str = "Sun, 06 Nov 1994 08:49:36 GMT";
        for (own, sent, expected) in [
            (&[DATE][..], &[DATE][..], true),
            (&[DATE], &[LATER], true),
            (&[DATE], &[EARLIER], false),
            (&[DATE], &["Sunday, 06-Nov-94 08:49:37 GMT"], true),
            (&[DATE], &["Sun Nov  6 08:49:37 1994"], true),
            (&[DATE], &["Fri, 01 Jan 2100 00:00:00 GMT"], true),
            (&[DATE], &["Sun, 06 Nov 1994 08:49:37 CET"], false),
            (&[DATE], &["784111777"], false),
            (&[DATE], &["", LATER], false),
            (&[DATE], &[LATER, LATER], false),
            (&[DATE], &["*"], false),
            (&[DATE], &[""], false),
            (&[DATE], &[], false),
            (&[], &[LATER], false),
            (&["yesterday"], &[LATER], false),
            (&[DATE, DATE], &[LATER], false),
        ] {
            let headers = |name: HeaderName, values: &[&'static str]| -> HeaderMap {
                let mut headers = HeaderMap::new();
                for value in values {
                    headers.append(name.clone(), HeaderValue::from_static(value));
                }
                headers
            };
            let (own, mut request) = (headers(LAST_MODIFIED, own), headers(IF_MODIFIED_SINCE, sent));
            assert_eq!(is_known(&request, &own), expected, "{own:?} {sent:?}");
            // Where there is an entity tag, the date counts for nothing.
            request.insert(IF_NONE_MATCH, HeaderValue::from_static("\"other\""));
            assert!(!is_known(&request, &own), "{own:?} {sent:?}");
        }
    }
}
