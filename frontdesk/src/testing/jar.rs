//! The cookies of a browser.

use std::time::{SystemTime, UNIX_EPOCH};

use frontdesk_router::cookie::time::OffsetDateTime;
use frontdesk_router::{Cookie, SameSite};
use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderValue};

/// The cookies of one host, by the rules of [RFC 6265bis](https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html).
#[derive(Debug, Clone, Default)]
pub(super) struct Jar(Vec<Stored>);

/// Identified by name and path: all are of one host.
#[derive(Debug, Clone)]
struct Stored {
    name: String,
    value: String,
    path: String,
    domain: Option<String>,
    secure: bool,
    /// In seconds of Unix time.
    expires: Option<i64>,
}

/// Where a request goes to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target<'a> {
    pub(super) host: &'a str,
    /// Whether `Secure` cookies are sent and stored: https, and localhost as in Chrome and Firefox.
    pub(super) secure: bool,
    pub(super) path: &'a str,
}

impl Jar {
    /// Stores the cookies that a response sets, except those that a browser refuses, and removes those
    /// that it expires.
    pub(super) fn store(&mut self, headers: &HeaderMap, target: Target<'_>) {
        let lines = headers.get_all(SET_COOKIE).iter().filter_map(|line| line.to_str().ok());
        for cookie in lines.filter_map(|line| Cookie::parse(line).ok()) {
            if is_accepted(&cookie, target) {
                self.insert(Stored::new(&cookie, target.path));
            }
        }
    }

    fn insert(&mut self, cookie: Stored) {
        let is_same = |own: &Stored| own.name == cookie.name && own.path == cookie.path && own.domain == cookie.domain;
        match self.0.iter_mut().find(|own| is_same(own)) {
            // The new one is as old as the one that it replaces.
            Some(own) => *own = cookie,
            None => self.0.push(cookie),
        }
        self.0.retain(Stored::is_alive);
    }

    /// Returns the `Cookie` header to send, or `None` if there are no cookies for the target.
    pub(super) fn header(&self, target: Target<'_>) -> Option<HeaderValue> {
        let mut own: Vec<_> = self.0.iter().filter(|cookie| cookie.is_for(target)).collect();
        // Longer paths first, older ones first.
        own.sort_by_key(|cookie| std::cmp::Reverse(cookie.path.len()));
        let pairs: Vec<_> = own.iter().map(|own| format!("{}={}", own.name, own.value)).collect();
        HeaderValue::try_from(pairs.join("; "))
            .ok()
            .filter(|_| !pairs.is_empty())
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let mut own = self.0.iter().filter(|cookie| cookie.is_alive());
        own.find(|cookie| cookie.name == name)
            .map(|cookie| cookie.value.as_str())
    }

    pub(super) fn set(&mut self, name: &str, value: &str) {
        self.insert(Stored {
            name: name.to_owned(),
            value: value.to_owned(),
            path: "/".to_owned(),
            domain: None,
            secure: false,
            expires: None,
        });
    }
}

impl Stored {
    fn new(cookie: &Cookie<'_>, request_path: &str) -> Self {
        let path = cookie.path().filter(|path| path.starts_with('/'));
        let lifetime = cookie.max_age().map(|age| now().saturating_add(age.whole_seconds()));
        let expires = cookie.expires_datetime().map(OffsetDateTime::unix_timestamp);
        Self {
            name: cookie.name().to_owned(),
            value: cookie.value().to_owned(),
            path: path.unwrap_or(folder(request_path)).to_owned(),
            domain: cookie.domain().map(str::to_ascii_lowercase),
            secure: cookie.secure() == Some(true),
            expires: lifetime.or(expires),
        }
    }

    fn is_alive(&self) -> bool {
        self.expires.is_none_or(|expires| expires > now())
    }

    fn is_for(&self, target: Target<'_>) -> bool {
        self.is_alive() && (target.secure || !self.secure) && is_below(target.path, &self.path)
    }
}

fn now() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(now.as_secs()).unwrap_or(i64::MAX)
}

/// Returns the default path of a cookie: the folder of the request's path.
fn folder(path: &str) -> &str {
    match path.rsplit_once('/') {
        Some((folder, _)) if folder.starts_with('/') => folder,
        _ => "/",
    }
}

fn is_below(path: &str, folder: &str) -> bool {
    let rest = path.strip_prefix(folder);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || folder.ends_with('/'))
}

