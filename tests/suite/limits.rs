//! How much a call may bring.

use std::time::Duration;

use frontdesk::{Bytes, Limits};
use futures_util::stream;
use serde_json::json;

use crate::harness::raw::Raw;
use crate::harness::site::Site;
use crate::harness::suite::Suite;

const MIB: usize = 1024 * 1024;

/// `body_limit = "5MB"`
const LONG: usize = 5_000_000;

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("limits");
    topic.own("a_declared_length_over_the_limit", declared);
    topic.own("a_streamed_length_over_the_limit", streamed);
    topic.shared("exactly_the_limit", exact);
    topic.shared("a_limit_of_its_own", own_limit);
    topic.shared("a_browser_gets_to_see_the_answer", browser);
    topic.shared("too_many_fields", fields);
    topic.shared("too_deep", deep);
    topic.shared("json_that_is_none", json_syntax);
    topic.own("a_body_that_stalls", stalls);
    topic.own("limits_of_the_desk", of_the_desk);
}

fn text(length: usize) -> String {
    format!("text={}", "x".repeat(length - 5))
}

fn pieces(body: &str) -> impl futures_util::Stream<Item = Bytes> + use<> {
    let pieces: Vec<_> = body.as_bytes().chunks(32_768).map(Bytes::copy_from_slice).collect();
    stream::iter(pieces)
}

async fn declared(site: Site) {
    for length in [MIB + 1, 3 * MIB] {
        let response = site.action("count").form(text(length)).send().await;
        let problem = response.problem(413, "body-too-large");
        assert!(
            problem["detail"].as_str().unwrap().contains("no more than 1 MiB"),
            "{problem}"
        );
    }
    assert_eq!(site.app.counts.calls(), 0);
    // The next request on a new connection is as good as any.
    assert_eq!(site.action("count").send().await.expect(200).json(), 1);
}

async fn streamed(site: Site) {
    for length in [MIB + 1, 3 * MIB] {
        let call = site
            .action("count")
            .header("content-type", "application/x-www-form-urlencoded");
        let response = call.chunked(pieces(&text(length))).send().await;
        response.problem(413, "body-too-large");
    }
    assert_eq!(site.app.counts.calls(), 0);
}

async fn exact(site: Site) {
    let response = site.action("short_text").form(text(MIB)).send().await.expect(200);
    assert_eq!(response.json(), json!(MIB - 5));
    let call = site
        .action("short_text")
        .header("content-type", "application/x-www-form-urlencoded");
    let response = call.chunked(pieces(&text(MIB))).send().await.expect(200);
    assert_eq!(response.json(), json!(MIB - 5));
    let response = site.action("short_text").form(text(MIB + 1)).send().await;
    response.problem(413, "body-too-large");
}

async fn own_limit(site: Site) {
    let response = site.action("long_text").form(text(LONG)).send().await.expect(200);
    assert_eq!(response.json(), json!(LONG - 5));
    let response = site.action("long_text").form(text(LONG + 1)).send().await;
    response.problem(413, "body-too-large");
    let call = site
        .action("long_text")
        .header("content-type", "application/x-www-form-urlencoded");
    let response = call.chunked(pieces(&text(LONG))).send().await.expect(200);
    assert_eq!(response.json(), json!(LONG - 5));
}

/// It is still sending when it is refused, and reads only then.
async fn browser(site: Site) {
    let call = site.action("short_text").browser().form(text(4 * MIB));
    call.send().await.problem_page(413, "body-too-large");
    let call = site
        .action("short_text")
        .browser()
        .header("referer", format!("{}/notes", site.origin()));
    let response = call.form(text(4 * MIB)).send().await.expect(303);
    assert!(response.location().starts_with("/notes?_fd="), "{response}");
}

async fn fields(site: Site) {
    let body = |count: usize| format!("a=1&b=2{}", "&x=".repeat(count - 2));
    site.action("add").form(body(1000)).send().await.expect(200);
    site.action("add")
        .form(body(1001))
        .send()
        .await
        .problem(413, "too-many-fields");
    let body = json!({"a": 1, "b": 2, "x": vec![0; 999]}).to_string();
    site.action("add")
        .json(body)
        .send()
        .await
        .problem(413, "too-many-fields");
}

async fn deep(site: Site) {
    let name = |levels: usize| format!("x{}", "[y]".repeat(levels - 1));
    let body = |levels| format!("a=1&b=2&{}=1", name(levels));
    site.action("add").form(body(8)).send().await.expect(200);
    site.action("add")
        .form(body(9))
        .send()
        .await
        .problem(413, "too-many-fields");
    let body = format!(r#"{{"a":1,"b":2,"x":{}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    let response = site.action("add").json(body).send().await;
    assert!([400, 413].contains(&response.status), "{response}");
}

async fn json_syntax(site: Site) {
    for body in [
        "{",
        "[1]",
        "7",
        "null",
        "{\"a\":1,}",
        "{\"a\":1}{",
        "a=1&b=2",
        "\u{feff}{}",
        "{'a':1}",
    ] {
        site.action("add").json(body).send().await.problem(400, "invalid-json");
    }
    let call = site.action("add").header("content-type", "application/json");
    call.body(&b"{\"a\":\"\xff\"}"[..])
        .send()
        .await
        .problem(400, "invalid-json");
    // The last of one name counts, or the two are refused: never a 500.
    let response = site.action("add").json(r#"{"a":1,"a":2,"b":0}"#).send().await;
    assert!([200, 422].contains(&response.status), "{response}");
}

fn impatient() -> Limits {
    let mut limits = Limits::default();
    limits.read_timeout = Duration::from_millis(300);
    limits.body = 1000;
    limits.form.fields = 3;
    limits
}

async fn stalls(site: Site) {
    let site = Site::built(site.adapter, |desk| desk.limits(impatient()));
    let mut raw = Raw::connect(&site).await;
    let head = "POST /_actions/count HTTP/1.1\r\nSec-Fetch-Site: same-origin\r\n\
                Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n";
    raw.send(format!("{head}Host: {}\r\n\r\ntext=x", site.address())).await;
    let response = raw.response().await;
    assert_eq!(response.status, 408, "{}", response.head);
    assert_eq!(site.app.counts.calls(), 0);
}

async fn of_the_desk(site: Site) {
    let site = Site::built(site.adapter, |desk| desk.limits(impatient()));
    site.action("count")
        .form(text(1001))
        .send()
        .await
        .problem(413, "body-too-large");
    site.action("count")
        .form("a=1&b=2&c=3&d=4")
        .send()
        .await
        .problem(413, "too-many-fields");
    assert_eq!(site.app.counts.calls(), 0);
    site.action("long_text").form(text(2000)).send().await.expect(200);
}
