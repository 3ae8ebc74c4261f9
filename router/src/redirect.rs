//! Redirects that cannot leave the origin by mistake.

use std::borrow::Cow;
use std::panic::Location;

use axum_core::response::{IntoResponse, Response};
use http::header::LOCATION;
use http::{HeaderValue, StatusCode};
use percent_encoding::{AsciiSet, utf8_percent_encode};

use crate::authority::{Host, OriginFault};
use crate::flash::{Carried, Flash, MAX_FLASHES};
use crate::local_path::{has_dot_segment, is_local_path, is_plain_path, path_of};
use crate::origin::split_origin;
use crate::problem::Problem;
use crate::punycode::is_invalid_label;

/// What is percent-encoded in URLs of other origins, besides non-ASCII characters: what browsers
/// encode in paths, and `\`. `%` is not, so that nothing is encoded twice.
const NOT_IN_URL: &AsciiSet = &AsciiSet::EMPTY
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'\\');

/// What is percent-encoded in paths of this origin. Control characters are not, so that
/// [`is_local_path`] sees them.
const NOT_IN_PATH: &AsciiSet = &NOT_IN_URL.add(b' ').add(b'^').add(b'|');

/// The longest part of a rejected target in the log, in characters.
const MAX_LOGGED: usize = 200;

/// A redirect: 303 See Other, unless made [`permanent`](Redirect::permanent) or
/// [`temporary`](Redirect::temporary).
///
/// A target that is not allowed (see the constructors) is never sent to the client: the response is
/// a masked 500, and the rejected target is logged, with the line of the constructor's call.
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
#[derive(Debug, Clone, PartialEq)]
#[must_use = "a redirect does nothing until it is returned"]
pub struct Redirect {
    status: StatusCode,
    target: Result<String, RejectedTarget>,
    flashes: Vec<Flash>,
}

/// A target that is not allowed, for the log, and the reason.
#[derive(Debug, Clone)]
struct RejectedTarget {
    reason: &'static str,
    target: String,
    /// The call of the constructor.
    location: &'static Location<'static>,
}

impl PartialEq for RejectedTarget {
    fn eq(&self, other: &Self) -> bool {
        (self.reason, &self.target) == (other.reason, &other.target)
    }
}

impl Eq for RejectedTarget {}

impl Redirect {
    /// Redirects to a path on this origin, such as `/x?page=2#new`. If the desk has a base path,
    /// the path must include it.
    ///
    /// The path is percent-encoded where needed, and must then be a [local path](is_local_path).
    /// Anything else (`//host`, `/\host`, dot segments, a scheme, control characters) is rejected.
    ///
    /// A target that a client chose, the `next` of a login, say, is best checked with
    /// [`is_local_path`]: the client would get a 500, and the log an error that anybody can cause.
    ///
    /// ```
    /// use frontdesk_router::{Redirect, is_local_path};
    ///
    /// assert_eq!(Redirect::to("/süß und gut").location(), Some("/s%C3%BC%C3%9F%20und%20gut"));
    /// assert_eq!(Redirect::to("https://evil.example/").location(), None);
    /// assert_eq!(Redirect::to("/todos/../_actions/x").location(), None);
    ///
    /// fn after_login(next: &str) -> Redirect {
    ///     Redirect::to(if is_local_path(next) { next } else { "/" })
    /// }
    /// assert_eq!(after_login("/todos").location(), Some("/todos"));
    /// assert_eq!(after_login("https://evil.example/").location(), Some("/"));
    /// ```
    #[track_caller]
    pub fn to(path: impl Into<String>) -> Self {
        let path = path.into();
        if is_plain_path(&path) {
            return Self {
                status: StatusCode::SEE_OTHER,
                target: Ok(path),
                flashes: Vec::new(),
            };
        }
        Self::new(path, NOT_IN_PATH, check_path)
    }

