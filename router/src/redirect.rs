//! Redirects that can't leave the origin by mistake.

use std::borrow::Cow;

use axum_core::response::{IntoResponse, Response};
use http::header::LOCATION;
use http::{HeaderValue, StatusCode};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::local_path::is_local_path;
use crate::problem::Problem;

/// What can't stand in a `Location` as it is, besides non-ASCII text. `%` stays: what is encoded already is not encoded twice.
const UNSAFE: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'\\')
    .add(b'^')
    .add(b'|');

/// Sends the client on: 303 See Other, unless made [`permanent`](Redirect::permanent) or [`temporary`](Redirect::temporary).
///
/// A target that isn't allowed (see the constructors) never reaches the client: the answer is a masked 500, and the log says
/// what was refused.
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
    target: Result<String, Refused>,
}

/// What a target was refused for; it goes to the log only.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Refused {
    why: &'static str,
    target: String,
}

impl Redirect {
    /// To a path on this origin: `/x`, with query and fragment as you like. Below the desk's base path, if it has one, the path
    /// is written out whole.
    ///
    /// Anything else (`//host`, `/\host`, a scheme, control characters) is refused.
    pub fn to(path: impl Into<String>) -> Self {
        let path = path.into();
        let target = if is_local_path(&path) {
            Ok(encode(path))
        } else {
            Err(Refused {
                why: "not a path on this origin; `Redirect::external` leaves it",
                target: path,
            })
        };
        Self {
            status: StatusCode::SEE_OTHER,
            target,
        }
    }

    /// To another origin: an absolute `http` or `https` URL. Never pass what a user typed without checking where it leads.
    pub fn external(url: impl Into<String>) -> Self {
        let url = url.into();
        let target = if is_web_url(&url) {
            Ok(encode(url))
        } else {
            Err(Refused {
                why: "not an absolute http or https URL",
                target: url,
            })
        };
        Self {
            status: StatusCode::SEE_OTHER,
            target,
        }
    }

    /// 308 Permanent Redirect: clients keep method and body, and may remember it. A server action answers 303 all the same.
    pub fn permanent(mut self) -> Self {
        self.status = StatusCode::PERMANENT_REDIRECT;
        self
    }

    /// 307 Temporary Redirect: clients keep method and body. A server action answers 303 all the same.
    pub fn temporary(mut self) -> Self {
        self.status = StatusCode::TEMPORARY_REDIRECT;
        self
    }

    /// Where it leads, ready for `Location`; none when the target was refused.
    #[must_use]
    pub fn location(&self) -> Option<&str> {
        self.target.as_deref().ok()
    }

    /// Where it leads, or the problem of a refused target.
    ///
    /// # Errors
    ///
    /// A masked 500 when the target was refused.
    pub fn into_location(self) -> Result<HeaderValue, Problem> {
        let target = self.target.map_err(|refused| {
            Problem::internal(format!(
                "redirect refused, {}: {}",
                refused.why,
                refused.target.escape_debug()
            ))
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

fn encode(target: String) -> String {
    match Cow::from(utf8_percent_encode(&target, UNSAFE)) {
        Cow::Borrowed(_) => target,
        Cow::Owned(encoded) => encoded,
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
    fn targets() {
        for (target, location) in [
            ("/x", Some("/x")),
            ("/x?a=1&b=%20#c", Some("/x?a=1&b=%20#c")),
            ("/süß und gut", Some("/s%C3%BC%C3%9F%20und%20gut")),
            ("/a\\b", Some("/a%5Cb")),
            ("//x", None),
            ("/\\x", None),
            ("/\t/x", None),
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
    fn external_targets() {
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
