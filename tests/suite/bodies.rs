//! Bodies of several kinds, of requests and of responses.

use frontdesk::{Bytes, Form, Json, Router, post};
use futures_util::stream;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::harness::client::Response;
use crate::harness::site::Site;
use crate::harness::suite::Suite;

const MEGABYTE: usize = 1024 * 1024;

/// One byte more than an extractor reads. With many more, a server may close the connection while
/// the client is still sending.
const TOO_LONG: usize = 2 * MEGABYTE + 1;

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("bodies");
    topic.shared("report_has_its_own_headers", report);
    topic.shared("dynamic_responses_are_not_cached", cache_control);
    topic.shared("export_has_three_formats", export);
    topic.shared("echo_returns_the_body", echo);
    topic.shared("echo_returns_megabytes_with_a_length", echo_sized);
    topic.shared("echo_returns_megabytes_in_chunks", echo_chunked);
    topic.shared("bytes_and_text_are_extracted", bytes_and_text);
    topic.shared("too_many_bytes_are_a_problem", too_many);
    topic.shared("text_must_be_utf8", not_utf8);
    topic.shared("webhook_verifies_the_signature", webhook);
    topic.own("forms_are_decoded", forms);
}

async fn report(site: Site) {
    let response = site.get("/report").send().await.expect(200);
    assert_eq!(response.header("x-report-generated"), "yes");
    assert_eq!(response.header("cache-control"), "private, max-age=60");
    assert_eq!(response.json(), json!({"rows": 3}));
}

async fn cache_control(site: Site) {
    for target in ["/number/1", "/whoami", "/notes", "/search", "/error/problem"] {
        let response = site.get(target).send().await;
        assert_eq!(response.header("cache-control"), "private, no-cache", "{target}");
    }
}

async fn export(site: Site) {
    let json = site.get("/export?format=json").send().await.expect(200);
    assert_eq!(json.json(), json!([{"id": 1, "name": "ada"}]));
    let csv = site.get("/export?format=csv").send().await.expect(200);
    assert!(csv.header("content-type").starts_with("text/csv"));
    assert_eq!(csv.header("content-disposition"), "attachment; filename=\"export.csv\"");
    assert_eq!(csv.text(), "id,name\r\n1,ada\r\n");
    let text = site.get("/export?format=text").send().await.expect(200);
    assert!(text.header("content-type").starts_with("text/plain"));
    site.get("/export?format=xml")
        .send()
        .await
        .problem(400, "unknown-format");
}

async fn echo(site: Site) {
    for (kind, body) in [
        ("text/plain", &b"hello"[..]),
        ("application/octet-stream", b"\0\xff\n\r\n"),
        ("x/y; z=\"a b\"", b""),
    ] {
        let response = site
            .post("/echo")
            .header("content-type", kind)
            .body(body)
            .send()
            .await
            .expect(200);
        assert_eq!(response.header("content-type"), kind);
        assert_eq!(response.body, body);
    }
    let response = site.post("/echo").body("x").send().await.expect(200);
    assert!(response.all("content-type").is_empty(), "{response}");
}

/// Pseudo-random bytes, so that a lost or repeated chunk is noticed.
fn noise(length: usize) -> Bytes {
    let mut state = 1u32;
    let next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    std::iter::repeat_with(next).take(length).collect::<Vec<_>>().into()
}

fn assert_same(response: &Response, sent: &[u8]) {
    assert_eq!(response.body.len(), sent.len());
    assert_eq!(Sha256::digest(&response.body), Sha256::digest(sent));
}

async fn echo_sized(site: Site) {
    let sent = noise(5 * MEGABYTE + 7);
    let response = site.post("/echo").body(sent.clone()).send().await.expect(200);
    assert_same(&response, &sent);
}

async fn echo_chunked(site: Site) {
    let sent = noise(5 * MEGABYTE + 7);
    let response = site.post("/echo").in_chunks(&sent, 70_001).send().await.expect(200);
    assert_same(&response, &sent);
}

