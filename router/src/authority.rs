//! The authority of a URL: host and port, as they occur in origins and requests.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

/// A scheme that an origin may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a web origin has no other scheme")]
pub enum Scheme {
    /// `http`
    Http,
    /// `https`
    Https,
}

impl Scheme {
    /// Parses a scheme, in any case of letters. Returns `None` for every other text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.eq_ignore_ascii_case("https") {
            Some(Self::Https)
        } else if text.eq_ignore_ascii_case("http") {
            Some(Self::Http)
        } else {
            None
        }
    }

    /// Returns the scheme in lower case.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }

    /// Returns the port of a URL that has none.
    #[must_use]
    pub fn default_port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
        }
    }
}

/// Why a text is not a valid origin or authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "each caller has a message for every reason")]
pub enum OriginFault {
    /// It is empty.
    Empty,
    /// It is `null`.
    Null,
    /// It has `*` in the place of a host.
    Wildcard,
    /// It has more than one origin.
    List,
    /// It has no scheme.
    NoScheme,
    /// Its scheme is not http or https.
    Scheme,
    /// It has a user name or a password.
    Userinfo,
    /// It ends with a slash.
    TrailingSlash,
    /// It has a path, a query or a fragment.
    Path,
    /// Its host is not ASCII.
    NonAscii,
    /// Its IPv6 address is not valid, or not in brackets.
    Ipv6,
    /// Its host ends with a number, but is not an IPv4 address of four decimal numbers.
    Ipv4,
    /// Its port is not a number from 1 to 65535.
    Port,
    /// Its host is not valid.
    Host,
}

/// A host. An IPv6 address is parsed, because equal addresses have several spellings.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::exhaustive_enums, reason = "a URL has no other host")]
pub enum Host<'a> {
    /// A name, in the letters of the text, or an IPv4 address.
    Name(&'a str),
    /// An IPv6 address.
    V6(Ipv6Addr),
}

impl Host<'_> {
    /// Returns whether this is the machine itself: `localhost`, 127.0.0.0/8 or `::1`.
    #[must_use]
    pub fn is_loopback(self) -> bool {
        match self {
            Self::Name(name) => {
                name.eq_ignore_ascii_case("localhost")
                    || name.parse().is_ok_and(|address: Ipv4Addr| address.is_loopback())
            }
            Self::V6(address) => address == Ipv6Addr::LOCALHOST,
        }
    }

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
#[expect(clippy::exhaustive_structs, reason = "an authority has no other part")]
pub struct Authority<'a> {
    /// The host.
    pub host: Host<'a>,
    /// The port, if the text has one.
    pub port: Option<u16>,
}

impl<'a> Authority<'a> {
    /// Parses an authority, more strictly than [RFC 3986, section
    /// 3.2](https://www.rfc-editor.org/rfc/rfc3986#section-3.2): without userinfo, without an empty
    /// port. A host name consists only of characters that names on the web have, and a name whose
    /// last label is a number must be an IPv4 address as [browsers write
    /// it](https://url.spec.whatwg.org/#concept-ipv4-serializer): `127.1` and `0x7f000001` are
    /// other spellings of one, and refused.
    ///
    /// # Errors
    ///
    /// Returns the reason why the text is not valid.
    pub fn parse(text: &'a str) -> Result<Self, OriginFault> {
        if text.contains('@') {
            return Err(OriginFault::Userinfo);
        }
        if !text.is_ascii() {
            return Err(OriginFault::NonAscii);
        }
        let (host, port) = if text.starts_with('[') {
            let end = text.find(']').ok_or(OriginFault::Ipv6)?;
            (parse_v6(&text[1..end])?, &text[end + 1..])
        } else {
            let (name, port) = text.split_at(text.find(':').unwrap_or(text.len()));
            // Two colons or more are an IPv6 address without its brackets.
            if port.bytes().filter(|b| *b == b':').count() > 1 {
                return Err(OriginFault::Ipv6);
            }
            (parse_name(name)?, port)
        };
        let port = match port {
            "" => None,
            port => Some(parse_port(port.strip_prefix(':').ok_or(OriginFault::Host)?)?),
        };
        Ok(Self { host, port })
    }

