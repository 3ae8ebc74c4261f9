//! The running server of a client.

use std::env;
use std::io::{BufRead as _, BufReader};
use std::net::{Ipv4Addr, TcpListener};
use std::process::{Child, Command, Stdio};

use axum::extract::Path;
use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use conformance::servers::Server;
use conformance::servers::axum::start;
use frontdesk::axum::RouterExt as _;
use frontdesk::{Body, Desk};

use crate::app;
use crate::client::{Client, Kind};
use crate::libraries::Libraries;

/// A running server.
#[derive(Debug)]
pub(crate) struct Site {
    pub(crate) client: &'static Client,
    origin: String,
    /// Stops it on drop.
    _running: Running,
}

#[derive(Debug)]
enum Running {
    Here { _server: Server },
    Node(Child),
}

impl Site {
    pub(crate) fn start(client: &'static Client, libraries: &Libraries) -> Self {
        if client.kind == Kind::SvelteKit {
            return Self::start_node(client);
        }
        let libraries = libraries.clone();
        let script = move |Path(name): Path<String>| {
            let kind = if name.ends_with(".css") {
                "text/css"
            } else {
                "text/javascript"
            };
            let text = libraries.get(&name).expect("the page has only these").to_owned();
            let headers = [(CONTENT_TYPE, kind), (CACHE_CONTROL, "max-age=31536000, immutable")];
            std::future::ready((headers, text).into_response())
        };
        let host = axum::Router::new().route("/scripts/{*name}", get(script));
        let desk = app::desk(client).unwrap();
        let mut host = host.desk(desk.clone());
        if client.renders_failures {
            host = host.layer(from_fn(move |request, next| {
                render_failure(desk.clone(), request, next)
            }));
        }
        let server = start(host, 0).unwrap();
        Self {
            client,
            origin: format!("http://{}", server.address()),
            _running: Running::Here { _server: server },
        }
    }

    /// Starts the program of `adapter-node`, which has to know its origin before it has a port.
    fn start_node(client: &'static Client) -> Self {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let origin = format!("http://127.0.0.1:{port}");
        let mut node = Command::new("node")
            .arg("build")
            .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/compared/sveltekit"))
            .envs([("HOST", "127.0.0.1"), ("PORT", &*port.to_string()), ("ORIGIN", &origin)])
            .env("NODE_ENV", "production")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let output = node.stdout.take().expect("it is piped");
        BufReader::new(output).read_line(&mut line).unwrap();
        assert!(line.starts_with("Listening"), "{line}");
        Self {
            client,
            origin,
            _running: Running::Node(node),
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }
}

/// Responds to a failed form with the page that the action redirects to, and the status 422.
async fn render_failure(desk: Desk, request: Request, next: Next) -> Response {
    let mut headers = request.headers().clone();
    let response = next.run(request).await;
    let location = response
        .headers()
        .get(LOCATION)
        .and_then(|location| location.to_str().ok());
    let Some(location) = location.filter(|location| location.contains("_fd=")) else {
        return response;
    };
    headers.remove(CONTENT_LENGTH);
    headers.remove(CONTENT_TYPE);
    let cookies: Vec<_> = response.headers().get_all(SET_COOKIE).iter().collect();
    for cookie in &cookies {
        let pair = cookie.as_bytes().split(|byte| *byte == b';').next().unwrap_or_default();
        headers.append(COOKIE, HeaderValue::from_bytes(pair).unwrap());
    }
    let mut page = Request::get(location).body(Body::empty()).unwrap();
    *page.headers_mut() = headers;
    let mut page = desk.respond(page).await;
    *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    for cookie in cookies {
        page.headers_mut().append(SET_COOKIE, cookie.clone());
    }
    page
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Self::Node(node) = self {
            // If it has ended already, there is nothing to do.
            let _ = node.kill();
            let _ = node.wait();
        }
    }
}