async fn bytes_and_text(site: Site) {
    for (target, length) in [("/length/bytes", 3), ("/length/text", 2)] {
        let response = site.post(target).body("äb").send().await.expect(200);
        assert_eq!(response.json(), json!(length));
        let chunks = ["ä", "", "b"].map(|text| Bytes::from_static(text.as_bytes()));
        let response = site.post(target).chunked(stream::iter(chunks)).send().await.expect(200);
        assert_eq!(response.json(), json!(length));
        assert_eq!(site.post(target).send().await.expect(200).json(), json!(0));
    }
}

async fn too_many(site: Site) {
    for target in ["/length/bytes", "/length/text", "/webhook"] {
        let body = vec![b'x'; TOO_LONG];
        let response = site.post(target).body(body.clone()).send().await;
        response.problem(413, "body-too-large");
        let response = site.post(target).in_chunks(body, 65_536).send().await;
        response.problem(413, "body-too-large");
    }
    let page = site
        .post("/length/bytes")
        .browser()
        .body(vec![0; TOO_LONG])
        .send()
        .await;
    page.problem_page(413, "body-too-large");
}

async fn not_utf8(site: Site) {
    let response = site.post("/length/text").body(&b"a\xffb"[..]).send().await;
    response.problem(400, "unreadable-body");
    let response = site.post("/length/bytes").body(&b"a\xffb"[..]).send().await;
    assert_eq!(response.expect(200).json(), json!(3));
}

async fn webhook(site: Site) {
    let body = r#"{"event":"paid"}"#;
    let sign = |key: &[u8], body: &str| {
        let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
        mac.update(body.as_bytes());
        let bytes = mac.finalize().into_bytes();
        bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    let good = sign(b"webhook-secret", body);
    for signature in [good.clone(), good.to_uppercase()] {
        let response = site
            .post("/webhook")
            .header("x-signature", signature)
            .body(body)
            .send()
            .await;
        assert_eq!(response.expect(200).text(), "verified");
    }
    let long = format!("{good}00");
    for bad in [
        &sign(b"other", body),
        &sign(b"webhook-secret", "x"),
        &good[2..],
        &good[1..],
        &long,
        "",
        "zz",
        "ä",
    ] {
        let response = site.post("/webhook").header("x-signature", bad).body(body).send().await;
        response.problem(401, "unauthorized");
    }
    site.post("/webhook")
        .body(body)
        .send()
        .await
        .problem(401, "unauthorized");
    let changed = site
        .post("/webhook")
        .header("x-signature", good)
        .body("{}")
        .send()
        .await;
    changed.problem(401, "unauthorized");
}

async fn forms(site: Site) {
    #[derive(Serialize, Deserialize)]
    struct Order {
        item: String,
        count: Option<u32>,
    }
    async fn order(Form(order): Form<Order>) -> Json<Order> {
        Json(order)
    }
    let site = Site::with_desk(site.adapter, |desk| {
        desk.routes(Router::new().route("/order", post(order)))
    });
    let send = |kind: &str, body: &'static str| site.post("/order").header("content-type", kind).body(body).send();
    for kind in [
        "application/x-www-form-urlencoded",
        "Application/X-WWW-Form-URLencoded ; charset=utf-8",
        "application/x-www-form-urlencoded\t;;charset=utf-8;",
    ] {
        let response = send(kind, "item=a%C3%A4&count=&junk=%ff").await.expect(200);
        assert_eq!(response.json(), json!({"item": "a\u{e4}", "count": null}));
    }
    for kind in [
        "application/json",
        "x; application/x-www-form-urlencoded",
        "multipart/form-data",
    ] {
        send(kind, "item=a").await.problem(415, "unsupported-media-type");
    }
    for (body, field) in [("item=a&count=b", "count"), ("item=a%ff", "item"), ("count=1", "item")] {
        let problem = send("application/x-www-form-urlencoded", body).await;
        let problem = problem.problem(422, "invalid-fields");
        let named = problem.get("errors").map(|errors| errors.as_object().unwrap().keys());
        let named: Vec<_> = named.into_iter().flatten().map(String::as_str).collect();
        assert_eq!(named, [field], "{problem}");
    }
}
