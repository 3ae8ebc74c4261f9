//! The error of the guard: why it refused a request, for the client and for the log.

use std::fmt;

use frontdesk_form::Message;

use super::origin::Origin;
use crate::texts;

/// The maximum length of one value of a request in the log, in characters.
const MAX_EVIDENCE: usize = 200;

/// The maximum number of origins in the log.
const MAX_LISTED: usize = 4;

/// Why the guard refused a request. Each reason has a [`code`](Self::code) that stays the same
/// between releases.
///
/// ```
/// use frontdesk_actions::guard::GuardErrorReason;
///
/// assert_eq!(GuardErrorReason::CrossSite.code(), "cross-site");
/// assert_eq!(GuardErrorReason::CrossSite.detail(), "The form was sent from another site.");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum GuardErrorReason {
    /// `Sec-Fetch-Site` was sent more than once.
    SecFetchSiteRepeated,
    /// `Origin` was sent more than once.
    OriginRepeated,
    /// `Host` was sent more than once.
    HostRepeated,
    /// `Sec-Fetch-Site` is not ASCII.
    SecFetchSiteNotAscii,
    /// `Origin` is not ASCII.
    OriginNotAscii,
    /// `Host` is not ASCII.
    HostNotAscii,
    /// According to the browser, a page of another site sent the request.
    CrossSite,
    /// According to the browser, a page of the same site but another origin sent the request, such
    /// as a sibling subdomain or another port.
    SameSite,
    /// `Sec-Fetch-Site` has a value that browsers don't send.
    UnknownSite,
    /// `Origin` is `null`: a sandboxed frame, a `data:` page, or a redirect across origins.
    OriginNull,
    /// `Origin` is not `http(s)://host[:port]`.
    OriginMalformed,
    /// `Origin` is a valid origin, but not one of this app.
    OriginMismatch,
    /// The request has no host to compare `Origin` with.
    HostMissing,
    /// The request's host is not `host[:port]`.
    HostMalformed,
    /// `Origin` names no origin, and the request's host and port are not those of an own origin.
    HostMismatch,
    /// `X-Forwarded-Host` contains more than one host, or `Forwarded` more than one element.
    ForwardedHostAmbiguous,
    /// `X-Forwarded-Host` is not `host[:port]`, or `Forwarded` is malformed.
    ForwardedHostMalformed,
    /// The protocol in `X-Forwarded-Proto` or `Forwarded` is not `http` or `https`, or was sent more
    /// than once.
    ForwardedProtoAmbiguous,
    /// `X-Forwarded-Port` is not a port, or was sent more than once.
    ForwardedPortAmbiguous,
    /// Neither `Sec-Fetch-Site` nor `Origin` was sent, and `Referer` is not a URL of this app.
    RefererMismatch,
    /// Neither `Sec-Fetch-Site` nor `Origin` was sent.
    NotABrowser,
}

impl GuardErrorReason {
    /// Returns a stable name for programs and logs.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::SecFetchSiteRepeated => "sec-fetch-site-header-repeated",
            Self::OriginRepeated => "origin-header-repeated",
            Self::HostRepeated => "host-header-repeated",
            Self::SecFetchSiteNotAscii => "sec-fetch-site-header-not-ascii",
            Self::OriginNotAscii => "origin-header-not-ascii",
            Self::HostNotAscii => "host-header-not-ascii",
            Self::CrossSite => "cross-site",
            Self::SameSite => "same-site",
            Self::UnknownSite => "sec-fetch-site-unknown",
            Self::OriginNull => "origin-null",
            Self::OriginMalformed => "origin-malformed",
            Self::OriginMismatch => "origin-mismatch",
            Self::HostMissing => "host-missing",
            Self::HostMalformed => "host-malformed",
            Self::HostMismatch => "host-mismatch",
            Self::ForwardedHostAmbiguous => "forwarded-host-ambiguous",
            Self::ForwardedHostMalformed => "forwarded-host-malformed",
            Self::ForwardedProtoAmbiguous => "forwarded-proto-ambiguous",
            Self::ForwardedPortAmbiguous => "forwarded-port-ambiguous",
            Self::RefererMismatch => "referer-mismatch",
            Self::NotABrowser => "not-a-browser",
        }
    }

    /// Returns a sentence for the client that was refused. It contains nothing of the request or
    /// the configuration.
    #[must_use]
    pub fn detail(self) -> &'static str {
        match self {
            Self::SecFetchSiteRepeated | Self::OriginRepeated | Self::HostRepeated => {
                "The request repeats a header that identifies the page it came from."
            }
            Self::SecFetchSiteNotAscii | Self::OriginNotAscii | Self::HostNotAscii => {
                "The request has an unreadable header where it should identify the page it came from."
            }
            Self::CrossSite | Self::SameSite | Self::OriginMismatch | Self::RefererMismatch => {
                "The form was sent from another site."
            }
            Self::UnknownSite | Self::OriginNull | Self::OriginMalformed => {
                "The request does not clearly identify the page it came from."
            }
            Self::HostMissing | Self::HostMalformed => "The request does not clearly identify the host it is for.",
            Self::HostMismatch => "The request is for a host under which this app is not served.",
            Self::ForwardedHostAmbiguous
            | Self::ForwardedHostMalformed
            | Self::ForwardedProtoAmbiguous
            | Self::ForwardedPortAmbiguous => {
                "The proxy in front of this app does not clearly identify the host that the request is for."
            }
            Self::NotABrowser => {
                "Server actions accept only requests from this app's own pages, and this request names no page. \
                 Programs and other services can use route handlers."
            }
        }
    }
}

