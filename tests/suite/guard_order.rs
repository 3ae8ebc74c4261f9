//! The order of the checks. Until the guard has passed, the body is neither read nor waited for.

use std::time::Duration;

use tokio::time::timeout;

use crate::harness::raw::Raw;
use crate::harness::site::Site;
use crate::harness::suite::Suite;

/// How soon a response must arrive that doesn't wait for a body.
const PROMPTLY: Duration = Duration::from_secs(3);

/// The name, a head that announces a body which is never sent, the status and the code.
#[rustfmt::skip]
const HEADS: &[(&str, &str, u16, &str)] = &[
    ("cross_site", "POST /_actions/count HTTP/1.1\r\nSec-Fetch-Site: cross-site\r\nContent-Length: 100", 403, "cross-site"),
    ("cross_site_chunked", "POST /_actions/count HTTP/1.1\r\nSec-Fetch-Site: cross-site\r\nTransfer-Encoding: chunked", 403, "cross-site"),
    ("cross_site_huge", "POST /_actions/count HTTP/1.1\r\nSec-Fetch-Site: cross-site\r\nContent-Length: 99999999999", 403, "cross-site"),
    ("cross_site_of_a_bad_type", "POST /_actions/count HTTP/1.1\r\nSec-Fetch-Site: cross-site\r\nContent-Type: text/plain\r\nContent-Length: 100", 403, "cross-site"),
    ("unknown_action", "POST /_actions/nope HTTP/1.1\r\nSec-Fetch-Site: cross-site\r\nContent-Length: 100", 404, "unknown-action"),
    ("wrong_method", "PUT /_actions/count HTTP/1.1\r\nSec-Fetch-Site: cross-site\r\nContent-Length: 100", 405, "method-not-allowed"),
    ("a_route", "POST /only-get HTTP/1.1\r\nContent-Length: 100", 405, "method-not-allowed"),
    ("a_miss", "POST /nothing HTTP/1.1\r\nContent-Length: 100", 404, "not-found"),
];

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("guard_order");
    for (name, head, status, code) in HEADS {
        topic.own(name, |site| unread(site, head, *status, code));
    }
    topic.own("refused_browser_gets_a_page_and_no_redirect", refused_page);
    topic.own("refused_body_still_gets_its_response", refused_with_body);
    topic.own("extractors_run_before_the_body_is_read", extractor_first);
    topic.own("content_type_is_checked_before_length_before_extractors", order);
}

async fn unread(site: Site, head: &str, status: u16, code: &str) {
    let mut raw = Raw::connect(&site).await;
    raw.send(format!("{head}\r\nHost: {}\r\n\r\n", site.address())).await;
    let response = timeout(PROMPTLY, raw.response())
        .await
        .expect("the response doesn't wait for the body");
    assert_eq!(response.status, status, "{}", response.head);
    let body = String::from_utf8_lossy(&response.body).into_owned();
    assert!(body.contains(code), "{body}");
    assert!(response.header("set-cookie").is_none(), "{}", response.head);
    assert_eq!(site.app.counts.calls(), 0);
}

async fn refused_page(site: Site) {
    let origin = site.origin();
    let call = site
        .post("/_actions/count")
        .browser()
        .header("origin", "http://evil.example");
    let call = call.header("referer", format!("{origin}/notes"));
    let response = call.form("__fd_return=%2Fnotes").send().await;
    let page = response.problem_page(403, "origin-mismatch");
    assert!(page.contains("sent from another site"), "{page}");
    assert!(
        !response.headers.contains_key("location") && response.set_cookies().is_empty(),
        "{response}"
    );
    for leak in ["evil.example", "127.0.0.1", "Host"] {
        assert!(!page.contains(leak), "{page}");
    }
    assert_eq!(site.app.counts.calls(), 0);
}

/// The client sends the whole body, receives the response, and the server goes on.
async fn refused_with_body(site: Site) {
    let body = "a=".to_owned() + &"x".repeat(100_000);
    for _ in 0..3 {
        let call = site.post("/_actions/count").header("sec-fetch-site", "cross-site");
        call.form(body.clone()).send().await.problem(403, "cross-site");
    }
    assert_eq!(site.action("count").send().await.expect(200).json(), 1);
}

/// The extractor rejects the request, without waiting for the body, which never ends.
async fn extractor_first(site: Site) {
    for body in [
        "Content-Length: 100\r\n\r\n{",
        "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n",
    ] {
        let mut raw = Raw::connect(&site).await;
        let head = "POST /_actions/only_axum_user HTTP/1.1\r\nSec-Fetch-Site: same-origin\r\n\
                    Content-Type: application/json\r\n";
        raw.send(format!("{head}Host: {}\r\n{body}", site.address())).await;
        let response = timeout(PROMPTLY, raw.response()).await;
        let response = response.expect("the response doesn't wait for the body");
        assert_eq!(response.status, 401, "{}", response.head);
    }
}

async fn order(site: Site) {
    let action = "only_axum_user";
    // No user, too long, and of a wrong type.
    let long = vec![b'x'; 2 * 1024 * 1024];
    let call = site.action(action).header("content-type", "text/plain");
    call.body(long.clone())
        .send()
        .await
        .problem(415, "unsupported-media-type");
    // No user, and too long.
    let call = site.action(action).header("content-type", "application/json");
    call.body(long.clone()).send().await.problem(413, "body-too-large");
    // Only no user.
    let call = site.action(action).header("content-type", "application/json");
    assert_eq!(call.body("{").send().await.expect(401).text(), "who are you?");
    // Only too long.
    let call = site
        .action(action)
        .header("x-user", "ada")
        .header("content-type", "application/json");
    let response = call.in_chunks(long, 65_536).send().await;
    response.problem(413, "body-too-large");
}
