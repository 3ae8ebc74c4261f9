//! Cookies that contain sealed state, each named by the id of its state.

use std::time::Duration;

use cookie::Cookie;
use frontdesk_router::__desk::cookie_pairs;
use http::HeaderMap;

use crate::browser;
use crate::random_id::RandomId;

/// A kind of state cookie. Each has its own room in the browser, so that none pushes another out.
#[derive(Debug)]
pub(crate) struct StateCookies {
    /// What names begin with over http.
    pub(crate) prefix: &'static str,
    /// What names begin with over https. Browsers accept a `__Host-` cookie only from the host itself,
    /// over https ([RFC 6265bis, section
    /// 4.1.3.2](https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis)).
    pub(crate) secure_prefix: &'static str,
    /// The maximum number of cookies of this kind in one browser: so many tabs can have state at the
    /// same time.
    pub(crate) alive: usize,
    /// The maximum size of the values of all cookies of this kind in one browser, in bytes.
    pub(crate) room: usize,
}

impl StateCookies {
    fn prefix(&self, is_secure: bool) -> &'static str {
        if is_secure { self.secure_prefix } else { self.prefix }
    }

    /// Returns the name of the cookie of a state.
    pub(crate) fn name(&self, id: RandomId, is_secure: bool) -> String {
        format!("{}{}", self.prefix(is_secure), id.as_str())
    }

    /// Returns the cookie with this name. Its prefix decides whether it is for https only.
    pub(crate) fn build(&self, name: String, value: String, lifetime: Duration) -> Cookie<'static> {
        let is_secure = name.starts_with(self.secure_prefix);
        let mut cookie = browser::cookie(name, value, is_secure);
        cookie.set_max_age(lifetime.try_into().ok());
        cookie
    }

    /// Returns name, id and value of each cookie of this kind in a request. Over https, only those that
    /// nobody but this host can have set.
    pub(crate) fn all<'h>(
        &self,
        headers: &'h HeaderMap,
        is_secure: bool,
    ) -> impl Iterator<Item = (&'h str, RandomId, &'h str)> + use<'h> {
        let prefix = self.prefix(is_secure);
        cookie_pairs(headers).filter_map(move |(name, value)| {
            let id = RandomId::parse(name.strip_prefix(prefix)?.as_bytes())?;
            Some((name, id, str::from_utf8(value).ok()?))
        })
    }

    /// Returns those cookies that must be removed so that there is room for one more with a value of
    /// `new` bytes. `alive` are the cookies in the browser, the first of them to be removed first.
    pub(crate) fn without_room<T>(
        &self,
        alive: Vec<T>,
        new: usize,
        size: impl Fn(&T) -> usize,
    ) -> impl Iterator<Item = T> {
        let (mut count, mut bytes) = (1, new);
        alive.into_iter().rev().filter(move |cookie| {
            count += 1;
            bytes += size(cookie);
            count > self.alive || bytes > self.room
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIND: StateCookies = StateCookies {
        prefix: "_fd_",
        secure_prefix: "__Host-fd_",
        alive: 3,
        room: 100,
    };
    const OTHER: StateCookies = StateCookies {
        prefix: "_fd_other_",
        secure_prefix: "__Host-fd_other_",
        alive: 3,
        room: 100,
    };

    #[test]
    fn cookies_are_read_by_kind_and_scheme() {
        let text = "abcdefghijklmnopqrstu_";
        let id = RandomId::parse(text.as_bytes()).unwrap();
        let mut headers = HeaderMap::new();
        let foreign = [b"city=Z\xfcrich; ", format!("a=b; _fd_{text}=v1").as_bytes()].concat();
        headers.append("cookie", http::HeaderValue::from_bytes(&foreign).unwrap());
        let odd = format!("\u{2000}__Host-fd_{text}=v3; \u{85}_fd_{text}=v4");
        let more = format!("__Host-fd_{text}=v2;_fd_x=y; _fd_; _fd_other_{text}=r1; __Host-fd_other_{text}=r2");
        for line in [more.as_bytes(), odd.as_bytes()] {
            headers.append("cookie", http::HeaderValue::from_bytes(line).unwrap());
        }
        for (kind, is_secure, expected) in [
            (KIND, false, "v1"),
            (KIND, true, "v2"),
            (OTHER, false, "r1"),
            (OTHER, true, "r2"),
        ] {
            let found: Vec<_> = kind.all(&headers, is_secure).collect();
            assert_eq!(found, [(&*kind.name(id, is_secure), id, expected)]);
        }
    }

    #[test]
    fn few_cookies_have_room() {
        for (alive, new, removed) in [
            (&[][..], 1000, &[][..]),
            (&[10, 20], 1, &[]),
            (&[10, 20, 30], 1, &[10]),
            (&[10, 20, 30, 40], 1, &[20, 10]),
            (&[60, 30], 20, &[60]),
            (&[10, 95], 20, &[95, 10]),
        ] {
            let found: Vec<_> = KIND.without_room(alive.to_vec(), new, |size| *size).collect();
            assert_eq!(found, removed, "{alive:?} {new}");
        }
    }
}
