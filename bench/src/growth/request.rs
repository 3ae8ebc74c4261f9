//! Requests, and what a desk does with them.

use frontdesk::{Body, Bytes, Desk, Request, Response};
use frontdesk_bench::finish;
use http_body::Body as _;

pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

#[expect(clippy::expect_used, reason = "paths are made by this crate")]
pub(crate) fn get(path: &str) -> Request {
    Request::get(path)
        .header("host", "app.example")
        .body(Body::empty())
        .expect("the path is well-formed")
}

/// Makes a form that is sent by its button, or by a script.
#[expect(clippy::expect_used, reason = "paths are made by this crate")]
pub(crate) fn post(path: &str, content_type: &str, by_button: bool, body: Body) -> Request {
    let (mode, accept) = if by_button {
        ("navigate", "text/html")
    } else {
        ("cors", "*/*")
    };
    Request::post(path)
        .header("host", "app.example")
        .header("accept", accept)
        .header("content-type", content_type)
        .header("origin", "https://app.example")
        .header("referer", "https://app.example/page")
        .header("sec-fetch-mode", mode)
        .header("sec-fetch-site", "same-origin")
        .body(body)
        .expect("the path is well-formed")
}

/// Sends a request to a desk that responds without waiting for anything. Returns the response and
/// its body.
pub(super) fn send(desk: &Desk, request: Request) -> (Response, Vec<Bytes>) {
    finish(receive(desk, request))
}

/// Sends a request to a desk, and reads the response to the last byte of its body.
pub(super) async fn receive(desk: &Desk, request: Request) -> (Response, Vec<Bytes>) {
    let mut response = desk.respond(request).await;
    let mut chunks = Vec::new();
    let mut body = std::pin::pin!(std::mem::take(response.body_mut()));
    while let Some(frame) = std::future::poll_fn(|cx| body.as_mut().poll_frame(cx)).await {
        chunks.extend(frame.ok().and_then(|frame| frame.into_data().ok()));
    }
    (response, chunks)
}

/// Panics with the response's body if the status is not this one, so that no chart is of errors.
#[expect(clippy::panic, reason = "a measurement has no one to report to")]
pub(super) fn expect_status((response, chunks): &(Response, Vec<Bytes>), status: u16) {
    if response.status() != status {
        let body = String::from_utf8_lossy(&chunks.concat()).into_owned();
        panic!("{} in place of {status}: {body}", response.status());
    }
}
