//! Which cookies browsers accept ([RFC 6265bis, sections 4.1.3, 5.6 and
//! 5.7](https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis)).

use std::error::Error;
use std::fmt;

use cookie::{Cookie, SameSite};

/// The most bytes of a cookie's name and value together that browsers store.
const MAX_PAIR: usize = 4096;

/// The most bytes of an attribute's value. Browsers ignore a longer attribute, so that the cookie
/// would have another path or domain.
const MAX_ATTRIBUTE: usize = 1024;

/// A cookie that is not set, because browsers would refuse it or store another one.
///
/// [`Cookies::try_add`](crate::Cookies::try_add) returns it.
///
/// ```
/// use frontdesk_router::{Cookie, CookieError};
///
/// fn log(error: &CookieError) {
///     eprintln!("{error}"); // the cookie `__Host-a` is not set: a `__Host-` cookie has no Domain
///     eprintln!("{}: {}", error.name(), error.reason());
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CookieError {
    name: String,
    reason: &'static str,
}

impl CookieError {
    /// Returns the name of the cookie.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns why it is not set.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        self.reason
    }
}

impl fmt::Display for CookieError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name: String = self.name.chars().take(80).collect();
        write!(f, "the cookie `{}` is not set: {}", name.escape_debug(), self.reason)
    }
}

impl Error for CookieError {}

/// The beginning of a name that browsers attach rules to, in any case of letters.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Prefix {
    /// `Path=/` and no `Domain`.
    is_host: bool,
    /// `HttpOnly`.
    is_http: bool,
}

impl Prefix {
    fn of(name: &str) -> Option<Self> {
        let has = |prefix: &str| {
            let start = name.as_bytes().get(..prefix.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(prefix.as_bytes()))
        };
        let (is_host, is_host_http) = (has("__Host-"), has("__Host-Http-"));
        let is_http = is_host_http || has("__Http-");
        (is_host || is_http || has("__Secure-")).then_some(Self { is_host, is_http })
    }
}

