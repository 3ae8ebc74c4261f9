//! The cookies of a browser.

use std::collections::BTreeMap;

use frontdesk_router::Cookie;
use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderValue};

/// Cookies by name. There is one host, and paths play no part.
#[derive(Debug, Clone, Default)]
pub(super) struct Jar(BTreeMap<String, String>);

impl Jar {
    /// Takes what an answer sets, and forgets what it removes.
    pub(super) fn take(&mut self, headers: &HeaderMap) {
        let lines = headers.get_all(SET_COOKIE).iter().filter_map(|line| line.to_str().ok());
        for cookie in lines.filter_map(|line| Cookie::parse(line).ok()) {
            let name = cookie.name().to_owned();
            match cookie.max_age() {
                Some(age) if !age.is_positive() => self.0.remove(&name),
                _ => self.0.insert(name, cookie.value().to_owned()),
            };
        }
    }

    /// The header to send, if there are any.
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
