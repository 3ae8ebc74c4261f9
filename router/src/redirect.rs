//! Redirects that cannot leave the origin by mistake.

use axum_core::response::{IntoResponse, Response};
use http::header::LOCATION;
use http::{HeaderValue, StatusCode};
use percent_encoding::{AsciiSet, utf8_percent_encode};
use std::borrow::Cow;

use crate::local_path::is_local_path;
use crate::problem::Problem;

/// What is percent-encoded in every target, besides non-ASCII characters. `%` is not, so that
/// nothing is encoded twice. Control characters and `\` are not either, so that [`is_local_path`]
/// sees them.
const NOT_IN_URL: &AsciiSet = &AsciiSet::EMPTY
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'^')
    .add(b'|');

/// A redirect: 303 See Other, unless made [`permanent`](Redirect::permanent) or
/// [`temporary`](Redirect::temporary).
///
/// A target that is not allowed (see the constructors) is never sent to the client: the response is
/// a masked 500, and the rejected target is logged.
///
/// ```
/// use frontdesk_router::Redirect;
///
/// let back = Redirect::to("/todos");
/// assert_eq!(back.location(), Some("/todos"));
/// assert_eq!(Redirect::to("//evil.example").location(), None);
/// assert_eq!(Redirect::external("https://pay.example/42").location(), Some("https://pay.example/42"));
/// assert_eq!(Redirect::external("javascript:alert(1)").location(), None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "a redirect does nothing until it is returned"]
pub struct Redirect {
    status: StatusCode,
    target: Result<String, RejectedTarget>,
}

/// A target that is not allowed and the reason. For the log only.
#[derive(Debug, Clone, PartialEq, Eq)]
struct RejectedTarget {
    reason: &'static str,
    target: String,
}

impl Redirect {
    /// Redirects to a path on this origin, such as `/x?page=2#new`. If the desk has a base path,
    /// the path must include it.
    ///
    /// The path is percent-encoded where needed, and must then be a [local path](is_local_path).
    /// Anything else (`//host`, `/\host`, a scheme, control characters) is rejected.
    ///
    /// ```
    /// use frontdesk_router::Redirect;
    ///
    /// assert_eq!(Redirect::to("/süß und gut").location(), Some("/s%C3%BC%C3%9F%20und%20gut"));
    /// assert_eq!(Redirect::to("https://evil.example/").location(), None);
    /// ```
    pub fn to(path: impl Into<String>) -> Self {
        let reason = "not a path on this origin; `Redirect::external` leaves it";
        Self::checked(path.into(), is_local_path, reason)
    }

    /// Redirects to another origin: an absolute `http` or `https` URL. Never pass user input
    /// without checking where it leads.
    ///
    /// ```
    /// use frontdesk_router::Redirect;
    ///
    /// let payment = Redirect::external("https://pay.example/42");
    /// assert_eq!(payment.location(), Some("https://pay.example/42"));
    /// ```
    pub fn external(url: impl Into<String>) -> Self {
        Self::checked(url.into(), is_web_url, "not an absolute http or https URL")
    }

    fn checked(target: String, is_allowed: fn(&str) -> bool, reason: &'static str) -> Self {
        let encoded = Cow::from(utf8_percent_encode(&target, NOT_IN_URL));
        // Encoded, a control character beyond ASCII would be harmless, but it never belongs in a
        // URL.
        let has_control = target.chars().any(char::is_control);
        let target = match !has_control && is_allowed(&encoded) {
            false => Err(RejectedTarget { reason, target }),
            true if encoded.contains('\\') => Ok(encoded.replace('\\', "%5C")),
            true => match encoded {
                Cow::Owned(encoded) => Ok(encoded),
                Cow::Borrowed(_) => Ok(target),
            },
        };
        Self {
            status: StatusCode::SEE_OTHER,
            target,
        }
    }

    /// Sets the status 308 Permanent Redirect: clients repeat method and body, and may cache it. A
    /// server action responds with 303 nevertheless.
    ///
    /// ```
    /// use frontdesk_router::{IntoResponse, Redirect};
    ///
    /// assert_eq!(Redirect::to("/new").permanent().into_response().status(), 308);
    /// ```
    pub fn permanent(mut self) -> Self {
        self.status = StatusCode::PERMANENT_REDIRECT;
        self
    }

    /// Sets the status 307 Temporary Redirect: clients repeat method and body. A server action
    /// responds with 303 nevertheless.
    ///
    /// ```
    /// use frontdesk_router::{IntoResponse, Redirect};
    ///
    /// assert_eq!(Redirect::to("/elsewhere").temporary().into_response().status(), 307);
    /// ```
    pub fn temporary(mut self) -> Self {
        self.status = StatusCode::TEMPORARY_REDIRECT;
        self
    }

    /// Returns the target, ready for `Location`, or `None` if it was rejected.
    #[must_use]
    pub fn location(&self) -> Option<&str> {
        self.target.as_deref().ok()
    }

    /// Returns the target as a header value.
    ///
    /// # Errors
    ///
    /// A masked 500 if the target was rejected.
    ///
    /// ```
    /// use frontdesk_router::Redirect;
    ///
    /// assert_eq!(Redirect::to("/todos").into_location().unwrap(), "/todos");
    /// assert_eq!(Redirect::to("//evil.example").into_location().unwrap_err().status(), 500);
    /// ```
    pub fn into_location(self) -> Result<HeaderValue, Problem> {
        let target = self.target.map_err(|rejected| {
            let target = rejected.target.escape_debug();
            Problem::internal(format!("redirect rejected, {}: {target}", rejected.reason))
        })?;
        HeaderValue::try_from(target).map_err(Problem::from)
    }
}

impl IntoResponse for Redirect {
    fn into_response(self) -> Response {
        let status = self.status;
        match self.into_location() {
            Ok(location) => (status, [(LOCATION, location)]).into_response(),
            Err(problem) => problem.into_response(),
        }
    }
}

fn is_web_url(url: &str) -> bool {
    let scheme_end = url.find(':').unwrap_or(0);
    let (scheme, rest) = url.split_at(scheme_end);
    let web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let host = rest
        .strip_prefix("://")
        .is_some_and(|host| !host.starts_with(['/', '\\', '?', '#']) && !host.is_empty());
    web && host && !url.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn target_must_be_a_local_path() {
        for (target, location) in [
            ("/x", Some("/x")),
            ("/x?a=1&b=%20#c", Some("/x?a=1&b=%20#c")),
            ("/süß und gut", Some("/s%C3%BC%C3%9F%20und%20gut")),
            ("/a\\b", Some("/a%5Cb")),
            ("//x", None),
            ("/\\x", None),
            ("/\t/x", None),
            ("/\u{85}x", None),
            ("/x\r\nSet-Cookie: a=b", None),
            ("javascript:alert(1)", None),
            ("http://other.example/", None),
            ("", None),
            ("x", None),
        ] {
            let redirect = Redirect::to(target);
            assert_eq!(redirect.location(), location, "{target:?}");
            let status = redirect.into_response().status();
            assert_eq!(status, if location.is_some() { 303 } else { 500 }, "{target:?}");
        }
    }

    #[test]
    fn external_target_must_be_a_web_url() {
        for (url, allowed) in [
            ("https://a.example/x", true),
            ("HTTP://a.example", true),
            ("javascript:alert(1)", false),
            ("data:text/html,x", false),
            ("//a.example", false),
            ("https:", false),
            ("https:///x", false),
            ("https://\\x", false),
            ("https://a.example/\n", false),
            ("", false),
        ] {
            assert_eq!(Redirect::external(url).location().is_some(), allowed, "{url:?}");
        }
    }
}
