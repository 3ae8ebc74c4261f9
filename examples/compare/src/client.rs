//! A client that sends what it is told to and adds nothing: what a browser adds by itself is part of the question here.

use std::error::Error;
use std::net::SocketAddr;
use std::time::Duration;

use frontdesk::http::header::{CONTENT_TYPE, HOST, SET_COOKIE};
use frontdesk::{Bytes, HeaderMap, Method, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::Request;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::time::timeout;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why there is no answer.
pub type Failure = Box<dyn Error + Send + Sync>;

/// Headers to send.
pub type Headers = [(&'static str, &'static str)];

/// A request in the making.
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until `send`"]
pub struct Ask {
    method: Method,
    path: String,
    headers: Vec<(&'static str, String)>,
    body: String,
}

/// An answer, read whole.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: String,
}

impl Ask {
    /// A request with nothing but a method and a path.
    pub fn new(method: Method, path: impl Into<String>) -> Self {
        Self {
            method,
            path: path.into(),
            headers: Vec::new(),
            body: String::new(),
        }
    }

    /// With one more header.
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// With more headers.
    pub fn headers(self, headers: &Headers) -> Self {
        headers.iter().fold(self, |ask, (name, value)| ask.header(name, *value))
    }

    /// With a body.
    pub fn body(mut self, content_type: &str, body: impl Into<String>) -> Self {
        self.body = body.into();
        self.header(CONTENT_TYPE.as_str(), content_type)
    }

    /// Sends it, on a connection of its own.
    ///
    /// # Errors
    ///
    /// When no answer comes back whole within ten seconds.
    pub async fn send(self, to: SocketAddr) -> Result<Answer, Failure> {
        timeout(PATIENCE, self.exchange(to)).await?
    }

    async fn exchange(self, to: SocketAddr) -> Result<Answer, Failure> {
        let mut request = Request::builder()
            .method(self.method)
            .uri(self.path)
            .header(HOST, to.to_string());
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        let request = request.body(Full::new(Bytes::from(self.body)))?;
        let stream = TokioIo::new(TcpStream::connect(to).await?);
        let (mut sender, connection) = hyper::client::conn::http1::handshake(stream).await?;
        // It ends when the answer has been read; an error of it is the answer's error too.
        tokio::spawn(connection);
        let (head, body) = sender.send_request(request).await?.into_parts();
        let body = body.collect().await?.to_bytes();
        Ok(Answer {
            status: head.status,
            headers: head.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        })
    }
}

impl Answer {
    /// A header's value; none when it wasn't sent.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// What a browser would send back of the cookies that were set.
    #[must_use]
    pub fn cookies(&self) -> String {
        let set = self.headers.get_all(SET_COOKIE).iter();
        let pairs = set.filter_map(|cookie| cookie.to_str().ok()?.split(';').next());
        pairs.collect::<Vec<_>>().join("; ")
    }

    /// The status and, of a problem, its code: `403 not-a-browser`.
    #[must_use]
    pub fn in_short(&self) -> String {
        let status = self.status.as_u16();
        let code = self
            .body
            .split("\"code\":\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next());
        code.map_or_else(|| status.to_string(), |code| format!("{status} {code}"))
    }
}
