//! How much a call may send.

use std::time::Duration;

use conformance::app::App;
use conformance::servers::Adapter;
use frontdesk::store::MemoryStore;
use frontdesk::{Forms, Html, Limits, Router, server_action};
use serde_json::json;

use crate::harness::browser::{Browser, CREATE};
use crate::harness::client::Call;
use crate::harness::multipart::Parts;
use crate::harness::raw::Raw;
use crate::harness::site::Site;
use crate::harness::suite::Suite;

const MIB: usize = 1024 * 1024;

/// `body_limit = "5MB"`
const LONG: usize = 5_000_000;

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("limits");
    topic.own("declared_length_over_the_limit_is_413", declared);
    topic.own("streamed_length_over_the_limit_is_413", streamed);
    topic.shared("body_of_exactly_the_limit_is_accepted", exact);
    topic.shared("body_limit_of_one_action", own_limit);
    topic.shared("browser_receives_the_413", browser);
    topic.shared("text_that_is_too_long_costs_no_other_field", long_field);
    topic.bare(
        "result_that_can_not_be_stored_is_reported_as_done",
        &Adapter::ALL,
        long_result,
    );
    topic.shared("fields_are_limited", fields);
    topic.shared("depth_is_limited", deep);
    topic.shared("malformed_json_is_400", json_syntax);
    topic.own("stalled_body_is_408", stalls);
    topic.own("desk_limits_replace_the_defaults", of_the_desk);
}

fn text(length: usize) -> String {
    format!("text={}", "x".repeat(length - 5))
}

/// Calls an action with a form that is sent in chunks, without a declared length.
fn in_chunks(site: &Site, action: &str, form: &str) -> Call {
    let call = site
        .action(action)
        .header("content-type", "application/x-www-form-urlencoded");
    call.in_chunks(form, 32_768)
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
    // The next request is served as usual.
    assert_eq!(site.action("count").send().await.expect(200).json(), 1);
}

async fn streamed(site: Site) {
    for length in [MIB + 1, 3 * MIB] {
        let response = in_chunks(&site, "count", &text(length)).send().await;
        response.problem(413, "body-too-large");
    }
    assert_eq!(site.app.counts.calls(), 0);
}

async fn exact(site: Site) {
    let response = site.action("short_text").form(text(MIB)).send().await.expect(200);
    assert_eq!(response.json(), json!(MIB - 5));
    let response = in_chunks(&site, "short_text", &text(MIB)).send().await.expect(200);
    assert_eq!(response.json(), json!(MIB - 5));
    let response = site.action("short_text").form(text(MIB + 1)).send().await;
    response.problem(413, "body-too-large");
}

async fn own_limit(site: Site) {
    let response = site.action("long_text").form(text(LONG)).send().await.expect(200);
    assert_eq!(response.json(), json!(LONG - 5));
    let response = site.action("long_text").form(text(LONG + 1)).send().await;
    response.problem(413, "body-too-large");
    let response = in_chunks(&site, "long_text", &text(LONG)).send().await.expect(200);
    assert_eq!(response.json(), json!(LONG - 5));
}

/// The browser is still sending when it is refused, and reads the response only afterwards.
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

/// The fields of a note whose body is too long, in this order, as a form of either encoding.
fn long_note(is_multipart: bool, length: usize, order: [&str; 4]) -> Vec<u8> {
    let long = "x".repeat(length);
    let value = |name: &str| match name {
        "body" => long.clone(),
        "title" => "A title".to_owned(),
        "pinned" => "on".to_owned(),
        _ => "/notes".to_owned(),
    };
    if is_multipart {
        let parts = order
            .iter()
            .fold(Parts::default(), |parts, name| parts.text(name, value(name)));
        return parts.finished().to_vec();
    }
    let pairs = order.map(|name| format!("{name}={}", value(name)));
    pairs.join("&").into_bytes()
}

