//! Requests as they are sent over a connection.

use frontdesk::{Method, Request};

use crate::{forms, requests};

/// Writes a GET of a route without parameters.
#[must_use]
pub fn get() -> String {
    write(&requests::by_page(Method::GET, "/health"), "")
}

/// Writes a form of three fields that is sent by its button.
#[must_use]
pub fn post() -> String {
    write(&requests::by_button("/_actions/add", forms::SMALL), forms::SMALL)
}

fn write(request: &Request, body: &str) -> String {
    let headers = request.headers().iter().map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes());
        format!("{name}: {value}\r\n")
    });
    let headers: String = headers.collect();
    format!("{} {} HTTP/1.1\r\n{headers}\r\n{body}", request.method(), request.uri())
}
