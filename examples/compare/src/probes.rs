//! The questions, by concern.

mod answers;
mod bodies;
mod caching;
mod callers;
mod cors;
mod methods;
mod without_javascript;

use std::net::SocketAddr;

use frontdesk::{Method, StatusCode};

use crate::client::{Answer, Ask, Failure, Headers};
use crate::form::after;

/// What a browser says of a form on our own page.
const OWN_PAGE: &Headers = &[("sec-fetch-site", "same-origin")];

/// What `fetch` of a page of ours says.
const SCRIPT: &Headers = &[
    ("sec-fetch-site", "same-origin"),
    ("sec-fetch-mode", "cors"),
    ("accept", "*/*"),
];

/// What a browser says that shows what comes back.
const BROWSER: &Headers = &[
    ("sec-fetch-site", "same-origin"),
    ("sec-fetch-mode", "navigate"),
    (
        "accept",
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    ),
];

const URLENCODED: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

/// A title that is taken.
const GOOD: &str = "Groceries";

/// A title that is too long.
const BAD: &str = "Everything for the long weekend";

/// One of the two ways to the operation, at one of the two servers.
#[derive(Debug, Clone)]
pub struct Way {
    server: SocketAddr,
    kind: Kind,
    path: String,
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
    /// Finds the way in the server's page: where the form goes, or the link.
    ///
    /// # Errors
    ///
    /// When there is no such page, or it doesn't name the way.
    pub async fn find(server: SocketAddr, kind: Kind) -> Result<Self, Failure> {
        let page = Ask::new(Method::GET, "/").send(server).await?.body;
        let mark = match kind {
            Kind::RouteHandler => "<a href=\"",
            Kind::ServerAction => "<form action=\"",
        };
        let path = after(&page, mark).ok_or("the page doesn't say where to go")?.to_owned();
        Ok(Self { server, kind, path })
    }

    fn method(&self) -> Method {
        match self.kind {
            Kind::RouteHandler => Method::PUT,
            Kind::ServerAction => Method::POST,
        }
    }

    /// The operation as it is meant to be asked for, but for who is asking.
    fn ask(&self, title: &str) -> Ask {
        self.ask_by(self.method(), title)
    }

    fn ask_by(&self, method: Method, title: &str) -> Ask {
        let ask = Ask::new(method, self.path.clone());
        match self.kind {
            Kind::RouteHandler => ask.body(JSON, format!("{{\"title\":\"{title}\"}}")),
            Kind::ServerAction => ask.body(URLENCODED, format!("title={}", crate::form::encode(title))),
        }
    }

    async fn send(&self, ask: Ask) -> Result<Answer, Failure> {
        ask.send(self.server).await
    }

    /// Everything there is to find out: questions and answers.
    ///
    /// # Errors
    ///
    /// When the server doesn't answer.
    pub async fn probe(&self) -> Result<Vec<(&'static str, String)>, Failure> {
        let mut found = vec![("URL", self.path.clone())];
        found.extend(methods::probe(self).await?);
        found.extend(callers::probe(self).await?);
        found.extend(bodies::probe(self).await?);
        found.extend(answers::probe(self).await?);
        found.extend(without_javascript::probe(self).await?);
        found.extend(caching::probe(self).await?);
        found.extend(cors::probe(self).await?);
        Ok(found)
    }
}

/// What the probes of one concern found.
type Found = Result<Vec<(&'static str, String)>, Failure>;

/// Whether the path answers a method at all.
fn is_answered(answer: &Answer) -> bool {
    !matches!(answer.status, StatusCode::METHOD_NOT_ALLOWED | StatusCode::NOT_FOUND)
}
