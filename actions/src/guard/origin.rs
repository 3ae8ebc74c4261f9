//! Web origins: scheme, host and port.

use std::fmt;
use std::net::Ipv6Addr;
use std::str::FromStr;

use super::authority::{Authority, Fault, Host, Scheme};

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

    pub(super) fn is(&self, other: &OriginRef<'_>) -> bool {
        self.scheme == other.scheme && self.authority().is(&other.authority, self.scheme)
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
                fault: Fault::Userinfo,
                text: String::new(),
            });
        }
        let error = |fault| OriginError {
            fault,
            text: text.to_owned(),
        };
        if text.contains(',') {
            return Err(error(Fault::List));
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

/// An origin of a request, borrowed from its header.
#[derive(Debug, Clone, Copy)]
pub(super) struct OriginRef<'a> {
    pub(super) scheme: Scheme,
    pub(super) authority: Authority<'a>,
}

impl<'a> OriginRef<'a> {
    pub(super) fn parse(text: &'a str) -> Result<Self, Fault> {
        let (scheme, rest) = text.split_once("://").ok_or_else(|| without_scheme(text))?;
        let scheme = Scheme::parse(scheme).ok_or(Fault::Scheme)?;
        let (authority, path) = rest.split_at(authority_end(rest));
        let authority = Authority::parse(authority).map_err(|fault| match fault {
            Fault::Host if authority.contains('*') => Fault::Wildcard,
            fault => fault,
        })?;
        match path {
            "" => Ok(Self { scheme, authority }),
            "/" => Err(Fault::TrailingSlash),
            _ => Err(Fault::Path),
        }
    }
}

/// Splits an absolute URL into its origin and the rest. Returns `None` if there is no valid origin.
pub(super) fn split(url: &str) -> Option<(OriginRef<'_>, &str)> {
    let start = url.find("://")? + "://".len();
    let (origin, path) = url.split_at(start + authority_end(&url[start..]));
    Some((OriginRef::parse(origin).ok()?, path))
}

fn authority_end(text: &str) -> usize {
    text.find(['/', '?', '#']).unwrap_or(text.len())
}

fn without_scheme(text: &str) -> Fault {
    match text {
        "" => Fault::Empty,
        "*" => Fault::Wildcard,
        "null" => Fault::Null,
        _ => Fault::NoScheme,
    }
}

/// A text is not a valid [`Origin`]. The message states the reason and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OriginError {
    fault: Fault,
    text: String,
}

impl OriginError {
    /// Returns the reason, and what to write instead.
    fn reason(&self) -> String {
        let text = self.text.escape_debug();
        let reason = match self.fault {
            Fault::Empty => "it is empty; write `https://example.com`",
            Fault::Null => "every sandboxed page sends `null`, so it can't be trusted; write `https://example.com`",
            Fault::List => "it contains more than one origin; add each of them separately",
            Fault::Wildcard => "it contains `*`, and origins are compared exactly; add each of them separately",
            Fault::NoScheme => return format!("it has no scheme; write `https://{text}`"),
            Fault::Scheme => "its scheme is not http or https; write `https://example.com`",
            Fault::Userinfo => {
                "it contains `@`, which belongs to a user name or password; write only scheme, host and port"
            }
            Fault::TrailingSlash => {
                return format!(
                    "it ends with a slash; write `{}`",
                    text.to_string().trim_end_matches('/')
                );
            }
            Fault::Path => {
                "something follows the host; write only scheme, host and port, without path, query or fragment"
            }
            Fault::NonAscii => {
                "its host is not ASCII; write it in punycode, as browsers send it, like `https://xn--bcher-kva.example`"
            }
            Fault::Ipv6 => {
                "its IPv6 address is not valid; write it in brackets, without a zone, like `http://[::1]:3000`"
            }
            Fault::Port => {
                "its port is not a number from 1 to 65535; write `https://example.com:8443`, or omit the port"
            }
            Fault::Host => {
                "its host is not valid; write letters, digits, dots and hyphens only, like `https://example.com`"
            }
        };
        reason.to_owned()
    }
}

impl fmt::Display for OriginError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.fault {
            Fault::Userinfo => write!(f, "not a valid origin: {}", self.reason()),
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