/// Adds what the prefix of the name calls for, and checks that browsers accept the cookie as it is
/// meant.
pub(super) fn checked(mut cookie: Cookie<'static>) -> Result<Cookie<'static>, CookieError> {
    let prefix = Prefix::of(cookie.name());
    if let Some(prefix) = prefix {
        complete(&mut cookie, prefix);
    }
    match fault(&cookie, prefix) {
        None => Ok(cookie),
        Some(reason) => Err(CookieError {
            name: cookie.name().to_owned(),
            reason,
        }),
    }
}

fn complete(cookie: &mut Cookie<'static>, prefix: Prefix) {
    cookie.set_secure(true);
    if prefix.is_host && cookie.path().is_none() {
        cookie.set_path("/");
    }
    if prefix.is_http && cookie.http_only().is_none() {
        cookie.set_http_only(true);
    }
}

fn fault(cookie: &Cookie<'_>, prefix: Option<Prefix>) -> Option<&'static str> {
    let attributes = || [cookie.path(), cookie.domain()].into_iter().flatten();
    let has_prefix = |is: fn(Prefix) -> bool| prefix.is_some_and(is);
    if !is_token(cookie.name()) {
        Some("its name is not a token")
    } else if attributes().chain([cookie.value()]).any(has_delimiter) {
        Some("it contains a control character or `;`")
    } else if cookie.name().len() + cookie.value().len() > MAX_PAIR {
        Some("name and value are longer than 4096 bytes")
    } else if attributes().any(|value| value.len() > MAX_ATTRIBUTE) {
        Some("its path or domain is longer than 1024 bytes")
    } else if has_prefix(|prefix| prefix.is_host) && cookie.domain().is_some() {
        Some("a `__Host-` cookie has no Domain")
    } else if has_prefix(|prefix| prefix.is_host) && cookie.path() != Some("/") {
        Some("a `__Host-` cookie has the Path `/`")
    } else if has_prefix(|prefix| prefix.is_http) && cookie.http_only() == Some(false) {
        Some("an `__Http-` cookie is HttpOnly")
    } else if cookie.secure() == Some(false) && cookie.same_site() == Some(SameSite::None) {
        Some("`SameSite=None` takes `Secure`")
    } else if cookie.secure() == Some(false) && cookie.partitioned() == Some(true) {
        Some("`Partitioned` takes `Secure`")
    } else {
        None
    }
}

/// Returns whether a part of a cookie contains a character that would end it.
fn has_delimiter(part: &str) -> bool {
    part.contains(|c: char| c == ';' || c.is_ascii_control())
}

/// Returns whether a name is a token ([RFC 9110, section
/// 5.6.2](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2)). There is no cookie without a
/// name: browsers would take the beginning of its value for one.
pub(super) fn is_token(name: &str) -> bool {
    let is_tchar = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    !name.is_empty() && name.bytes().all(is_tchar)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(line: &str) -> Result<String, &'static str> {
        let cookie = Cookie::parse(line.to_owned()).unwrap();
        checked(cookie).map(|cookie| cookie.to_string()).map_err(|e| e.reason())
    }

    #[test]
    fn prefix_completes_the_cookie() {
        for (line, expected) in [
            ("a=b", "a=b"),
            ("__Host-a=b", "__Host-a=b; Secure; Path=/"),
            ("__hOSt-a=b; Path=/", "__hOSt-a=b; Secure; Path=/"),
            (
                "__Secure-a=b; Path=/x; Domain=example.com",
                "__Secure-a=b; Secure; Path=/x; Domain=example.com",
            ),
            ("__secure-a=b", "__secure-a=b; Secure"),
            ("__Http-a=b", "__Http-a=b; HttpOnly; Secure"),
            ("__Host-Http-a=b", "__Host-Http-a=b; HttpOnly; Secure; Path=/"),
            ("__Hosta=b", "__Hosta=b"),
            ("__Host=b", "__Host=b"),
        ] {
            assert_eq!(set(line).as_deref(), Ok(expected), "{line}");
        }
        let mut plain = Cookie::new("__Host-a", "b");
        plain.set_secure(false);
        assert_eq!(checked(plain).unwrap().secure(), Some(true));
    }

    #[test]
    fn what_browsers_refuse_is_an_error() {
        let host_domain = "a `__Host-` cookie has no Domain";
        let host_path = "a `__Host-` cookie has the Path `/`";
        for (line, expected) in [
            ("__Host-a=b; Domain=example.com", host_domain),
            ("__HOST-a=b; Domain=example.com; Path=/", host_domain),
            ("__Host-a=b; Path=/x", host_path),
            ("__host-a=b; Path=//", host_path),
        ] {
            assert_eq!(set(line), Err(expected), "{line}");
        }
        let insecure = |build: fn(&mut Cookie<'static>)| {
            let mut cookie = Cookie::build(("a", "b")).secure(false).build();
            build(&mut cookie);
            checked(cookie).unwrap_err().to_string()
        };
        let none = insecure(|cookie| cookie.set_same_site(SameSite::None));
        assert_eq!(none, "the cookie `a` is not set: `SameSite=None` takes `Secure`");
        let partitioned = insecure(|cookie| cookie.set_partitioned(true));
        assert_eq!(partitioned, "the cookie `a` is not set: `Partitioned` takes `Secure`");
        let scripted = Cookie::build(("__http-a", "b")).http_only(false).build();
        assert_eq!(
            checked(scripted).unwrap_err().reason(),
            "an `__Http-` cookie is HttpOnly"
        );
    }

    #[test]
    fn same_site_none_is_secure() {
        let mut cookie = Cookie::new("a", "b");
        cookie.set_same_site(SameSite::None);
        assert_eq!(checked(cookie).unwrap().to_string(), "a=b; SameSite=None; Secure");
    }

    #[test]
    fn lengths_are_those_of_browsers() {
        let sized = |name: usize, value: usize| Cookie::new("n".repeat(name), "v".repeat(value));
        assert!(checked(sized(96, 4000)).is_ok());
        let error = checked(sized(97, 4000)).unwrap_err();
        assert_eq!(error.name().len(), 97);
        assert!(error.to_string().len() < 160, "{error}");
        let path = |length: usize| {
            Cookie::build(("a", "b"))
                .path(format!("/{}", "p".repeat(length)))
                .build()
        };
        assert!(checked(path(1023)).is_ok());
        assert!(checked(path(1024)).is_err());
        let domain = Cookie::build(("a", "b")).domain("d".repeat(1025)).build();
        assert!(checked(domain).is_err());
    }
}