    /// Redirects to another origin: an absolute `http` or `https` URL. Never pass user input
    /// without checking where it leads.
    ///
    /// The target is sent as it is, but for characters beyond ASCII and some punctuation in its
    /// path, query and fragment, which are percent-encoded as browsers do it. A text that browsers
    /// would repair, each in its way, is rejected:
    ///
    /// - without `http://` or `https://`, or with `\` before `?` and `#`;
    /// - with a user name or a password;
    /// - with a blank or a control character anywhere;
    /// - with a host that is not ASCII (write it in punycode), or has anything but letters, digits,
    ///   `-`, `.` and `_`; with an empty label; with a number as its last label, unless it is an
    ///   IPv4 address of four decimal numbers; with an IPv6 address that is not valid, or not in
    ///   brackets; with a label that begins with `xn--` and is not Punycode of a text in lower case
    ///   (whether an international name may have these characters is not checked: browsers show an
    ///   error if not);
    /// - with a port that is not a number from 1 to 65535.
    ///
    /// ```
    /// use frontdesk_router::Redirect;
    ///
    /// let payment = Redirect::external("https://pay.example/42?to=Zürich");
    /// assert_eq!(payment.location(), Some("https://pay.example/42?to=Z%C3%BCrich"));
    ///
    /// // Browsers would go to `good.example` here, and to `evil.example` if `\` were encoded.
    /// let confused = Redirect::external(r"https://good.example\@evil.example/");
    /// assert_eq!(confused.location(), None);
    /// assert_eq!(confused.rejection(), Some("it has a user name or password"));
    /// ```
    #[track_caller]
    pub fn external(url: impl Into<String>) -> Self {
        Self::new(url.into(), NOT_IN_URL, check_url)
    }

    #[track_caller]
    fn new(target: String, not_allowed: &'static AsciiSet, check: fn(&str, &str) -> Result<(), &'static str>) -> Self {
        let encoded = Cow::from(utf8_percent_encode(&target, not_allowed));
        let checked = check(&target, &encoded);
        let encoded = match encoded {
            Cow::Owned(encoded) => Some(encoded),
            Cow::Borrowed(_) => None,
        };
        let target = match checked {
            Ok(()) => Ok(encoded.unwrap_or(target)),
            Err(reason) => Err(RejectedTarget {
                reason,
                target,
                location: Location::caller(),
            }),
        };
        Self {
            status: StatusCode::SEE_OTHER,
            target,
            flashes: Vec::new(),
        }
    }

    /// Adds a flash message: the page that this leads to shows it once. It needs the extractor
    /// `Flashes` for that.
    ///
    /// A text is a success; [`Flash`] makes other kinds, and messages that are more than a text. Up
    /// to five are carried, and together about 1,400 bytes: of more, the oldest are dropped, and the
    /// log says so. Neither a [`permanent`](Self::permanent) redirect carries messages, which clients
    /// may store, nor one to another origin.
    ///
    /// ```
    /// use frontdesk_router::{Flash, Redirect};
    ///
    /// let _ = Redirect::to("/todos").flash("Saved").flash(Flash::warning("It is due today"));
    /// ```
    pub fn flash(mut self, flash: impl Into<Flash>) -> Self {
        if self.flashes.len() == MAX_FLASHES {
            drop(self.flashes.remove(0));
            tracing::warn!("a flash message was dropped: a redirect carries up to {MAX_FLASHES}, the latest");
        }
        self.flashes.push(flash.into());
        self
    }

    /// Takes the flash messages. A permanent redirect has none, nor does one to another origin; the
    /// log says so.
    #[doc(hidden)]
    #[must_use]
    pub fn take_flashes(&mut self) -> Vec<Flash> {
        let flashes = std::mem::take(&mut self.flashes);
        if flashes.is_empty() {
            return flashes;
        }
        let reason = match self.location() {
            _ if self.status == StatusCode::PERMANENT_REDIRECT => "clients may store a permanent redirect",
            Some(path) if path.starts_with('/') => return flashes,
            Some(_) => "the redirect leads to another origin",
            None => "the target of the redirect was rejected",
        };
        tracing::warn!("a flash message was dropped: {reason}");
        Vec::new()
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

    /// Returns why the target was rejected, or `None` if it was not. The text contains nothing of the
    /// target, so it can be shown to a client.
    ///
    /// ```
    /// use frontdesk_router::{Problem, Redirect, StatusCode};
    ///
    /// fn leave(to: &str) -> Result<Redirect, Problem> {
    ///     let redirect = Redirect::external(to);
    ///     match redirect.rejection() {
    ///         Some(reason) => Err(Problem::new(StatusCode::BAD_REQUEST, "invalid-redirect").with_detail(reason)),
    ///         None => Ok(redirect),
    ///     }
    /// }
    ///
    /// assert!(leave("https://pay.example/42").is_ok());
    /// let problem = leave("javascript:alert(1)").unwrap_err();
    /// assert_eq!(problem.detail(), Some("it is not an absolute http or https URL"));
    /// ```
    #[must_use]
    pub fn rejection(&self) -> Option<&'static str> {
        self.target.as_ref().err().map(|rejected| rejected.reason)
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
        let target = self
            .target
            .map_err(|rejected| Problem::internal_at(rejected.location, rejected.for_log()))?;
        HeaderValue::try_from(target).map_err(Problem::from)
    }

