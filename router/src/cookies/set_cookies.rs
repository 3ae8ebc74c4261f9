//! The cookies that were set during a request.

use std::collections::HashSet;

use cookie::Cookie;

/// Up to this many cookies, all are compared with each new one.
const FEW: usize = 16;

/// Cookies in the order in which they were set last. A cookie replaces the one of the same name,
/// domain and path.
#[derive(Debug, Default)]
pub(crate) struct SetCookies {
    /// Beyond [`FEW`], replaced cookies stay in the list for a while, so that setting many takes
    /// linear time.
    list: Vec<Cookie<'static>>,
    /// How many cookies the list had when none of them was replaced.
    unique: usize,
}

impl SetCookies {
    pub(crate) fn set(&mut self, cookie: Cookie<'static>) {
        if self.list.len() < FEW {
            self.list.retain(|set| key(set) != key(&cookie));
        } else if self.list.len() >= 2 * self.unique.max(FEW) {
            self.remove_replaced();
        }
        self.list.push(cookie);
    }

    /// Returns the cookie of this name that was set last.
    pub(crate) fn last(&self, name: &str) -> Option<&Cookie<'static>> {
        self.list.iter().rev().find(|cookie| cookie.name() == name)
    }

    /// Returns the cookies, and removes them.
    pub(crate) fn take(&mut self) -> Vec<Cookie<'static>> {
        self.remove_replaced();
        self.unique = 0;
        std::mem::take(&mut self.list)
    }

    /// Returns a copy of the cookies.
    pub(crate) fn copies(&mut self) -> Vec<Cookie<'static>> {
        self.remove_replaced();
        self.list.clone()
    }

    fn remove_replaced(&mut self) {
        // A shorter list has none.
        if self.list.len() > FEW {
            let mut seen = HashSet::new();
            let mut is_last: Vec<_> = self.list.iter().rev().map(|cookie| seen.insert(key(cookie))).collect();
            self.list.retain(|_| is_last.pop().unwrap_or_default());
        }
        self.unique = self.list.len();
    }
}

/// Returns what two cookies have in common of which the later replaces the earlier.
fn key<'c>(cookie: &'c Cookie<'static>) -> (&'c str, Option<&'c str>, Option<&'c str>) {
    (cookie.name(), cookie.domain(), cookie.path())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_cookie_replaces_the_one_of_the_same_name_domain_and_path() {
        // Few and many cookies, each of a few names and paths, set once to a hundred times.
        for (count, names) in [(3, 2), (16, 16), (17, 5), (200, 30), (1000, 1000), (1000, 7)] {
            let (mut cookies, mut expected) = (SetCookies::default(), Vec::<Cookie<'static>>::new());
            for number in 0..count {
                let path = if number % 2 == 0 { "/" } else { "/a" };
                let name = format!("c{}", number * 31 % names);
                let cookie = Cookie::build((name, number.to_string())).path(path).build();
                expected.retain(|set| key(set) != key(&cookie));
                expected.push(cookie.clone());
                cookies.set(cookie);
                let last = expected.last().map(Cookie::name).unwrap_or_default();
                assert_eq!(cookies.last(last), expected.last());
                assert!(cookies.list.len() <= 2 * expected.len().max(FEW), "{count} {names}");
            }
            assert_eq!(cookies.copies(), expected, "{count} {names}");
            assert_eq!(cookies.take(), expected, "{count} {names}");
            assert!(cookies.take().is_empty(), "{count} {names}");
        }
    }
}
