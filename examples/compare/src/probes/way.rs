//! The route handler and the server action, and the requests that call them.

use std::net::SocketAddr;

use frontdesk::{Method, StatusCode};

use crate::client::{Call, Failure, Headers, Response};
use crate::form::{after, encode};

/// The headers with which a browser submits a form of our own page.
pub(super) const OWN_PAGE: &Headers = &[("sec-fetch-site", "same-origin")];

/// The headers of `fetch` on a page of our own.
pub(super) const SCRIPT: &Headers = &[
    ("sec-fetch-site", "same-origin"),
    ("sec-fetch-mode", "cors"),
    ("accept", "*/*"),
];

/// The headers with which a browser navigates to a page.
pub(super) const BROWSER: &Headers = &[
    ("sec-fetch-site", "same-origin"),
    ("sec-fetch-mode", "navigate"),
    (
        "accept",
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    ),
];

/// The type of URL-encoded forms.
pub(super) const URLENCODED: &str = "application/x-www-form-urlencoded";

/// The type of JSON.
pub(super) const JSON: &str = "application/json";

/// A title that is accepted.
pub(super) const GOOD: &str = "Groceries";

/// A title that is too long.
pub(super) const BAD: &str = "Everything for the long weekend";

/// The route handler or the server action, on one of the two servers.
#[derive(Debug, Clone)]
pub struct Way {
    server: SocketAddr,
    kind: Kind,
    pub(super) path: String,
}

/// A route handler or a server action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `PUT` with JSON.
    RouteHandler,
    /// `POST` of a form.
    ServerAction,
}

impl Way {
    /// Finds the URL on the server's page: the form's `action`, or the link.
    ///
    /// # Errors
    ///
    /// Fails if the page can't be read or doesn't have it.
    pub async fn find(server: SocketAddr, kind: Kind) -> Result<Self, Failure> {
        let page = Call::new(Method::GET, "/").send(server).await?.body;
        let mark = match kind {
            Kind::RouteHandler => "<a href=\"",
            Kind::ServerAction => "<form action=\"",
        };
        let path = after(&page, mark).ok_or("the page has no such URL")?.to_owned();
        Ok(Self { server, kind, path })
    }

    pub(super) fn method(&self) -> Method {
        match self.kind {
            Kind::RouteHandler => Method::PUT,
            Kind::ServerAction => Method::POST,
        }
    }

    /// Returns the usual request, without the headers of a caller.
    pub(super) fn call(&self, title: &str) -> Call {
        self.call_by(self.method(), title)
    }

    /// Returns the usual request by another method.
    pub(super) fn call_by(&self, method: Method, title: &str) -> Call {
        let call = Call::new(method, self.path.clone());
        match self.kind {
            Kind::RouteHandler => call.body(JSON, format!("{{\"title\":\"{title}\"}}")),
            Kind::ServerAction => call.body(URLENCODED, format!("title={}", encode(title))),
        }
    }

    pub(super) async fn send(&self, call: Call) -> Result<Response, Failure> {
        call.send(self.server).await
    }
}

/// The results of one probe: questions and results.
pub(super) type Found = Result<Vec<(&'static str, String)>, Failure>;

/// Returns whether the path supports the method of the request.
pub(super) fn is_supported(response: &Response) -> bool {
    !matches!(response.status, StatusCode::METHOD_NOT_ALLOWED | StatusCode::NOT_FOUND)
}