fn is_accepted(cookie: &Cookie<'_>, target: Target<'_>) -> bool {
    let (host, secure) = (target.host, cookie.secure() == Some(true));
    let is_own = |domain: &str| {
        let domain = domain.to_ascii_lowercase();
        host == domain || host.ends_with(&format!(".{domain}")) && domain.contains('.')
    };
    let starts_with = |prefix: &str| {
        let start = cookie.name().get(..prefix.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    let needs_secure = starts_with("__Secure-") || starts_with("__Host-") || cookie.same_site() == Some(SameSite::None);
    let is_host = cookie.domain().is_none() && cookie.path() == Some("/");
    cookie.domain().is_none_or(is_own)
        && (target.secure || !secure)
        && (secure || !needs_secure)
        && (is_host || !starts_with("__Host-"))
        && cookie.name().len() + cookie.value().len() <= 4096
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the cookies for `path` after a response at `/a/b` has set the cookies.
    fn sent(origin: &str, lines: &[&str], path: &str) -> String {
        let (scheme, host) = origin.split_once("://").unwrap();
        let target = |path| Target {
            host,
            secure: scheme == "https",
            path,
        };
        let mut jar = Jar::default();
        for line in lines {
            let mut headers = HeaderMap::new();
            headers.append(SET_COOKIE, line.parse().unwrap());
            jar.store(&headers, target("/a/b"));
        }
        let header = jar.header(target(path));
        header.map_or_else(String::new, |header| header.to_str().unwrap().to_owned())
    }

    #[test]
    fn cookies_are_stored_and_sent_as_by_browsers() {
        let (http, https) = ("http://app.example.org", "https://app.example.org");
        for (origin, lines, path, expected) in [
            (http, &["x=1; Path=/"][..], "/", "x=1"),
            // Paths.
            (http, &["x=1"], "/a/c", "x=1"),
            (http, &["x=1"], "/", ""),
            (http, &["x=1"], "/ab", ""),
            (http, &["x=1; Path=/a/"], "/a/b", "x=1"),
            (http, &["x=1; Path=/a/"], "/a", ""),
            (http, &["x=1; Path=nonsense"], "/a", "x=1"),
            (
                http,
                &["x=1; Path=/", "x=2; Path=/a", "y=3; Path=/"],
                "/a",
                "x=2; x=1; y=3",
            ),
            // Lifetimes.
            (http, &["x=1; Path=/", "x=; Path=/; Max-Age=0"], "/", ""),
            (http, &["x=1; Path=/", "x=; Path=/a; Max-Age=0"], "/", "x=1"),
            (http, &["x=1; Path=/; Max-Age=60"], "/", "x=1"),
            (http, &["x=1; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT"], "/", ""),
            (
                http,
                &["x=1; Path=/; Expires=Fri, 31 Dec 2100 00:00:00 GMT"],
                "/",
                "x=1",
            ),
            (
                http,
                &["x=1; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60"],
                "/",
                "x=1",
            ),
            // Secure and the prefixes.
            (http, &["x=1; Path=/; Secure"], "/", ""),
            (https, &["x=1; Path=/; Secure"], "/", "x=1"),
            (https, &["__Host-x=1; Path=/; Secure"], "/", "__Host-x=1"),
            (https, &["__Host-x=1; Path=/"], "/", ""),
            (https, &["__host-x=1; Path=/"], "/", ""),
            (https, &["__Host-x=1; Path=/a; Secure"], "/a", ""),
            (https, &["__Host-x=1; Secure"], "/a", ""),
            (https, &["__Host-x=1; Path=/; Secure; Domain=app.example.org"], "/", ""),
            (http, &["__Host-x=1; Path=/; Secure"], "/", ""),
            (https, &["__Secure-x=1; Path=/a; Secure"], "/a", "__Secure-x=1"),
            (https, &["__Secure-x=1; Path=/a"], "/a", ""),
            (https, &["x=1; Path=/; SameSite=None"], "/", ""),
            // Domains.
            (http, &["x=1; Path=/; Domain=example.org"], "/", "x=1"),
            (http, &["x=1; Path=/; Domain=.App.example.org"], "/", "x=1"),
            (http, &["x=1; Path=/; Domain=other.example.org"], "/", ""),
            (http, &["x=1; Path=/; Domain=org"], "/", ""),
        ] {
            assert_eq!(sent(origin, lines, path), expected, "{origin} {lines:?} {path}");
        }
        let long = format!("x={}; Path=/", "y".repeat(4096));
        assert_eq!(sent(http, &[&long], "/"), "");
    }
}
