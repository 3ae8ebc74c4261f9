//! What the guard refuses, and how it says so.

use std::fmt;

use super::origin::Origin;

/// How long a single value from a request may get in the log.
const MAX_EVIDENCE: usize = 200;

/// How many origins the log lists.
const MAX_LISTED: usize = 4;

/// Why the guard refused a request. Each has a [`code`](Self::code) that stays the same between releases.
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
    /// The browser says that another site called.
    CrossSite,
    /// The browser says that another origin of the same site called, such as a sister subdomain or another port.
    SameSite,
    /// `Sec-Fetch-Site` has a value that no browser sends.
    UnknownSite,
    /// The calling page has no origin to name: a sandboxed frame, a `data:` page, a redirect across origins.
    OriginNull,
    /// `Origin` is not `http(s)://host[:port]`.
    OriginMalformed,
    /// `Origin` is another origin.
    OriginMismatch,
    /// The request names no host to compare `Origin` with.
    HostMissing,
    /// The host that the request names is not `host[:port]`.
    HostMalformed,
    /// `X-Forwarded-Host` holds more than one host.
    ForwardedHostAmbiguous,
    /// `X-Forwarded-Host` is not `host[:port]`.
    ForwardedHostMalformed,
    /// `X-Forwarded-Proto` is not one of `http` and `https`.
    ForwardedProtoAmbiguous,
    /// Neither `Sec-Fetch-Site` nor `Origin` was sent.
    NotABrowser,
}

impl GuardErrorReason {
    /// A stable name for programs and logs.
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
            Self::ForwardedHostAmbiguous => "forwarded-host-ambiguous",
            Self::ForwardedHostMalformed => "forwarded-host-malformed",
            Self::ForwardedProtoAmbiguous => "forwarded-proto-ambiguous",
            Self::NotABrowser => "not-a-browser",
        }
    }

    /// A sentence for the person or program that was refused. It holds nothing from the request or the configuration.
    #[must_use]
    pub fn detail(self) -> &'static str {
        match self {
            Self::SecFetchSiteRepeated | Self::OriginRepeated | Self::HostRepeated => {
                "The request carries a header twice that says where it came from."
            }
            Self::SecFetchSiteNotAscii | Self::OriginNotAscii | Self::HostNotAscii => {
                "The request carries an unreadable header where it should say where it came from."
            }
            Self::CrossSite | Self::SameSite | Self::OriginMismatch => "The form was sent from another site.",
            Self::UnknownSite | Self::OriginNull | Self::OriginMalformed => {
                "The request does not say clearly which page it came from."
            }
            Self::HostMissing | Self::HostMalformed => "The request does not say clearly which host it is for.",
            Self::ForwardedHostAmbiguous | Self::ForwardedHostMalformed | Self::ForwardedProtoAmbiguous => {
                "The proxy in front of this app does not say clearly which host the request is for."
            }
            Self::NotABrowser => {
                "Server actions take calls from this app's own pages, and this request names none. \
                 Programs and other services are served by route handlers."
            }
        }
    }
}

/// A request that the guard did not let through.
///
/// `Display` is [`GuardErrorReason::detail`], fit for the client. [`received`](Self::received) and
/// [`expected`](Self::expected) are for the log only; both are printable ASCII of bounded length, whatever was sent.
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

    /// Why.
    #[must_use]
    pub fn reason(&self) -> GuardErrorReason {
        self.reason
    }

    /// [`GuardErrorReason::code`].
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.reason.code()
    }

    /// The headers that were judged, as `name: "value"`; empty when there was none.
    #[must_use]
    pub fn received(&self) -> &str {
        &self.received
    }

    /// The origins that would have passed.
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

/// A value from a request as printable ASCII of bounded length, so that it can't forge a line of the log or hide in it.
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

/// The first few origins.
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
