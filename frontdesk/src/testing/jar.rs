//! The cookies of a browser.

use std::collections::BTreeMap;

use frontdesk_router::Cookie;
use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderValue};

/// Cookies by name. There is one host, and a cookie's `Path` is not looked at.
#[derive(Debug, Clone, Default)]
pub(super) struct Jar(BTreeMap<String, String>);

impl Jar {
    /// Stores the cookies that a response sets, and removes those that it expires.
    pub(super) fn store(&mut self, headers: &HeaderMap) {
        let lines = headers.get_all(SET_COOKIE).iter().filter_map(|line| line.to_str().ok());
        for cookie in lines.filter_map(|line| Cookie::parse(line).ok()) {
            let name = cookie.name().to_owned();
            match cookie.max_age() {
                Some(age) if !age.is_positive() => self.0.remove(&name),
                _ => self.0.insert(name, cookie.value().to_owned()),
            };
        }
    }

    /// Returns the `Cookie` header to send, or `None` if there are no cookies.
    pub(super) fn header(&self) -> Option<HeaderValue> {
        let pairs: Vec<_> = self.0.iter().map(|(name, value)| format!("{name}={value}")).collect();
        HeaderValue::try_from(pairs.join("; "))
            .ok()
            .filter(|_| !pairs.is_empty())
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    pub(super) fn set(&mut self, name: &str, value: &str) {
        self.0.insert(name.to_owned(), value.to_owned());
    }
}
