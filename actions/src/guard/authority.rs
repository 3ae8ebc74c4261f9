//! The authority of a URL: host and port, as they occur in origins and requests.

use std::fmt;
use std::net::Ipv6Addr;

/// A scheme that an origin may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Scheme {
    Http,
    Https,
}

impl Scheme {
    pub(super) fn parse(text: &str) -> Option<Self> {
        if text.eq_ignore_ascii_case("https") {
            Some(Self::Https)
        } else if text.eq_ignore_ascii_case("http") {
            Some(Self::Http)
        } else {
            None
        }
    }

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }

    pub(super) fn default_port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
        }
    }
}

/// Why a text is not a valid origin or authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    Empty,
    Null,
    Wildcard,
    List,
    NoScheme,
    Scheme,
    Userinfo,
    TrailingSlash,
    Path,
    NonAscii,
    Ipv6,
    Port,
    Host,
}

/// A host. An IPv6 address is parsed, because equal addresses have several spellings.
#[derive(Debug, Clone, Copy)]
pub(super) enum Host<'a> {
    Name(&'a str),
    V6(Ipv6Addr),
}

impl Host<'_> {
    fn is(self, other: Self) -> bool {
        match (self, other) {
            (Self::Name(a), Self::Name(b)) => a.eq_ignore_ascii_case(b),
            (Self::V6(a), Self::V6(b)) => a == b,
            _ => false,
        }
    }
}

/// `host[:port]`, borrowed from the text that it was parsed from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Authority<'a> {
    pub(super) host: Host<'a>,
    pub(super) port: Option<u16>,
}

impl<'a> Authority<'a> {
    /// Parses an authority, more strictly than [RFC 3986, section
    /// 3.2](https://www.rfc-editor.org/rfc/rfc3986#section-3.2): without userinfo, without an empty
    /// port, and a host name consists only of characters that names on the web have.
    pub(super) fn parse(text: &'a str) -> Result<Self, Fault> {
        if text.contains('@') {
            return Err(Fault::Userinfo);
        }
        if !text.is_ascii() {
            return Err(Fault::NonAscii);
        }
        let (host, port) = if text.starts_with('[') {
            let end = text.find(']').ok_or(Fault::Ipv6)?;
            (parse_v6(&text[1..end])?, &text[end + 1..])
        } else {
            let (name, port) = text.split_at(text.find(':').unwrap_or(text.len()));
            // Two colons or more are an IPv6 address without its brackets.
            if port.bytes().filter(|b| *b == b':').count() > 1 {
                return Err(Fault::Ipv6);
            }
            (parse_name(name)?, port)
        };
        Ok(Self {
            host,
            port: parse_port(port)?,
        })
    }

    /// Returns whether both are the same host and port. A missing port is the default port of
    /// `scheme`.
    pub(super) fn is(&self, other: &Self, scheme: Scheme) -> bool {
        let port = |authority: &Self| authority.port.unwrap_or_else(|| scheme.default_port());
        self.host.is(other.host) && port(self) == port(other)
    }
}

impl fmt::Display for Authority<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.host {
            Host::Name(name) => f.write_str(name)?,
            Host::V6(address) => write!(f, "[{address}]")?,
        }
        self.port.map_or(Ok(()), |port| write!(f, ":{port}"))
    }
}

fn parse_v6<'a>(text: &str) -> Result<Host<'a>, Fault> {
    text.parse().map(Host::V6).map_err(|_| Fault::Ipv6)
}

fn parse_name(name: &str) -> Result<Host<'_>, Fault> {
    let is_allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_');
    // One dot at the end is the DNS root. Empty labels are not valid anywhere else.
    let has_labels = !name.is_empty() && !name.starts_with('.') && !name.contains("..");
    if has_labels && name.bytes().all(is_allowed) {
        Ok(Host::Name(name))
    } else {
        Err(Fault::Host)
    }
}

/// Parses an empty text, or a colon and a number from 1 to 65535 without leading zeros, sign or
/// spaces.
fn parse_port(text: &str) -> Result<Option<u16>, Fault> {
    if text.is_empty() {
        return Ok(None);
    }
    let digits = text.strip_prefix(':').ok_or(Fault::Host)?;
    // `u16::from_str` would accept `+80`.
    if digits.starts_with('0') || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Fault::Port);
    }
    digits.parse().map(Some).map_err(|_| Fault::Port)
}
