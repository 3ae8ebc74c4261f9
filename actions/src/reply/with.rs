//! What a reply takes from other crates: headers, cookie jars.

use axum_core::body::Body;
use axum_core::response::{IntoResponse as _, IntoResponseParts, Response};
use http::{Extensions, HeaderMap, HeaderName, header};

/// Response extension: all parts could be added.
#[derive(Clone)]
struct Added;

/// Returns the headers and extensions that `parts` add to a response, or `None` if they fail.
pub(super) fn parts_of(parts: impl IntoResponseParts) -> Option<(HeaderMap, Extensions)> {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(Added);
    let (mut head, _) = (parts, response).into_response().into_parts();
    head.extensions.remove::<Added>()?;
    Some((head.headers, head.extensions))
}

/// Whether a header belongs to the reply itself, or to the connection.
pub(super) fn is_refused(name: &HeaderName) -> bool {
    const REFUSED: [HeaderName; 6] = [
        header::LOCATION,
        header::CONNECTION,
        header::TRANSFER_ENCODING,
        header::TRAILER,
        header::UPGRADE,
        HeaderName::from_static("keep-alive"),
    ];
    let prefixes = ["content-", "frontdesk-"];
    REFUSED.contains(name) || prefixes.iter().any(|prefix| name.as_str().starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use axum_core::response::ResponseParts;
    use http::header::{CONTENT_LENGTH, CONTENT_TYPE, SET_COOKIE};

    use super::*;

    #[test]
    fn headers_of_the_reply_are_refused() {
        for (name, refused) in [
            (header::LOCATION, true),
            (CONTENT_TYPE, true),
            (CONTENT_LENGTH, true),
            (header::CONTENT_SECURITY_POLICY, true),
            (header::TRANSFER_ENCODING, true),
            (HeaderName::from_static("frontdesk-redirect"), true),
            (SET_COOKIE, false),
            (HeaderName::from_static("hx-trigger"), false),
            (HeaderName::from_static("x-content-id"), false),
        ] {
            assert_eq!(is_refused(&name), refused, "{name}");
        }
    }

    struct Fails;

    impl IntoResponseParts for Fails {
        type Error = &'static str;

        fn into_response_parts(self, _: ResponseParts) -> Result<ResponseParts, &'static str> {
            Err("no")
        }
    }

    #[test]
    fn parts_that_fail_are_found() {
        assert!(parts_of(Fails).is_none());
        let (headers, _) = parts_of([("x-a", "1"), ("x-b", "2")]).unwrap();
        assert_eq!(headers.len(), 2);
        // Not a valid value.
        assert!(parts_of([("x-a", "\n")]).is_none());
    }
}