    /// Describes a rejected target for the log. Empty if it was not rejected.
    pub(crate) fn for_log(&self) -> String {
        self.target
            .as_ref()
            .err()
            .map(RejectedTarget::for_log)
            .unwrap_or_default()
    }
}

impl IntoResponse for Redirect {
    fn into_response(mut self) -> Response {
        let status = self.status;
        let flashes = self.take_flashes();
        match self.into_location() {
            Ok(location) => {
                let mut response = (status, [(LOCATION, location)]).into_response();
                if !flashes.is_empty() {
                    response.extensions_mut().insert(Carried(flashes));
                }
                response
            }
            Err(problem) => problem.into_response(),
        }
    }
}

impl RejectedTarget {
    fn for_log(&self) -> String {
        // A password must not reach a log.
        if self.reason == HAS_USERINFO {
            return format!("redirect rejected, {HAS_USERINFO}");
        }
        let target: String = self.target.chars().take(MAX_LOGGED).collect();
        format!("redirect rejected, {}: {}", self.reason, target.escape_debug())
    }
}

const HAS_USERINFO: &str = "it has a user name or password";

/// Checks a path of this origin, before and after it was percent-encoded.
fn check_path(path: &str, encoded: &str) -> Result<(), &'static str> {
    // Encoded, it would be harmless, but it never belongs in a URL.
    if path.chars().any(char::is_control) {
        return Err("it has a control character");
    }
    // Encoded, `/\host` would be a path, but it was meant as a host.
    if is_local_path(encoded) && !path.starts_with("/\\") {
        return Ok(());
    }
    match encoded.starts_with('/') && has_dot_segment(path_of(encoded)) {
        true => Err("it has `.` or `..` as a segment"),
        false => Err("it is not a path on this origin; `Redirect::external` leaves it"),
    }
}

/// Checks an absolute URL. Its origin has nothing to encode, so that the encoded URL has the same.
fn check_url(url: &str, _encoded: &str) -> Result<(), &'static str> {
    if url.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err("it has a blank or a control character");
    }
    let (origin, rest) = split_origin(url).map_err(reason)?;
    if let Host::Name(name) = origin.authority.host
        && name.split('.').any(is_invalid_label)
    {
        return Err(HOST_NOT_VALID);
    }
    if path_of(rest).contains('\\') {
        return Err(HAS_BACKSLASH);
    }
    Ok(())
}

const HOST_NOT_VALID: &str = "its host is not valid";
const HAS_BACKSLASH: &str = "it has `\\` before the query";