/// Wherever the long text is, however long, and however it is sent.
async fn long_field(site: Site) {
    let orders = [
        ["body", "title", "pinned", "__fd_return"],
        ["__fd_return", "title", "body", "pinned"],
        ["title", "__fd_return", "pinned", "body"],
    ];
    let ways = [(false, false), (false, true), (true, false), (true, true)];
    for (is_multipart, is_chunked) in ways {
        for (order, length) in orders.into_iter().zip([MIB + 1, MIB - 5, 8 * MIB]) {
            let case = format!("{order:?} {length}, multipart: {is_multipart}, chunked: {is_chunked}");
            let body = long_note(is_multipart, length, order);
            let send = |call: Call| {
                let call = match is_multipart {
                    true => call.multipart_type(),
                    false => call.header("content-type", "application/x-www-form-urlencoded"),
                };
                match is_chunked {
                    true => call.in_chunks(&body, 50_000),
                    false => call.body(body.clone()),
                }
                .send()
            };
            let response = send(site.action("create_note")).await;
            let is_body = !response.text().contains("too-much-text");
            let code = if is_body { "body-too-large" } else { "too-much-text" };
            let problem = response.problem(413, code);
            assert_eq!(problem["errors"], json!({"body": ["is too long"]}), "{case}");

            let mut browser = Browser::new(&site);
            let response = send(site.action("create_note").browser()).await.expect(303);
            browser.jar.take(&response);
            let (page, _) = browser.open(response.location()).await;
            assert_eq!(page.problems(), [code], "{case}");
            assert_eq!(page.errors("body"), ["is too long"], "{case}");
            assert!(
                page.source().contains("Back button usually still has the text"),
                "{case}"
            );
            let form = page.form(CREATE);
            let values = ["title", "body", "pinned"].map(|name| form.value(name));
            assert_eq!(values, [Some("A title"), Some(""), Some("true")], "{case}");
        }
    }
}

#[server_action(state = App)]
async fn report(size: usize) -> String {
    "x".repeat(size)
}

async fn long_result(adapter: Adapter) {
    let page = async |forms: Forms| {
        let form = forms.of::<Report>();
        let problem = form.problem().map_or("", |problem| &problem.code);
        let length = form.result::<String>().map_or(0, |result| result.len());
        let size = form.field(Report::SIZE).input("number");
        Html(format!(
            "{}{size}<p data-problem=\"{problem}\"></p><p data-result>{length}</p></form>",
            form.open()
        ))
    };
    let site = Site::with_desk(adapter, |desk| {
        desk.routes(Router::new().page("/long-result", page))
            .state_store(MemoryStore::new(80_000))
    });
    let mut browser = Browser::new(&site);
    for (size, code, length) in [("9000", "", "9000"), ("11000", "result-not-shown", "0")] {
        let (page, _) = browser.open("/long-result").await;
        let url = browser.fail(page.form("/_actions/report").set("size", size)).await;
        let (page, _) = browser.open(&url).await;
        assert_eq!(page.problems(), [code], "{size}");
        assert_eq!(page.text_at("data-result"), Some(length), "{size}");
        assert_eq!(page.form("/_actions/report").value("size"), Some(""), "{size}");
    }
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
    // No field has this name, so it is ignored, however deep it is.
    site.action("add").form(body(9)).send().await.expect(200);
    site.action("add").form(body(500)).send().await.expect(200);
    let own = format!("a=1&b=2&a{}=1", "[y]".repeat(8));
    site.action("add")
        .form(own.as_str())
        .send()
        .await
        .problem(413, "too-many-levels");
    let parts = Parts::of_urlencoded(&own);
    site.action("add")
        .multipart(parts)
        .send()
        .await
        .problem(413, "too-many-levels");
    let json = |name: &str| {
        let (open, close) = ("[".repeat(100_000), "]".repeat(100_000));
        format!(r#"{{"a":1,"b":2,"{name}":{open}{close}}}"#)
    };
    site.action("add").json(json("x")).send().await.expect(200);
    site.action("add")
        .json(json("b"))
        .send()
        .await
        .problem(413, "too-many-levels");
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
        "\u{feff}\u{feff}{}",
        "{'a':1}",
    ] {
        site.action("add").json(body).send().await.problem(400, "invalid-json");
    }
    let call = site.action("add").header("content-type", "application/json");
    call.body(&b"{\"a\":\"\xff\"}"[..])
        .send()
        .await
        .problem(400, "invalid-json");
    // Of a repeated name the last counts, or both are refused: never a 500.
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
    let site = Site::with_desk(site.adapter, |desk| desk.limits(impatient()));
    let mut raw = Raw::connect(&site).await;
    let head = "POST /_actions/count HTTP/1.1\r\nSec-Fetch-Site: same-origin\r\n\
                Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n";
    raw.send(format!("{head}Host: {}\r\n\r\ntext=x", site.address())).await;
    let response = raw.response().await;
    assert_eq!(response.status, 408, "{}", response.head);
    assert_eq!(site.app.counts.calls(), 0);
}

async fn of_the_desk(site: Site) {
    let site = Site::with_desk(site.adapter, |desk| desk.limits(impatient()));
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
