//! What kind of client calls an action, which decides the form of the response.

use frontdesk_router::__desk::prefers_html;
use http::header::ACCEPT;
use http::{HeaderMap, HeaderValue};

use crate::call_headers::CallHeaders;
use crate::protocol::POSTCARD;

/// The kind of client that calls an action. It decides only the form of the response; whether the
/// call is allowed is decided by the [guard](crate::guard::Guard).
///
/// ```
/// use frontdesk_actions::Caller;
/// use http::{HeaderMap, HeaderValue};
///
/// let mut headers = HeaderMap::new();
/// assert_eq!(Caller::from_headers(&headers), Caller::Script);
/// headers.insert("hx-request", HeaderValue::from_static("true"));
/// assert_eq!(Caller::from_headers(&headers), Caller::Htmx);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Caller {
    /// A browser that shows the response as a page, and follows redirects: post/redirect/get.
    Browser,
    /// A program, such as `fetch` in a page. It receives JSON.
    Script,
    /// A program that sent postcard. It receives postcard.
    Postcard,
    /// htmx, which swaps the response into a page.
    Htmx,
}

impl Caller {
    /// Returns the kind of client that sent these headers. The first rule that matches decides:
    ///
    /// 1. `Content-Type: application/postcard`: postcard.
    /// 2. `HX-Request: true`: htmx, or with `HX-Boosted: true` a browser. htmx 1 and 2 send boosted
    ///    forms with `Accept: */*`, so no later rule would match.
    /// 3. `Sec-Fetch-Mode: navigate`: a browser.
    /// 4. `Accept` prefers HTML ([`prefers_html`]): a browser. Turbo, for one.
    /// 5. Everything else is a script, also without `Accept`.
    #[must_use]
    pub fn from_headers(headers: &HeaderMap) -> Self {
        Self::of(&CallHeaders::of(headers), headers)
    }

    /// Like [`from_headers`](Self::from_headers), where the headers have been found already.
    pub(crate) fn of(found: &CallHeaders<'_>, headers: &HeaderMap) -> Self {
        if found.content_type.first.is_some_and(is_postcard) {
            return Self::Postcard;
        }
        if found.hx_request.first_is("true") {
            return if found.hx_boosted.first_is("true") {
                Self::Browser
            } else {
                Self::Htmx
            };
        }
        let prefers_html = || match found.accept.only() {
            // What `fetch` and most programs send.
            Some(accept) if accept == "*/*" => false,
            Some(accept) => prefers_html(std::iter::once(accept)),
            None => found.accept.is_repeated && prefers_html(headers.get_all(ACCEPT).iter()),
        };
        if found.sec_fetch_mode.first_is("navigate") || prefers_html() {
            return Self::Browser;
        }
        Self::Script
    }

    /// Whether a problem redirects back to the page, which repopulates the form.
    pub(crate) fn redirects_back(self) -> bool {
        matches!(self, Self::Browser | Self::Htmx)
    }
}

/// Compares the media type without its parameters, and without regard to case
/// ([RFC 9110, section 8.3.1](https://www.rfc-editor.org/rfc/rfc9110#section-8.3.1)).
fn is_postcard(content_type: &HeaderValue) -> bool {
    let essence = content_type.as_bytes().split(|byte| *byte == b';').next();
    essence.is_some_and(|essence| essence.trim_ascii().eq_ignore_ascii_case(POSTCARD.as_bytes()))
}

#[cfg(test)]
mod tests {
    use http::HeaderName;

    use super::*;

    #[test]
    fn first_match_wins() {
        const HTML: (&str, &str) = ("accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        const ANY: (&str, &str) = ("accept", "*/*");
        const POSTCARD: (&str, &str) = ("content-type", "application/postcard");
        const HTMX: (&str, &str) = ("hx-request", "true");
        const BOOSTED: (&str, &str) = ("hx-boosted", "true");
        const NAVIGATE: (&str, &str) = ("sec-fetch-mode", "navigate");

        let table: &[(&[(&str, &str)], Caller)] = &[
            (&[], Caller::Script),
            (&[ANY], Caller::Script),
            (&[("accept", "application/json")], Caller::Script),
            (&[("accept", "text/html;q=0.9, application/json")], Caller::Script),
            (&[("content-type", "application/json")], Caller::Script),
            (&[("sec-fetch-mode", "cors"), ANY], Caller::Script),
            (&[HTML], Caller::Browser),
            (&[("accept", "application/json;q=0.1"), HTML], Caller::Browser),
            (&[NAVIGATE], Caller::Browser),
            (&[NAVIGATE, ("accept", "application/json")], Caller::Browser),
            (&[("sec-fetch-mode", "NAVIGATE")], Caller::Script),
            (&[HTMX], Caller::Htmx),
            (&[HTMX, HTML], Caller::Htmx),
            (&[HTMX, NAVIGATE], Caller::Htmx),
            (&[HTMX, ("hx-boosted", "false")], Caller::Htmx),
            (&[HTMX, BOOSTED, ANY], Caller::Browser),
            (&[HTMX, BOOSTED, HTML], Caller::Browser),
            (&[("hx-request", "false")], Caller::Script),
            (&[BOOSTED, ANY], Caller::Script),
            (&[POSTCARD], Caller::Postcard),
            (&[POSTCARD, HTMX, NAVIGATE, HTML], Caller::Postcard),
            (&[("content-type", "Application/Postcard ; v=1")], Caller::Postcard),
            (&[("content-type", "application/postcards")], Caller::Script),
            (
                &[("content-type", "text/plain; x=application/postcard")],
                Caller::Script,
            ),
        ];
        for (headers, expected) in table {
            let mut map = HeaderMap::new();
            for (name, value) in *headers {
                map.append(HeaderName::from_static(name), HeaderValue::from_static(value));
            }
            assert_eq!(Caller::from_headers(&map), *expected, "{headers:?}");
        }
    }
}
