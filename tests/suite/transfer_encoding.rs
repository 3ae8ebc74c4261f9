//! Transfer codings of requests: servers decode `chunked` and pass others through, so a body in
//! another one must not be read as if it were plain (RFC 9112, section 6.1).

use conformance::servers::Adapter;
use frontdesk::{Router, get};

use crate::harness::raw::{RawResponse, exchange};
use crate::harness::site::Site;
use crate::harness::suite::Suite;

/// What responds to a request.
#[derive(Clone, Copy)]
enum By {
    /// The action or handler: the coding is accepted.
    Action,
    /// The desk, with 501. actix itself refuses these with 400.
    Desk,
    /// The server itself, with 400.
    Server,
}

/// The name, the header lines, and what responds.
#[rustfmt::skip]
const LINES: &[(&str, &[&str], By)] = &[
    ("chunked", &["chunked"], By::Action),
    ("chunked_in_capitals_after_a_space", &["  Chunked"], By::Action),
    ("gzip_and_chunked", &["gzip, chunked"], By::Desk),
    ("gzip_and_chunked_in_two_lines", &["gzip", "chunked"], By::Desk),
    ("chunked_twice", &["chunked, chunked"], By::Desk),
    ("chunked_twice_in_two_lines", &["chunked", "chunked"], By::Desk),
    ("identity_and_chunked", &["identity, chunked"], By::Desk),
    ("unknown_and_chunked", &["x-mine, chunked"], By::Desk),
    ("identity", &["identity"], By::Server),
    ("chunked_and_gzip", &["chunked, gzip"], By::Server),
];

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("transfer_encoding");
    for &(name, lines, by) in LINES {
        topic.own(name, move |site| async move {
            check(
                &site,
                lines,
                by,
                "/_actions/add",
                "application/x-www-form-urlencoded",
                "a=2&b=3",
            )
            .await;
            check(&site, lines, by, "/api/items", "application/json", r#"{"name":"x"}"#).await;
        });
    }
    topic.own("guard_comes_first", guard_first);
    topic.own("browser_gets_a_page", page);
    topic.own("handler_can_close_the_connection", close);
}

fn request(target: &str, lines: &[&str], more: &str, body: &str) -> String {
    let lines: Vec<_> = lines
        .iter()
        .map(|line| format!("Transfer-Encoding: {line}\r\n"))
        .collect();
    format!(
        "POST {target} HTTP/1.1\r\nHost: {{host}}\r\n{}{more}\r\n{:x}\r\n{body}\r\n0\r\n\r\n",
        lines.concat(),
        body.len()
    )
}

/// Sends a request without `Connection: close`, and reads until the server closes the connection.
async fn closed(site: &Site, request: &str, status: u16) -> RawResponse {
    let response = exchange(site, request).await;
    assert_eq!(response.status, status, "{}", response.all());
    assert_eq!(response.header("connection"), Some("close"), "{}", response.head);
    response
}

async fn check(site: &Site, lines: &[&str], by: By, target: &str, kind: &str, body: &str) {
    let head = format!("Sec-Fetch-Site: same-origin\r\nContent-Type: {kind}\r\n");
    match by {
        By::Action => {
            let request = request(target, lines, &format!("{head}Connection: close\r\n"), body);
            let response = exchange(site, &request).await;
            assert!([200, 201].contains(&response.status), "{}", response.all());
        }
        By::Desk if site.adapter != Adapter::Actix => {
            let response = closed(site, &request(target, lines, &head, body), 501).await;
            assert!(
                response.all().contains("unsupported-transfer-encoding"),
                "{}",
                response.all()
            );
        }
        By::Desk | By::Server => {
            let response = exchange(site, &request(target, lines, &head, body)).await;
            assert_eq!(response.status, 400, "{}", response.all());
        }
    }
}

async fn guard_first(site: Site) {
    let head = "Sec-Fetch-Site: cross-site\r\nConnection: close\r\n";
    let response = exchange(&site, &request("/_actions/count", &["gzip, chunked"], head, "x=1")).await;
    let expected = if site.adapter == Adapter::Actix { 400 } else { 403 };
    assert_eq!(response.status, expected, "{}", response.all());
    assert_eq!(site.app.counts.calls(), 0);
}

async fn page(site: Site) {
    if site.adapter == Adapter::Actix {
        return;
    }
    let head = "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: navigate\r\nAccept: text/html\r\n\
                Referer: http://{host}/notes\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    let response = closed(&site, &request("/_actions/count", &["gzip, chunked"], head, "x=1"), 501).await;
    assert_eq!(response.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(site.app.counts.calls(), 0);
}

async fn close(site: Site) {
    let site = Site::with_desk(site.adapter, |desk| {
        desk.routes(Router::new().route("/close", get(async || ([("connection", "close")], "closed")).dynamic()))
    });
    closed(&site, "GET /close HTTP/1.1\r\nHost: {host}\r\n\r\n", 200).await;
}
