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

    /// Returns the names of the cookies with form state.
    pub(crate) fn states(&self) -> Vec<&str> {
        let names = self.0.iter().map(|(name, _)| name.as_str());
        names.filter(|name| is_state(name)).collect()
    }

    /// Returns the cookie of the browser id, name and value.
    pub(crate) fn browser_id(&self) -> Option<(&str, &str)> {
        let mut cookies = self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        cookies.find(|(name, _)| name.ends_with("fd_browser"))
    }

    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.0.retain(|(stored, _)| stored != name);
        self.0.push((name.to_owned(), value.to_owned()));
    }

    pub(crate) fn remove(&mut self, name: &str) {
        self.0.retain(|(stored, _)| stored != name);
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }
}

fn is_state(name: &str) -> bool {
    (name.starts_with("_fd_") || name.starts_with("__Host-fd_")) && !name.ends_with("fd_browser")
}

impl Response {
    /// Returns the `Set-Cookie` lines of form state.
    pub(crate) fn set_states(&self) -> Vec<&str> {
        let lines = self.set_cookies().into_iter();
        lines
            .filter(|line| line.split_once('=').is_some_and(|(name, _)| is_state(name)))
            .collect()
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