fn reason(fault: OriginFault) -> &'static str {
    match fault {
        OriginFault::Userinfo => HAS_USERINFO,
        OriginFault::NonAscii => "its host is not ASCII; write it in punycode",
        OriginFault::Ipv4 => "its host ends with a number, but is not an IPv4 address of four decimal numbers",
        OriginFault::Ipv6 => "its IPv6 address is not valid",
        OriginFault::Port => "its port is not a number from 1 to 65535",
        OriginFault::Host | OriginFault::Wildcard => HOST_NOT_VALID,
        OriginFault::Empty
        | OriginFault::Null
        | OriginFault::List
        | OriginFault::NoScheme
        | OriginFault::Scheme
        | OriginFault::TrailingSlash
        | OriginFault::Path => "it is not an absolute http or https URL",
    }
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
    fn dot_segments_are_rejected_after_encoding() {
        for (target, location) in [
            ("/ä/../b", None),
            ("/a b/%2e%2E", None),
            ("/a\\..\\b", Some("/a%5C..%5Cb")),
            ("/\u{2024}\u{2024}/b", Some("/%E2%80%A4%E2%80%A4/b")),
            ("/a b?to=/../x", Some("/a%20b?to=/../x")),
            ("/a#../b", Some("/a#../b")),
            ("/..%2fb", Some("/..%2fb")),
        ] {
            assert_eq!(Redirect::to(target).location(), location, "{target:?}");
        }
        let reason = Redirect::to("/a/../b").rejection();
        assert_eq!(reason, Some("it has `.` or `..` as a segment"));
    }

    /// External targets that are sent, with the value of `Location` if it differs.
    const SENT: &[(&str, &str)] = &[
        ("https://a.example", ""),
        ("https://a.example/", ""),
        ("HTTP://A.example/x", ""),
        ("hTTps://a.example:8443?x#y", ""),
        ("https://a.example#x", ""),
        ("https://a.example./x", ""),
        ("https://a_b.example-c.x", ""),
        ("https://xn--bcher-kva.example/", ""),
        ("https://127.0.0.1:3000/x", ""),
        ("https://1a/", ""),
        ("https://a.0xg/", ""),
        ("https://[::1]/x", ""),
        ("https://[2001:DB8::1]:65535/", ""),
        ("https://[::ffff:1.2.3.4]/", ""),
        ("https://a.example/%zz%2e%2e/../x", ""),
        ("https://a.example//b//", ""),
        ("https://a.example/@b:c;d,e=f&g+h$i!j'k(l)*~", ""),
        ("https://a.example/a|b^c[d]", ""),
        ("https://a.example/?to=https://b.example/@", ""),
        (
            "https://a.example/süß?q=日本#é",
            "https://a.example/s%C3%BC%C3%9F?q=%E6%97%A5%E6%9C%AC#%C3%A9",
        ),
        ("https://a.example/\"<>`{}", "https://a.example/%22%3C%3E%60%7B%7D"),
        ("https://a.example/?a\\b", "https://a.example/?a%5Cb"),
        ("https://a.example/#a\\b", "https://a.example/#a%5Cb"),
    ];

    /// External targets that are rejected, and a part of the reason.
    const REJECTED: &[(&str, &str)] = &[
        ("", "http or https"),
        ("a", "http or https"),
        ("/x", "http or https"),
        ("//a.example", "http or https"),
        ("https:", "http or https"),
        ("https:a.example", "http or https"),
        ("https:/a.example", "http or https"),
        ("https:\\\\a.example", "http or https"),
        ("https:/\\a.example", "http or https"),
        ("https//a.example", "http or https"),
        ("javascript:alert(1)", "http or https"),
        ("javascript://a.example/%0aalert(1)", "http or https"),
        ("data:text/html,x", "http or https"),
        ("ftp://a.example/", "http or https"),
        ("wss://a.example/", "http or https"),
        ("file:///x", "http or https"),
        ("blob:https://a.example/", "http or https"),
        ("view-source:https://a.example", "http or https"),
        ("http\u{17f}://a.example", "http or https"),
        ("://a.example", "http or https"),
        ("https://", "host is not valid"),
        ("https:///x", "host is not valid"),
        ("https:////x", "host is not valid"),
        ("https://?x", "host is not valid"),
        ("https://#x", "host is not valid"),
        ("https://\\x", "host is not valid"),
        ("https://a.example\\x", "host is not valid"),
        ("https://good.example\\.evil.example/", "host is not valid"),
        ("https://.", "host is not valid"),
        ("https://..", "host is not valid"),
        ("https://.a/", "host is not valid"),
        ("https://a..b/", "host is not valid"),
        ("https://a../", "host is not valid"),
        ("https://xn--/", "host is not valid"),
        ("https://a.xn--a.b/", "host is not valid"),
        ("https://ex%61mple/", "host is not valid"),
        ("https://a%2eb/", "host is not valid"),
        ("https://a,b/", "host is not valid"),
        ("https://a;b/", "host is not valid"),
        ("https://a*b/", "host is not valid"),
        ("https://a|b/", "host is not valid"),
        ("https://a^b/", "host is not valid"),
        ("https://a<b/", "host is not valid"),
        ("https://a]b/", "host is not valid"),
        ("https://a[b]/", "host is not valid"),
        ("https://[::1]a/", "host is not valid"),
        ("https://:80/", "host is not valid"),
        ("https://good.example\\@evil.example/", "user name"),
        ("https://good.example%5C@evil.example/", "user name"),
        ("https://a@b/", "user name"),
        ("https://@b/", "user name"),
        ("https://a:b@c/", "user name"),
        ("https://a:b@c:80/", "user name"),
        ("https://a:@[::1]/", "user name"),
        ("https://ü@b/", "user name"),
        ("https://bücher.example/", "not ASCII"),
        ("https://a\u{ff0e}example/", "not ASCII"),
        ("https://\u{ff41}.example/", "not ASCII"),
        ("https://a\u{200d}b/", "not ASCII"),
        ("https://a\u{ad}b/", "not ASCII"),
        ("https://evil.example\u{ff0f}.good.example/", "not ASCII"),
        ("https://\u{ff11}27.0.0.1/", "not ASCII"),
        ("https://1/", "IPv4"),
        ("https://127.1/", "IPv4"),
        ("https://127.0.0.1./", "IPv4"),
        ("https://127.0.0.01/", "IPv4"),
        ("https://0177.0.0.1/", "IPv4"),
        ("https://0x7f000001/", "IPv4"),
        ("https://a.0x/", "IPv4"),
        ("https://a.example.1/", "IPv4"),
        ("https://256.1.1.1/", "IPv4"),
        ("https://1.2.3.4.5/", "IPv4"),
        ("https://[::1", "IPv6"),
        ("https://[/", "IPv6"),
        ("https://[]/", "IPv6"),
        ("https://[a]/", "IPv6"),
        ("https://[1.2.3.4]/", "IPv6"),
        ("https://[::1%25eth0]/", "IPv6"),
        ("https://[v1.a]/", "IPv6"),
        ("https://::1/", "IPv6"),
        ("http://a:b:c", "IPv6"),
        ("https://a:/", "port"),
        ("https://a:0/", "port"),
        ("https://a:080/", "port"),
        ("https://a:65536/", "port"),
        ("https://a:99999999999999999999/", "port"),
        ("https://a:b/", "port"),
        ("https://a:-1/", "port"),
        ("https://a:+1/", "port"),
        ("https://a:8\\0/", "port"),
        ("https:// evil", "blank"),
        (" https://a.example/", "blank"),
        ("https://a.example/ ", "blank"),
        ("https://a.example/a b", "blank"),
        ("https://a.example/?a b", "blank"),
        ("https://a.example/#a b", "blank"),
        ("https://a.ex\tample/", "blank"),
        ("https://a.example/\n", "blank"),
        ("https://a.example\r\nSet-Cookie: a=b", "blank"),
        ("https://a.example/\0", "blank"),
        ("ht\ntps://a.example/", "blank"),
        ("https://a.example/\u{7f}", "blank"),
        ("https://a.example/\u{85}", "blank"),
        ("https://a.example/\u{a0}", "blank"),
        ("https://a.example\u{3000}", "blank"),
        ("\u{feff}https://a.example/", "http or https"),
        ("https://a.example/\\", "before the query"),
        ("https://a.example/a\\..\\b", "before the query"),
        ("https://a.example/\\@evil.example", "before the query"),
    ];

    #[test]
    fn external_target_must_be_a_web_url() {
        for (url, sent) in SENT {
            let sent = if sent.is_empty() { url } else { sent };
            let redirect = Redirect::external(*url);
            assert_eq!(
                (redirect.location(), redirect.rejection()),
                (Some(*sent), None),
                "{url:?}"
            );
            assert_eq!(Redirect::external(*sent).location(), Some(*sent), "encoded twice");
        }
        for (url, reason) in REJECTED {
            let redirect = Redirect::external(*url);
            let rejection = redirect.rejection().unwrap_or_else(|| panic!("{url:?} is sent"));
            assert!(rejection.contains(reason), "{url:?}: {rejection}");
            assert_eq!(redirect.location(), None);
            assert_eq!(redirect.into_response().status(), 500, "{url:?}");
        }
    }

    #[test]
    fn log_has_the_line_of_the_call() {
        let line = |redirect: Redirect| {
            let problem = redirect.into_location().unwrap_err();
            problem.location().map(Location::line)
        };
        let (to, own) = (Redirect::to("//x"), line!());
        assert_eq!(line(to.permanent()), Some(own));
        let (external, own) = (Redirect::external("x"), line!());
        assert_eq!(line(external), Some(own));
        assert_eq!(Redirect::to("//x"), Redirect::to("//x"), "equal wherever they are made");
    }

    #[test]
    fn log_has_no_password_and_a_bounded_target() {
        let log = |redirect: Redirect| redirect.target.unwrap_err().for_log();
        let text = log(Redirect::external("https://me:hunter2@a.example/"));
        assert_eq!(text, "redirect rejected, it has a user name or password");
        let text = log(Redirect::to(format!("x\n{}", "y".repeat(10_000))));
        assert!(text.len() < 300 && text.contains("x\\nyyy"), "{text}");
    }
}
