//! A client with a cookie of its own.

use std::net::SocketAddr;
use std::sync::Arc;

use frontdesk::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper::{HeaderMap, Request, Response};
use hyper_util::rt::TokioIo;
use progress::job::Job;
use progress::owner::{COOKIE, Owner};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::task::AbortHandle;
use tokio::time::timeout;

use crate::site::{PATIENCE, Site};

/// A client. Each request has a connection of its own.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    address: SocketAddr,
    cookies: String,
}

#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl Client {
    pub(crate) fn new(site: &Site) -> Self {
        Self::at(site.server.address())
    }

    pub(crate) fn at(address: SocketAddr) -> Self {
        Self {
            address,
            cookies: String::new(),
        }
    }

    /// Sends a request, and stores the cookies of the response.
    pub(crate) async fn send(&mut self, method: &str, path: &str, kind: &str, body: impl Into<Bytes>) -> Reply {
        let headers = [("content-type", kind), ("sec-fetch-site", "same-origin")];
        let (response, _connection) = self.request(method, path, &headers, body).await;
        for cookie in response.headers().get_all("set-cookie") {
            let (pair, _) = cookie.to_str().unwrap().split_once(';').unwrap();
            let separator = if self.cookies.is_empty() { "" } else { "; " };
            self.cookies = format!("{}{separator}{pair}", self.cookies);
        }
        let (parts, body) = response.into_parts();
        let body = timeout(PATIENCE, body.collect()).await.unwrap().unwrap().to_bytes();
        Reply {
            status: parts.status.as_u16(),
            headers: parts.headers,
            text: String::from_utf8(body.into()).unwrap(),
        }
    }

    pub(crate) async fn get(&mut self, path: &str) -> Reply {
        self.send("GET", path, "", "").await
    }

    /// Starts an import as a program does, and returns its id.
    pub(crate) async fn start(&mut self, file: &str) -> String {
        let reply = self.send("POST", "/api/jobs", "text/csv", file.to_owned()).await;
        assert_eq!(reply.status, 202, "{}", reply.text);
        let id = reply.json()["id"].as_str().unwrap().to_owned();
        assert_eq!(reply.header("location"), format!("/api/jobs/{id}"));
        id
    }

    /// Cancels all that this client has started.
    pub(crate) async fn cancel_all(&mut self) {
        for job in self.get("/api/jobs").await.json().as_array().unwrap() {
            let path = format!("/api/jobs/{}", job["id"].as_str().unwrap());
            self.send("DELETE", &path, "", "").await;
        }
    }

    /// Returns a job of this client.
    pub(crate) fn job(&self, site: &Site, id: &str) -> Arc<Job> {
        let pairs = self.cookies.split("; ").filter_map(|pair| pair.split_once('='));
        let mut secrets = pairs.filter(|(name, _)| *name == COOKIE).map(|(_, secret)| secret);
        let owner = Owner::with_secret(secrets.next().unwrap()).unwrap();
        site.jobs.find(&owner, id).unwrap()
    }

    /// Opens a connection and sends a request.
    pub(crate) async fn request(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Bytes>,
    ) -> (Response<Incoming>, AbortHandle) {
        let stream = TcpStream::connect(self.address).await.unwrap();
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.unwrap();
        let connection = tokio::spawn(connection).abort_handle();
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", self.address.to_string())
            .header("cookie", &self.cookies);
        for &(name, value) in headers {
            request = request.header(name, value);
        }
        let request = request.body(Full::new(body.into())).unwrap();
        let response = timeout(PATIENCE, sender.send_request(request)).await.unwrap();
        (response.unwrap(), connection)
    }
}
