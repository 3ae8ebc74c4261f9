//! The route handlers and the server action, and the requests that call them.

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

/// One kind on one of the two servers.
#[derive(Debug, Clone)]
pub struct Way {
    server: SocketAddr,
    kind: Kind,
    pub(super) path: String,
}

/// How the job can be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A route handler: `PUT` with JSON.
    JsonRoute,
    /// A route handler: `POST` of a form, with what it needs written by hand.
    FormRoute,
    /// A server action: `POST` of a form.
    Action,
}

impl Kind {
    /// All kinds, in the order of the table's columns.
    pub const ALL: [Self; 3] = [Self::JsonRoute, Self::FormRoute, Self::Action];

    /// Returns the head of its column.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::JsonRoute => "route handler, JSON",
            Self::FormRoute => "route handler, form",
            Self::Action => "server action",
        }
    }

    /// Returns the path of its page.
    pub(super) fn page(self) -> &'static str {
        match self {
            Self::JsonRoute | Self::FormRoute => "/by-route",
            Self::Action => "/",
        }
    }

    /// Returns what is before its URL on that page.
    fn mark(self) -> &'static str {
        match self {
            Self::JsonRoute => "<a href=\"",
            Self::FormRoute => "<form method=\"post\" action=\"",
            Self::Action => "<form action=\"",
        }
    }
}

impl Way {
    /// Finds the URL on the server's page: the form's `action`, or the link.
    ///
    /// # Errors
    ///
    /// Fails if the page can't be read or doesn't have it.
    pub async fn find(server: SocketAddr, kind: Kind) -> Result<Self, Failure> {
        let page = Call::new(Method::GET, kind.page()).send(server).await?.body;
        let path = after(&page, kind.mark()).ok_or("the page has no such URL")?.to_owned();
        Ok(Self { server, kind, path })
    }

    /// Returns the path of the page with the form or the link.
    pub(super) fn page(&self) -> &'static str {
        self.kind.page()
    }

    pub(super) fn method(&self) -> Method {
        match self.kind {
            Kind::JsonRoute => Method::PUT,
            Kind::FormRoute | Kind::Action => Method::POST,
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
            Kind::JsonRoute => call.body(JSON, format!("{{\"title\":\"{title}\"}}")),
            Kind::FormRoute | Kind::Action => call.body(URLENCODED, format!("title={}", encode(title))),
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
