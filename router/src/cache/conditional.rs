//! Responses made from stored ones: complete, or 304 for a client that already has it.

use axum_core::body::Body;
use axum_core::response::Response;
use http::header::{
    CACHE_CONTROL, CONTENT_LOCATION, DATE, ETAG, EXPIRES, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, VARY,
};
use http::{HeaderMap, HeaderName, StatusCode};

use super::response::{Content, StoredResponse};
use super::status::CacheStatus;

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
    if inner.status == StatusCode::OK && is_known(request, &content.headers, stored.has_date()) {
        return not_modified(content, status);
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

/// Returns whether the client already has the response, by its entity tag if it sent any, else by
/// its date (RFC 9110, section 13.2.2). `has_date` is false if the response has none.
fn is_known(request: &HeaderMap, response: &HeaderMap, has_date: bool) -> bool {
    if request.contains_key(IF_NONE_MATCH) {
        matches_etag(request, response)
    } else {
        has_date && is_unmodified(request, response)
    }
}

/// Returns whether `Last-Modified` is not later than `If-Modified-Since` (RFC 9110, section 13.1.3).
/// A header that is not a valid date, or is there twice, is ignored.
fn is_unmodified(request: &HeaderMap, response: &HeaderMap) -> bool {
    let date = |headers: &HeaderMap, name| {
        let mut values = headers.get_all(name).iter();
        let value = values.next().filter(|_| values.next().is_none())?;
        httpdate::parse_http_date(value.to_str().ok()?).ok()
    };
    let since = date(request, IF_MODIFIED_SINCE);
    let modified = since.and_then(|_| date(response, LAST_MODIFIED));
    modified.is_some_and(|modified| Some(modified) <= since)
}

/// Returns whether `If-None-Match` contains the response's entity tag, by weak comparison (RFC
/// 9110, sections 8.8.3.2 and 13.1.2).
fn matches_etag(request: &HeaderMap, response: &HeaderMap) -> bool {
    let own = response.get(ETAG).and_then(|own| EntityTags(own.as_bytes()).next());
    let mut values = request.get_all(IF_NONE_MATCH).iter();
    values.any(|value| {
        let value = value.as_bytes().trim_ascii();
        value == b"*" || own.is_some_and(|own| EntityTags(value).any(|tag| tag == own))
    })
}

/// The entity tags of a list: the text between their quotes, weak or not. Stops at the first
/// malformed one.
struct EntityTags<'a>(&'a [u8]);

impl<'a> Iterator for EntityTags<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let start = self.0.iter().position(|byte| !b", \t".contains(byte))?;
        let rest = self.0.get(start..)?;
        let rest = rest.strip_prefix(b"W/").unwrap_or(rest).strip_prefix(b"\"")?;
        let end = rest.iter().position(|byte| *byte == b'"')?;
        let (tag, rest) = (rest.get(..end)?, rest.get(end + 1..)?);
        self.0 = rest;
        Some(tag)
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

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
            assert_eq!(is_known(&request, &own, true), expected, "{own:?} {sent:?}");
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
            assert_eq!(is_known(&request, &own, true), expected, "{own:?} {sent:?}");
            // Where there is an entity tag, the date counts for nothing.
            request.insert(IF_NONE_MATCH, HeaderValue::from_static("\"other\""));
            assert!(!is_known(&request, &own, true), "{own:?} {sent:?}");
        }
    }
}