impl GuardErrorReason {
    /// Returns the sentence as a message, which a catalogue may have in another language.
    #[must_use]
    pub fn message(self) -> Message {
        let detail = self.detail();
        let word = texts::all().find(|word| word.text() == detail);
        word.map_or_else(|| detail.into(), Message::of)
    }
}

/// The guard refused a request.
///
/// `Display` writes [`GuardErrorReason::detail`], which may be sent to the client.
/// [`received`](Self::received) and [`expected`](Self::expected) are for the log only. Both are
/// printable ASCII of bounded length, whatever the client sent.
///
/// ```
/// use frontdesk_actions::guard::{Guard, GuardErrorReason};
/// use http::{HeaderMap, HeaderValue, Uri};
///
/// let mut headers = HeaderMap::new();
/// headers.insert("host", HeaderValue::from_static("example.com"));
/// headers.insert("origin", HeaderValue::from_static("https://evil.example"));
///
/// let uri = Uri::from_static("/_actions/create_todo");
/// let error = Guard::new().check(&headers, &uri).unwrap_err();
/// assert_eq!(error.reason(), GuardErrorReason::OriginMismatch);
/// assert_eq!(error.code(), "origin-mismatch");
/// assert_eq!(error.received(), r#"origin: "https://evil.example", host: "example.com""#);
/// assert_eq!(error.expected(), "the request's host example.com");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuardError {
    reason: GuardErrorReason,
    received: String,
    expected: String,
}

impl GuardError {
    pub(super) fn new(reason: GuardErrorReason, received: String, expected: String) -> Self {
        Self {
            reason,
            received,
            expected,
        }
    }

    /// Returns why the request was refused.
    #[must_use]
    pub fn reason(&self) -> GuardErrorReason {
        self.reason
    }

    /// Returns the [code](GuardErrorReason::code) of the reason.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.reason.code()
    }

    /// Returns the headers that were checked, as `name: "value"`, or an empty text if there were
    /// none.
    #[must_use]
    pub fn received(&self) -> &str {
        &self.received
    }

    /// Returns a description of the origins that would have been accepted.
    #[must_use]
    pub fn expected(&self) -> &str {
        &self.expected
    }
}

impl fmt::Display for GuardError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.reason.detail())
    }
}

impl std::error::Error for GuardError {}

/// Returns a value of a request as printable ASCII of bounded length, so that it can't forge or
/// hide a line of the log.
pub(super) fn escape(value: &[u8]) -> String {
    let mut text = String::new();
    for byte in value {
        if text.len() >= MAX_EVIDENCE {
            text.push_str("...");
            break;
        }
        text.extend(byte.escape_ascii().map(char::from));
    }
    text
}

/// Returns the first [`MAX_LISTED`] origins as a text, and how many more there are.
pub(super) fn list(origins: &[Origin]) -> String {
    let mut text = origins
        .iter()
        .take(MAX_LISTED)
        .map(Origin::to_string)
        .collect::<Vec<_>>()
        .join(", ");
    if let Some(more @ 1..) = origins.len().checked_sub(MAX_LISTED) {
        text.push_str(&format!(" and {more} more"));
    }
    text
}
