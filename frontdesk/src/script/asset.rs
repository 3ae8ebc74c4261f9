//! Serves the files of the script.

use axum_core::body::Body;
use axum_core::extract::Request;
use axum_core::response::{IntoResponse as _, Response};
use frontdesk_router::{Problem, codes};
use frontdesk_script::{EXTRAS, MAIN};
use http::header::{
    ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};

/// The folder of the files, below the desk's base path.
pub(crate) const PATH: &str = "/_frontdesk/";

/// The pattern of what is below [`PATH`], for hosts.
pub(crate) const PATTERN: &str = "/_frontdesk/{file}";

/// Responds to a request for a path below [`PATH`].
pub(crate) fn serve(request: &Request) -> Response {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        let problem = Problem::new(StatusCode::METHOD_NOT_ALLOWED, codes::METHOD_NOT_ALLOWED);
        return with([(ALLOW, "GET, HEAD")], problem.into_response());
    }
    let name = request.uri().path().strip_prefix(PATH);
    let Some(file) = [&MAIN, &EXTRAS].into_iter().find(|file| name == Some(file.name)) else {
        // Another build has other files: their names must not be stored as missing.
        return with([(CACHE_CONTROL, "no-store")], Problem::not_found().into_response());
    };
    let headers = request.headers();
    let is_compressed = accepts_gzip(headers);
    let etag = match is_compressed {
        true => format!("\"{}.gz\"", file.name),
        false => format!("\"{}\"", file.name),
    };
    let response = if is_known(headers, &etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else if is_compressed {
        with([(CONTENT_ENCODING, "gzip")], Response::new(Body::from(file.gzip)))
    } else {
        Response::new(Body::from(file.text))
    };
    let mut response = with(
        [
            (CONTENT_TYPE, "text/javascript; charset=utf-8"),
            (X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (CACHE_CONTROL, "public, max-age=31536000, immutable"),
            (VARY, "Accept-Encoding"),
        ],
        response,
    );
    if let Ok(etag) = HeaderValue::try_from(etag) {
        response.headers_mut().insert(ETAG, etag);
    }
    response
}

fn with<const N: usize>(headers: [(HeaderName, &'static str); N], mut response: Response) -> Response {
    let headers = headers.map(|(name, value)| (name, HeaderValue::from_static(value)));
    response.headers_mut().extend(headers);
    response
}

/// Returns the elements of a header that is a list.
fn list<'h>(headers: &'h HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'h str> {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).map(str::trim)
}

/// Returns whether a client has the file already. Weak comparison: caches make a tag weak.
fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    list(headers, &IF_NONE_MATCH).any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
}

/// Returns whether a client can read gzip ([RFC 9110, section 12.5.3](https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3)).
fn accepts_gzip(headers: &HeaderMap) -> bool {
    let mut any = false;
    for element in list(headers, &ACCEPT_ENCODING) {
        let (coding, weight) = element.split_once(';').unwrap_or((element, ""));
        let weight = weight.trim().trim_start_matches(['q', 'Q']).trim_start_matches('=');
        let is_wanted = weight.is_empty() || weight.parse::<f32>().is_ok_and(|weight| weight > 0.0);
        match coding.trim() {
            coding if coding.eq_ignore_ascii_case("gzip") || coding.eq_ignore_ascii_case("x-gzip") => return is_wanted,
            "*" => any = is_wanted,
            _ => {}
        }
    }
    any
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_sent_to_clients_that_can_read_it() {
        for (accept, expected) in [
            ("", false),
            ("gzip", true),
            ("br, GZIP;q=0.5", true),
            ("gzip;q=0", false),
            ("gzip; q=0.0, *", false),
            ("*", true),
            ("*;q=0", false),
            ("identity, deflate", false),
            ("gzipped", false),
            ("gzip;q=much", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(accept));
            assert_eq!(accepts_gzip(&headers), expected, "{accept}");
        }
        assert!(!accepts_gzip(&HeaderMap::new()));
    }
}
