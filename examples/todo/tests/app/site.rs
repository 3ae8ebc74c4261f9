//! The app in its hosts, and a client of the API.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};

use actix_web::{App, HttpServer};
use frontdesk::axum::RouterExt as _;
use frontdesk::{Bytes, Desk, HeaderMap};
use http_body_util::{BodyExt as _, Full};
use hyper::Request;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tempfile::TempDir;
use tokio::net::TcpStream;

/// A running app with an empty list.
pub(crate) struct Site {
    pub(crate) desk: Desk,
    pub(crate) host: &'static str,
    pub(crate) address: SocketAddr,
    _list: TempDir,
}

/// A response that was read to its end.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

/// Starts the app in both hosts.
pub(crate) async fn sites() -> [Site; 2] {
    [in_axum().await, in_actix().await]
}

async fn in_axum() -> Site {
    let (desk, list) = crate::app().await;
    let app = axum::Router::new().desk(desk.clone());
    let (listener, address) = listen();
    let listener = tokio::net::TcpListener::from_std(listener).unwrap();
    tokio::spawn(async { axum::serve(listener, app).await });
    Site {
        desk,
        host: "axum",
        address,
        _list: list,
    }
}

async fn in_actix() -> Site {
    let (desk, list) = crate::app().await;
    let served = desk.clone();
    let server = HttpServer::new(move || App::new().configure(frontdesk::actix::desk(served.clone())));
    let (listener, address) = listen();
    tokio::spawn(server.workers(2).disable_signals().listen(listener).unwrap().run());
    Site {
        desk,
        host: "actix",
        address,
        _list: list,
    }
}

/// Listens on a free port. Clients can connect at once.
fn listen() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

impl Site {
    /// Sends a request like `GET /api/todos`, on a connection of its own.
    pub(crate) async fn call(&self, call: &str, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Response {
        let (method, target) = call.split_once(' ').unwrap();
        let request = Request::builder().method(method).uri(target);
        let request = request.header("host", self.address.to_string());
        let request = headers
            .iter()
            .fold(request, |request, (name, value)| request.header(*name, *value));
        let request = request.body(Full::new(body.into())).unwrap();
        let stream = TcpStream::connect(self.address).await.unwrap();
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        let (head, body) = sender.send_request(request).await.unwrap().into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Response {
            status: head.status.as_u16(),
            headers: head.headers,
            body: String::from_utf8(body.to_vec()).unwrap(),
        }
    }

    pub(crate) async fn get(&self, target: &str) -> Response {
        self.call(&format!("GET {target}"), &[], "").await
    }

    /// Posts a todo.
    pub(crate) async fn add(&self, title: &str) -> Response {
        let body = serde_json::json!({ "title": title }).to_string();
        let json = [("content-type", "application/json")];
        let response = self.call("POST /api/todos", &json, body).await;
        assert_eq!(response.status, 201, "{response:?}");
        response
    }

    /// Returns the `ETag` of a todo, or an empty text if there is no such todo.
    pub(crate) async fn etag(&self, id: u64) -> String {
        let response = self.get(&format!("/api/todos/{id}")).await;
        response.header("etag").unwrap_or_default().to_owned()
    }
}

impl Response {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.get_all(name).iter();
        let value = values.next()?;
        assert!(values.next().is_none(), "{name} twice: {self:?}");
        value.to_str().ok()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Returns the titles of a list.
    pub(crate) fn titles(&self) -> Vec<String> {
        let todos = self.json();
        let titles = todos.as_array().unwrap().iter().map(|todo| todo["title"].as_str());
        titles.map(|title| title.unwrap().to_owned()).collect()
    }

    /// Returns the target of the link to the next page.
    pub(crate) fn next(&self) -> Option<String> {
        let link = self.header("link")?;
        let (target, rest) = link.strip_prefix('<').unwrap().split_once('>').unwrap();
        assert_eq!(rest, "; rel=\"next\"");
        Some(target.to_owned())
    }
}
