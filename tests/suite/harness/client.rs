//! The HTTP client of all cases: a hyper connection, with full control of the headers.

use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use frontdesk::Body;
use futures_util::Stream;
use http::header::{CONTENT_TYPE, HOST, LOCATION, SET_COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

/// How long a request may take before its case fails.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(10);

/// A request that is being built.
#[derive(Debug)]
#[must_use]
pub(crate) struct Call {
    address: SocketAddr,
    method: Method,
    target: String,
    headers: HeaderMap,
    body: Body,
}

impl Call {
    pub(crate) fn new(address: SocketAddr, method: Method, target: &str) -> Self {
        Self {
            address,
            method,
            target: target.to_owned(),
            headers: HeaderMap::new(),
            body: Body::empty(),
        }
    }

    /// Adds a header, beside others of the same name.
    pub(crate) fn header(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        let name: HeaderName = name.parse().unwrap();
        self.headers
            .append(name, HeaderValue::from_bytes(value.as_ref()).unwrap());
        self
    }

    /// Adds several headers.
    pub(crate) fn headers(self, headers: &[(&str, &str)]) -> Self {
        headers
            .iter()
            .fold(self, |call, (name, value)| call.header(name, value))
    }

    pub(crate) fn body(mut self, body: impl Into<Body>) -> Self {
        self.body = body.into();
        self
    }

    /// Sets a body without a declared length.
    pub(crate) fn chunked(mut self, stream: impl Stream<Item = Bytes> + Send + 'static) -> Self {
        let stream = futures_util::StreamExt::map(stream, Ok::<_, std::convert::Infallible>);
        self.body = Body::from_stream(stream);
        self
    }

    /// Sets a body that is sent in chunks of this size, without a declared length.
    pub(crate) fn in_chunks(self, body: impl AsRef<[u8]>, size: usize) -> Self {
        let chunks: Vec<_> = body.as_ref().chunks(size).map(Bytes::copy_from_slice).collect();
        self.chunked(futures_util::stream::iter(chunks))
    }

    pub(crate) fn form(self, form: impl Into<String>) -> Self {
        self.header("content-type", "application/x-www-form-urlencoded")
            .body(form.into())
    }

    pub(crate) fn json(self, json: impl Into<String>) -> Self {
        self.header("content-type", "application/json").body(json.into())
    }

    /// Adds the headers of a browser that navigates to a page.
    pub(crate) fn browser(self) -> Self {
        self.header("sec-fetch-mode", "navigate").header(
            "accept",
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        )
    }

    /// Sends the request and reads the whole response.
    #[track_caller]
    pub(crate) fn send(self) -> impl Future<Output = Response> {
        let what = format!("{} {}", self.method, self.target);
        async move {
            let response = async {
                let open = self.open().await;
                let (parts, body) = open.response.into_parts();
                let body = body.collect().await.map(http_body_util::Collected::to_bytes);
                Response {
                    what: what.clone(),
                    status: parts.status.as_u16(),
                    headers: parts.headers,
                    body: body.unwrap_or_else(|error| panic!("{what}: the response was cut off: {error}")),
                }
            };
            let response = tokio::time::timeout(TIMEOUT, response).await;
            response.unwrap_or_else(|_| panic!("{what}: no response within {TIMEOUT:?}"))
        }
    }

    /// Sends the request and returns once the head of the response is there.
    pub(crate) async fn open(self) -> Open {
        let Self {
            address,
            method,
            target,
            mut headers,
            body,
        } = self;
        if !headers.contains_key(HOST) {
            headers.insert(HOST, HeaderValue::try_from(address.to_string()).unwrap());
        }
        let mut request = Request::new(body);
        *request.method_mut() = method;
        *request.uri_mut() = target.parse().unwrap();
        *request.headers_mut() = headers;

        let stream = TcpStream::connect(address).await.unwrap();
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
            .await
            .unwrap();
        let connection = tokio::spawn(async move { drop(connection.await) });
        let response = tokio::time::timeout(TIMEOUT, sender.send_request(request)).await;
        let response = response.unwrap_or_else(|_| panic!("{target}: no head within {TIMEOUT:?}"));
        Open {
            response: response.unwrap_or_else(|error| panic!("{target}: {error:?}")),
            _connection: Connection(connection),
        }
    }
}

/// A response whose body has not been read yet. Dropping it closes the connection.
pub(crate) struct Open {
    pub(crate) response: http::Response<Incoming>,
    _connection: Connection,
}

impl Open {
    /// Returns the next chunk of the body, or `None` at its end.
    pub(crate) async fn chunk(&mut self) -> Option<Bytes> {
        let frame = tokio::time::timeout(TIMEOUT, self.response.frame()).await;
        let frame = frame
            .expect("the next chunk arrives in time")?
            .expect("the response is complete");
        frame.into_data().ok()
    }
}

struct Connection(JoinHandle<()>);

impl Drop for Connection {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// A response that was read to its end.
#[derive(Debug, Clone)]
pub(crate) struct Response {
    what: String,
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Response {
    /// Asserts the status and returns the response.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{self}");
        self
    }

    #[track_caller]
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.to_vec()).unwrap_or_else(|_| panic!("{self}\nis not text"))
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.header(CONTENT_TYPE), "application/json", "{self}");
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{self}\n{error}"))
    }

    /// Asserts a problem of this status and code as JSON, and returns it.
    #[track_caller]
    pub(crate) fn problem(&self, status: u16, code: &str) -> Value {
        assert_eq!(self.status, status, "{self}");
        assert_eq!(self.header(CONTENT_TYPE), "application/problem+json", "{self}");
        let json: Value = serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{self}\n{error}"));
        assert_eq!(json["status"], status, "{self}");
        assert_eq!(json["code"], code, "{self}");
        assert!(json["title"].is_string(), "{self}");
        json
    }

    /// Asserts a problem of this status and code as a page, and returns its HTML.
    #[track_caller]
    pub(crate) fn problem_page(&self, status: u16, code: &str) -> String {
        assert_eq!(self.status, status, "{self}");
        assert_eq!(self.header(CONTENT_TYPE), "text/html; charset=utf-8", "{self}");
        assert_eq!(self.header("x-content-type-options"), "nosniff", "{self}");
        assert!(
            self.header("content-security-policy").starts_with("default-src 'none'"),
            "{self}"
        );
        let text = self.text();
        assert!(text.contains(&format!("{status} {code}")), "{self}");
        text
    }

    /// Returns the value of a header that must be there exactly once.
    #[track_caller]
    pub(crate) fn header(&self, name: impl AsRef<str>) -> &str {
        let name = name.as_ref();
        let values = self.all(name);
        assert_eq!(values.len(), 1, "{name} in {self}");
        values[0]
    }

    /// Returns all values of a header.
    #[track_caller]
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        let values = self.headers.get_all(name).iter();
        values.map(|value| value.to_str().expect("headers are ASCII")).collect()
    }

    #[track_caller]
    pub(crate) fn location(&self) -> &str {
        self.header(LOCATION)
    }

    /// Returns all values of `Set-Cookie`.
    pub(crate) fn set_cookies(&self) -> Vec<&str> {
        self.all(SET_COOKIE.as_str())
    }
}

impl std::fmt::Display for Response {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let body = &self.body[..self.body.len().min(2000)];
        let body = String::from_utf8_lossy(body);
        write!(f, "{} -> {} {:#?}\n{body}", self.what, self.status, self.headers)
    }
}
