//! Web origins: scheme, host and port.

use std::fmt;
use std::net::Ipv6Addr;
use std::str::FromStr;

use frontdesk_router::__desk::{Authority, Host, OriginFault, OriginRef, Scheme};

/// A web origin of the configuration: `scheme://host[:port]`, with the scheme `http` or `https`.
///
/// It is parsed from text. Two origins are equal if a browser considers them the same: letter case,
/// and an explicit default port, make no difference.
///
/// ```
/// use frontdesk_actions::guard::Origin;
///
/// let origin: Origin = "https://Example.com:443".parse().unwrap();
/// assert_eq!(origin.to_string(), "https://example.com");
///
/// let error = "https://example.com/".parse::<Origin>().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "\"https://example.com/\" is not a valid origin: it ends with a slash; write `https://example.com`",
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Origin {
    scheme: Scheme,
    host: OwnHost,
    port: u16,
}

/// An owned [`Host`]. Names are in lower case, so that `==` compares origins correctly.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum OwnHost {
    Name(Box<str>),
    V6(Ipv6Addr),
}

impl Origin {
    /// Returns whether the scheme is https.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.scheme == Scheme::Https
    }

    pub(super) fn scheme(&self) -> Scheme {
        self.scheme
    }

    pub(super) fn is(&self, other: &OriginRef<'_>) -> bool {
        self.scheme == other.scheme && self.is_at(&other.authority)
    }

    /// Returns whether a URL with this authority, and the origin's scheme, is of this origin.
    pub(super) fn is_at(&self, authority: &Authority<'_>) -> bool {
        self.authority().is(authority, self.scheme)
    }

    fn authority(&self) -> Authority<'_> {
        Authority {
            host: match &self.host {
                OwnHost::Name(name) => Host::Name(name),
                OwnHost::V6(address) => Host::V6(*address),
            },
            port: (self.port != self.scheme.default_port()).then_some(self.port),
        }
    }
}

/// Writes the origin as browsers send it: in lower case, without the scheme's default port.
impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme.as_str(), self.authority())
    }
}

impl FromStr for Origin {
    type Err = OriginError;

    /// Parses `http` or `https`, a host (ASCII; an IPv6 address in brackets) and optionally a port
    /// from 1 to 65535.
    ///
    /// # Errors
    ///
    /// Returns an [`OriginError`] for every other text: one with a path or a trailing slash, with a
    /// user name, with `*`, with more than one origin, or `null`.
    fn from_str(text: &str) -> Result<Self, OriginError> {
        // Checked first, and the error doesn't contain the text: it may contain a password, which
        // must not reach a log.
        if text.contains('@') {
            return Err(OriginError {
                fault: OriginFault::Userinfo,
                text: String::new(),
            });
        }
        let error = |fault| OriginError {
            fault,
            text: text.to_owned(),
        };
        if text.contains(',') {
            return Err(error(OriginFault::List));
        }
        let origin = OriginRef::parse(text).map_err(error)?;
        Ok(Self {
            scheme: origin.scheme,
            host: match origin.authority.host {
                Host::Name(name) => OwnHost::Name(name.to_ascii_lowercase().into()),
                Host::V6(address) => OwnHost::V6(address),
            },
            port: origin.authority.port.unwrap_or(origin.scheme.default_port()),
        })
    }
}

/// A text is not a valid [`Origin`]. The message states the reason and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OriginError {
    fault: OriginFault,
    text: String,
}

impl OriginError {
    /// Returns the reason, and what to write instead.
    fn reason(&self) -> String {
        let text = self.text.escape_debug();
        let reason = match self.fault {
            OriginFault::Empty => "it is empty; write `https://example.com`",
            OriginFault::Null => {
                "every sandboxed page sends `null`, so it can't be trusted; write `https://example.com`"
            }
            OriginFault::List => "it contains more than one origin; add each of them separately",
            OriginFault::Wildcard => "it contains `*`, and origins are compared exactly; add each of them separately",
            OriginFault::NoScheme => return format!("it has no scheme; write `https://{text}`"),
            OriginFault::Scheme => "its scheme is not http or https; write `https://example.com`",
            OriginFault::Userinfo => {
                "it contains `@`, which belongs to a user name or password; write only scheme, host and port"
            }
            OriginFault::TrailingSlash => {
                return format!(
                    "it ends with a slash; write `{}`",
                    text.to_string().trim_end_matches('/')
                );
            }
            OriginFault::Path => {
                "something follows the host; write only scheme, host and port, without path, query or fragment"
            }
            OriginFault::NonAscii => {
                "its host is not ASCII; write it in punycode, as browsers send it, like `https://xn--bcher-kva.example`"
            }
            OriginFault::Ipv6 => {
                "its IPv6 address is not valid; write it in brackets, without a zone, like `http://[::1]:3000`"
            }
            OriginFault::Ipv4 => {
                "its host ends with a number, but is not an IPv4 address; write four decimal numbers, like `http://127.0.0.1:3000`"
            }
            OriginFault::Port => {
                "its port is not a number from 1 to 65535; write `https://example.com:8443`, or omit the port"
            }
            OriginFault::Host => {
                "its host is not valid; write letters, digits, dots and hyphens only, like `https://example.com`"
            }
        };
        reason.to_owned()
    }
}

impl fmt::Display for OriginError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.fault {
            OriginFault::Userinfo => write!(f, "not a valid origin: {}", self.reason()),
            _ => write!(
                f,
                "\"{}\" is not a valid origin: {}",
                self.text.escape_debug(),
                self.reason()
            ),
        }
    }
}

impl std::error::Error for OriginError {}
