//! A problem as a response: JSON for programs, a page for people.

use axum_core::body::Body;
use axum_core::response::{IntoResponse, Response};
use http::header::{
    ACCEPT_LANGUAGE, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
    LAST_MODIFIED, TRANSFER_ENCODING, VARY, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderValue};

use super::details::Problem;
use super::page;
use super::rendered::RenderedProblem;
use crate::vary::vary_by;
use crate::words::InLanguage;

/// Headers that describe a body and no longer apply when it is replaced.
const BODY_HEADERS: [http::HeaderName; 6] = [
    CONTENT_LENGTH,
    CONTENT_ENCODING,
    CONTENT_RANGE,
    TRANSFER_ENCODING,
    ETAG,
    LAST_MODIFIED,
];

impl Problem {
    /// Renders the response: an HTML page if `html`, else JSON.
    #[doc(hidden)]
    #[must_use]
    pub fn render(&self, html: bool) -> Response {
        if html {
            self.html_response()
        } else {
            self.json_response()
        }
    }

    /// Renders the response in a language, or in English if there is none.
    #[doc(hidden)]
    #[must_use]
    pub fn render_in(&self, language: Option<&InLanguage>, html: bool) -> Response {
        match language {
            Some(language) => self.in_language(language).render(html),
            None => self.render(html),
        }
    }

    fn json_response(&self) -> Response {
        self.response("application/problem+json", self.json().into())
    }

    pub(crate) fn json(&self) -> Vec<u8> {
        // Strings and lists of strings cannot fail to serialize.
        serde_json::to_vec(self).unwrap_or_default()
    }

    fn html_response(&self) -> Response {
        let mut response = self.response("text/html; charset=utf-8", page::page(self).into());
        let headers = response.headers_mut();
        let policy = HeaderValue::from_static(page::CONTENT_SECURITY_POLICY);
        headers.insert(CONTENT_SECURITY_POLICY, policy);
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        response
    }

    fn response(&self, content_type: &'static str, body: Body) -> Response {
        let mut response = Response::new(body);
        *response.status_mut() = self.status();
        *response.headers_mut() = self.headers().clone();
        if let Some(language) = self.language() {
            language.write(response.headers_mut());
        }
        let content_type = HeaderValue::from_static(content_type);
        response.headers_mut().insert(CONTENT_TYPE, content_type);
        response
    }
}

impl IntoResponse for Problem {
    /// Responds with JSON, and stores the problem in the response's extensions. The desk finds it
    /// there and renders it again if needed: only the desk knows what the client accepts and how
    /// the app maps errors.
    fn into_response(self) -> Response {
        let mut response = self.json_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Replaces status and body of `response` with those of a rendered problem. Headers that the
/// problem does not set itself stay, unless they describe the old body.
pub fn replace_body(response: &mut Response, rendered: Response) {
    let (mut parts, body) = rendered.into_parts();
    *response.status_mut() = parts.status;
    // It describes the body that is replaced.
    response.extensions_mut().remove::<RenderedProblem>();
    if let Some(rendered) = parts.extensions.remove::<RenderedProblem>() {
        response.extensions_mut().insert(rendered);
    }
    let headers = response.headers_mut();
    remove_body_headers(headers);
    let mut rendered = parts.headers;
    // What layers vary by stays, since they may add a header to the new body as well.
    let by_language = rendered.get(VARY).is_some_and(|vary| vary == ACCEPT_LANGUAGE.as_str());
    if by_language {
        rendered.remove(VARY);
        vary_by(headers, &ACCEPT_LANGUAGE);
    }
    for name in rendered.keys() {
        headers.remove(name);
    }
    headers.extend(rendered);
    *response.body_mut() = body;
}

/// Removes the `Content-Security-Policy` of our own page, if it is there. A page of the app's own takes
/// its place, and layers that set a policy where there is none are to see that.
pub(crate) fn remove_own_policy(headers: &mut HeaderMap) {
    if headers
        .get(CONTENT_SECURITY_POLICY)
        .is_some_and(|policy| policy == page::CONTENT_SECURITY_POLICY)
    {
        headers.remove(CONTENT_SECURITY_POLICY);
    }
}

/// Removes the headers that describe a body.
pub(crate) fn remove_body_headers(headers: &mut HeaderMap) {
    for name in BODY_HEADERS {
        headers.remove(name);
    }
}
