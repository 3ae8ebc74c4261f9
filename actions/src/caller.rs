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
/// assert_eq!(Caller::from_headers(&headers), Caller::Program);
/// headers.insert("hx-request", HeaderValue::from_static("true"));
/// assert_eq!(Caller::from_headers(&headers), Caller::Htmx2);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Caller {
    /// A browser that shows the response as a page, and follows redirects: post/redirect/get.
    Browser,
    /// [htmx](https://htmx.org) 1 or 2, which swaps the response into a page, unless its status is an
    /// error.
    Htmx2,
    /// [htmx](https://four.htmx.org) 4, which swaps the response into a page, errors too.
    Htmx4,
    /// [Unpoly](https://unpoly.com) 3, which follows redirects and takes parts out of the page.
    Unpoly,
    /// [Alpine AJAX](https://alpine-ajax.js.org), which follows redirects and takes parts out of the page.
    Alpine,
    /// [Turbo](https://turbo.hotwired.dev) 8, which follows redirects and shows the page.
    Turbo,
    /// Frontdesk's own script, which follows redirects and shows the page.
    FrontdeskScript,
    /// A program, such as `fetch` in a page. It receives JSON.
    Program,
    /// A program that sent postcard. It receives postcard.
    Postcard,
}

impl Caller {
    /// Returns the kind of client that sent these headers. The first rule that matches decides:
    ///
    /// 1. `Content-Type: application/postcard`: postcard.
    /// 2. `HX-Request: true`: htmx, version 4 where there is `HX-Request-Type`, else version 2. With
    ///    `HX-Boosted: true` it is a browser; htmx sends boosted forms with `Accept: */*`, so no later
    ///    rule would match.
    /// 3. `X-Up-Version`: Unpoly.
    /// 4. `X-Alpine-Request: true`: Alpine AJAX.
    /// 5. `Turbo-Frame` or `X-Turbo-Request-Id`: Turbo.
    /// 6. `Frontdesk-Request`: Frontdesk's own script.
    /// 7. `Sec-Fetch-Mode: navigate`: a browser.
    /// 8. `Accept` prefers HTML ([`prefers_html`]): a browser.
    /// 9. Everything else is a program, also without `Accept`.
    #[must_use]
    pub fn from_headers(headers: &HeaderMap) -> Self {
        Self::of(&CallHeaders::of(headers), headers)
    }

    /// Like [`from_headers`](Self::from_headers), where the headers have been found already.
    pub(crate) fn of(found: &CallHeaders<'_>, headers: &HeaderMap) -> Self {
        if found.content_type.first.is_some_and(is_postcard) {
            return Self::Postcard;
        }
        if let Some(library) = Self::library(found) {
            return library;
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
        Self::Program
    }

    /// Returns the library that sent these headers from a script of the page.
    fn library(found: &CallHeaders<'_>) -> Option<Self> {
        if found.hx_request.first_is("true") {
            return Some(match found.hx_request_type.first {
                _ if found.hx_boosted.first_is("true") => Self::Browser,
                Some(_) => Self::Htmx4,
                None => Self::Htmx2,
            });
        }
        if found.has_up_version {
            return Some(Self::Unpoly);
        }
        if found.x_alpine_request.first_is("true") {
            return Some(Self::Alpine);
        }
        if found.has_turbo {
            return Some(Self::Turbo);
        }
        found.has_frontdesk_request.then_some(Self::FrontdeskScript)
    }

    /// Whether this is htmx, of any version.
    pub(crate) fn is_htmx(self) -> bool {
        matches!(self, Self::Htmx2 | Self::Htmx4)
    }

    /// Whether a problem redirects back to the page, which repopulates the form.
    pub(crate) fn redirects_back(self) -> bool {
        !matches!(self, Self::Program | Self::Postcard)
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
        const HTMX4: (&str, &str) = ("hx-request-type", "partial");
        const UNPOLY: (&str, &str) = ("x-up-version", "3.14.3");
        const ALPINE: (&str, &str) = ("x-alpine-request", "true");
        const TURBO: (&str, &str) = ("x-turbo-request-id", "3a4e");
        const OWN: (&str, &str) = ("frontdesk-request", "1");
        const NAVIGATE: (&str, &str) = ("sec-fetch-mode", "navigate");

        let table: &[(&[(&str, &str)], Caller)] = &[
            (&[], Caller::Program),
            (&[ANY], Caller::Program),
            (&[("accept", "application/json")], Caller::Program),
            (&[("accept", "text/html;q=0.9, application/json")], Caller::Program),
            (&[("content-type", "application/json")], Caller::Program),
            (&[("sec-fetch-mode", "cors"), ANY], Caller::Program),
            (&[HTML], Caller::Browser),
            (&[("accept", "application/json;q=0.1"), HTML], Caller::Browser),
            (&[NAVIGATE], Caller::Browser),
            (&[NAVIGATE, ("accept", "application/json")], Caller::Browser),
            (&[("sec-fetch-mode", "NAVIGATE")], Caller::Program),
            (&[HTMX], Caller::Htmx2),
            (&[HTMX, HTML], Caller::Htmx2),
            (&[HTMX, NAVIGATE], Caller::Htmx2),
            (&[HTMX, ("hx-boosted", "false")], Caller::Htmx2),
            (&[HTMX, BOOSTED, ANY], Caller::Browser),
            (&[HTMX, BOOSTED, HTML], Caller::Browser),
            (&[("hx-request", "false")], Caller::Program),
            (&[BOOSTED, ANY], Caller::Program),
            (&[HTMX, HTMX4], Caller::Htmx4),
            (&[HTMX, HTMX4, BOOSTED], Caller::Browser),
            (&[HTMX4, ANY], Caller::Program),
            (&[HTMX, UNPOLY], Caller::Htmx2),
            (&[UNPOLY, ANY], Caller::Unpoly),
            (&[UNPOLY, ALPINE], Caller::Unpoly),
            (&[ALPINE, ANY], Caller::Alpine),
            (&[("x-alpine-request", "false")], Caller::Program),
            (&[ALPINE, TURBO], Caller::Alpine),
            (&[TURBO, HTML], Caller::Turbo),
            (&[("turbo-frame", "list"), ANY], Caller::Turbo),
            (&[TURBO, OWN], Caller::Turbo),
            (&[OWN, NAVIGATE], Caller::FrontdeskScript),
            (&[POSTCARD, UNPOLY], Caller::Postcard),
            (&[POSTCARD], Caller::Postcard),
            (&[POSTCARD, HTMX, NAVIGATE, HTML], Caller::Postcard),
            (&[("content-type", "Application/Postcard ; v=1")], Caller::Postcard),
            (&[("content-type", "application/postcards")], Caller::Program),
            (
                &[("content-type", "text/plain; x=application/postcard")],
                Caller::Program,
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
