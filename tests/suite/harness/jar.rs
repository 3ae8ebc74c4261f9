//! The cookies of a browser.

use http::header::COOKIE;

use crate::harness::client::{Call, Response};

/// The cookies of one browser.
#[derive(Debug, Clone, Default)]
pub(crate) struct Jar(Vec<(String, String)>);

impl Jar {
    /// Stores the cookies that a response sets, and removes those that it removes.
    pub(crate) fn take(&mut self, response: &Response) {
        for line in response.set_cookies() {
            let (pair, attributes) = line.split_once(';').unwrap_or((line, ""));
            let (name, value) = pair.split_once('=').unwrap();
            self.0.retain(|(stored, _)| stored != name);
            if !attributes.contains("Max-Age=0") {
                self.0.push((name.to_owned(), value.to_owned()));
            }
        }
    }

    pub(crate) fn names(&self) -> Vec<&str> {
        self.0.iter().map(|(name, _)| name.as_str()).collect()
    }

    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.0.retain(|(stored, _)| stored != name);
        self.0.push((name.to_owned(), value.to_owned()));
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }
}

impl Call {
    /// Adds a browser's cookies.
    pub(crate) fn cookies(self, jar: &Jar) -> Self {
        if jar.0.is_empty() {
            return self;
        }
        let pairs: Vec<_> = jar.0.iter().map(|(name, value)| format!("{name}={value}")).collect();
        self.header(COOKIE.as_str(), pairs.join("; "))
    }
}
