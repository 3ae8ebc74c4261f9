//! Commands of the drivers that WebDriver doesn't have.

use fantoccini::wd::WebDriverCompatibleCommand;
use http::Method;
use serde_json::{Value, json};
use url::{ParseError, Url};

/// Takes Chromium off the network, or brings it back.
#[derive(Debug)]
pub(super) struct NetworkConditions {
    pub(super) offline: bool,
}

/// A command of the protocol of Chromium's developer tools, with its parameters.
#[derive(Debug)]
pub(super) struct DevTools(pub(super) Value);

/// Evaluates scripts from now on in the page, or in Firefox itself.
#[derive(Debug)]
pub(super) struct InContext(pub(super) Context);

/// Where Firefox evaluates scripts.
#[derive(Debug, Clone, Copy)]
pub(super) enum Context {
    Page,
    Browser,
}

/// Takes the events of the developer tools out of the log.
#[derive(Debug)]
pub(super) struct Log;

impl WebDriverCompatibleCommand for NetworkConditions {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        below(base, session, "chromium/network_conditions")
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let conditions = json!({ "offline": self.offline, "latency": 0, "throughput": -1 });
        let body = json!({ "network_conditions": conditions });
        (Method::POST, Some(body.to_string()))
    }
}

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        below(base, session, "goog/cdp/execute")
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.0.to_string()))
    }
}

impl WebDriverCompatibleCommand for InContext {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        below(base, session, "moz/context")
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let context = match self.0 {
            Context::Page => "content",
            Context::Browser => "chrome",
        };
        (Method::POST, Some(json!({ "context": context }).to_string()))
    }
}

impl WebDriverCompatibleCommand for Log {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        below(base, session, "se/log")
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({ "type": "performance" }).to_string()))
    }
}

fn below(base: &Url, session: Option<&str>, command: &str) -> Result<Url, ParseError> {
    base.join(&format!("session/{}/{command}", session.unwrap_or_default()))
}