    /// Returns whether both are the same host and port. A missing port is the default port of
    /// `scheme`.
    #[must_use]
    pub fn is(&self, other: &Self, scheme: Scheme) -> bool {
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

fn parse_v6<'a>(text: &str) -> Result<Host<'a>, OriginFault> {
    text.parse().map(Host::V6).map_err(|_| OriginFault::Ipv6)
}

fn parse_name(name: &str) -> Result<Host<'_>, OriginFault> {
    let is_allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_');
    // One dot at the end is the DNS root. Empty labels are not valid anywhere else.
    let has_labels = !name.is_empty() && !name.starts_with('.') && !name.contains("..");
    if !has_labels || !name.bytes().all(is_allowed) {
        return Err(OriginFault::Host);
    }
    if ends_with_number(name) && name.parse::<Ipv4Addr>().is_err() {
        return Err(OriginFault::Ipv4);
    }
    Ok(Host::Name(name))
}

/// Returns whether a browser takes the name for an IPv4 address ([URL
/// standard](https://url.spec.whatwg.org/#ends-in-a-number-checker)): its last label is a decimal
/// or hexadecimal number.
fn ends_with_number(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    let last = name.rsplit('.').next().unwrap_or_default();
    let hexadecimal = last.strip_prefix("0x").or_else(|| last.strip_prefix("0X"));
    match hexadecimal {
        Some(digits) => digits.bytes().all(|b| b.is_ascii_hexdigit()),
        None => last.bytes().all(|b| b.is_ascii_digit()),
    }
}

/// Parses a port: a number from 1 to 65535 without leading zeros, sign or spaces.
///
/// # Errors
///
/// Returns [`OriginFault::Port`] for every other text.
pub fn parse_port(digits: &str) -> Result<u16, OriginFault> {
    // `u16::from_str` would accept `+80`.
    if digits.starts_with('0') || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(OriginFault::Port);
    }
    digits.parse().map_err(|_| OriginFault::Port)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authority_parses_only_host_and_port() {
        for good in [
            "a",
            "a.",
            "a_b-c.example",
            "127.0.0.1",
            "1a",
            "1.a",
            "0xg",
            "a.0xg",
            "a:1",
            "a:65535",
            "[::1]",
            "[::1]:80",
            "[::ffff:1.2.3.4]",
        ] {
            assert!(Authority::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            ".",
            "..",
            ".a",
            "a..b",
            "a b",
            " a",
            "a ",
            "a,b",
            "a/b",
            "a\\b",
            "a%20",
            "a;b",
            "a=b",
            "a\0",
            "\u{e4}",
            "@",
            "a@b",
            ":",
            ":1",
            "a:",
            "a:0",
            "a:00",
            "a:080",
            "a:+80",
            "a:-1",
            "a:65536",
            "a:99999999999999999999",
            "a:80:80",
            "a:8o",
            "a: 80",
            "[",
            "]",
            "[]",
            "[::1",
            "::1]",
            "[::1]a",
            "[::1]:",
            "[::1%25eth0]",
            "[::1%eth0]",
            "[v1.a]",
            "[a]",
            "[127.0.0.1]",
            "[[::1]]",
            "1",
            "1.",
            "127.1",
            "127.0.0.1.",
            "127.0.0.01",
            "127.0.0.256",
            "1.2.3.4.5",
            "0x7f000001",
            "0X7F.1",
            "a.1",
            "a.0x",
            "a.0xff",
            "a.00",
        ] {
            assert!(Authority::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn loopback_is_localhost_and_its_addresses() {
        for (text, expected) in [
            ("localhost", true),
            ("LOCALHOST:3000", true),
            ("127.0.0.1", true),
            ("127.255.255.254:80", true),
            ("[::1]:3000", true),
            ("[0:0:0:0:0:0:0:1]", true),
            ("localhost.", false),
            ("localhost.example", false),
            ("a.localhost", false),
            ("127.0.0.1.example", false),
            ("128.0.0.1", false),
            ("0.0.0.0", false),
            ("[::]", false),
            ("[::2]", false),
            ("[::ffff:127.0.0.1]", false),
        ] {
            assert_eq!(Authority::parse(text).unwrap().host.is_loopback(), expected, "{text}");
        }
    }
}
