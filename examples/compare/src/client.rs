//! An HTTP client that adds no headers by itself, because the headers that browsers add are part of
//! the comparison.

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

/// How long a request may take.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Why a request failed.
pub type Failure = Box<dyn Error + Send + Sync>;

/// Headers to send.
pub type Headers = [(&'static str, &'static str)];

/// A request that is being built.
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until `send`"]
pub struct Call {
    method: Method,
    path: String,
    headers: Vec<(&'static str, String)>,
    body: String,
}

/// A response that was read to its end.
#[derive(Debug)]
pub struct Response {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: String,
}

impl Call {
    /// Starts a request that has only a method and a path.
    pub fn new(method: Method, path: impl Into<String>) -> Self {
        Self {
            method,
            path: path.into(),
            headers: Vec::new(),
            body: String::new(),
        }
    }

    /// Adds a header.
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Adds several headers.
    pub fn headers(self, headers: &Headers) -> Self {
        headers
            .iter()
            .fold(self, |call, (name, value)| call.header(name, *value))
    }

    /// Sets the body.
    pub fn body(mut self, content_type: &str, body: impl Into<String>) -> Self {
        self.body = body.into();
        self.header(CONTENT_TYPE.as_str(), content_type)
    }

    /// Sends the request on a connection of its own, and reads the whole response.
    ///
    /// # Errors
    ///
    /// Fails if the response is not complete within ten seconds.
    pub async fn send(self, to: SocketAddr) -> Result<Response, Failure> {
        timeout(TIMEOUT, self.exchange(to)).await?
    }

    async fn exchange(self, to: SocketAddr) -> Result<Response, Failure> {
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
        // The task ends with the response, which also reports its errors.
        tokio::spawn(connection);
        let (head, body) = sender.send_request(request).await?.into_parts();
        let body = body.collect().await?.to_bytes();
        Ok(Response {
            status: head.status,
            headers: head.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        })
    }
}

impl Response {
    /// Returns the value of a header, or `None` if it is missing.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns the `Cookie` header with which a browser returns the cookies of this response.
    #[must_use]
    pub fn cookies(&self) -> String {
        let set = self.headers.get_all(SET_COOKIE).iter();
        let pairs = set.filter_map(|cookie| cookie.to_str().ok()?.split(';').next());
        pairs.collect::<Vec<_>>().join("; ")
    }

    /// Returns the status and, for a problem, its code: `403 not-a-browser`.
    #[must_use]
    pub fn summary(&self) -> String {
        let status = self.status.as_u16();
        let code = self
            .body
            .split("\"code\":\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next());
        code.map_or_else(|| status.to_string(), |code| format!("{status} {code}"))
    }
}
