//! Programs that send and receive postcard.

use conformance::app::SECRET;
use frontdesk::PostcardProblem;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::harness::client::{Call, Response};
use crate::harness::site::Site;
use crate::harness::suite::Suite;

const POSTCARD: &str = "application/postcard";

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("postcard");
    topic.shared("values_are_decoded_and_encoded", values);
    topic.shared("unit_is_an_empty_body", nothing);
    topic.shared("problems_are_postcard", problems);
    topic.shared("headers_of_other_callers_are_ignored", other_callers);
    topic.shared("malformed_bytes_are_400", malformed);
    topic.shared("lengths_are_not_trusted", lengths);
}

/// Calls an action with a postcard body.
fn call(site: &Site, action: &str, input: &impl Serialize) -> Call {
    let body = ::postcard::to_stdvec(input).unwrap();
    site.action(action).header("content-type", POSTCARD).body(body)
}

#[track_caller]
fn read<T: DeserializeOwned>(response: Response, status: u16) -> T {
    let response = response.expect(status);
    assert_eq!(response.header("content-type"), POSTCARD);
    ::postcard::from_bytes(&response.body).unwrap()
}

async fn values(site: Site) {
    let sum: i64 = read(call(&site, "add", &(2_i64, -5_i64)).send().await, 200);
    assert_eq!(sum, -3);
    let length: usize = read(call(&site, "short_text", &("a\r\nb",)).send().await, 200);
    assert_eq!(length, 4, "line breaks are not normalised");
    // Enums by the number of their variant, structs as tuples.
    let (street, city) = ("s", "c");
    let input = (
        "x",
        7_u32,
        0.5,
        true,
        2_u8,
        None::<&str>,
        Some(1_u32),
        [3_u32].as_slice(),
        (street, city),
    );
    let response = call(&site, "every_kind", &input).send().await.expect(200);
    assert_eq!(response.header("content-type"), POSTCARD);
    assert_eq!(response.body, ::postcard::to_stdvec(&input).unwrap());
}

async fn nothing(site: Site) {
    let response = call(&site, "set_theme", &("dark",)).send().await.expect(200);
    assert_eq!(response.header("content-type"), POSTCARD);
    assert!(response.body.is_empty());
    assert!(response.header("set-cookie").starts_with("theme=dark"), "{response}");
    let response = call(&site, "go", &("/x",)).send().await.expect(200);
    assert_eq!(response.header("frontdesk-redirect"), "/x");
}

async fn problems(site: Site) {
    let problem: PostcardProblem = read(call(&site, "add", &(i64::MAX, 1_i64)).send().await, 422);
    assert_eq!((problem.status, problem.code.as_str()), (422, "invalid-fields"));
    let errors: Vec<_> = problem.errors.into_iter().collect();
    assert_eq!(errors, [("b".to_owned(), vec!["the sum is too large".to_owned()])]);
    for (action, status, code) in [
        ("refuses", 403, "forbidden"),
        ("fails", 500, "internal"),
        ("panics", 500, "internal"),
        ("nope", 404, "unknown-action"),
    ] {
        let response = call(&site, action, &()).send().await;
        assert!(!String::from_utf8_lossy(&response.body).contains(SECRET), "{response}");
        let problem: PostcardProblem = read(response, status);
        assert_eq!((problem.status, problem.code.as_str()), (status, code), "{action}");
    }
    for to in [
        "javascript:alert(1)",
        "//evil.example",
        "/\\evil.example",
        "/x\r\nSet-Cookie: a=b",
    ] {
        let response = call(&site, "go", &(to,)).send().await;
        assert!(
            response.all("frontdesk-redirect").is_empty() && response.set_cookies().is_empty(),
            "{response}"
        );
        let problem: PostcardProblem = read(response, 500);
        assert_eq!(problem.code, "internal", "{to}");
    }
    let refused = site.post("/_actions/add").header("content-type", POSTCARD);
    let problem: PostcardProblem = read(refused.header("sec-fetch-site", "cross-site").send().await, 403);
    assert_eq!(problem.code, "cross-site");
}

async fn other_callers(site: Site) {
    let call = call(&site, "add", &(2_i64, 3_i64))
        .browser()
        .header("hx-request", "true");
    assert_eq!(read::<i64>(call.send().await, 200), 5);
}

async fn malformed(site: Site) {
    for body in [
        &b""[..],
        b"\x04",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\x04\x06\0",
    ] {
        let call = site.action("add").header("content-type", POSTCARD).body(body);
        let response = call.send().await;
        assert_eq!(response.status, 400, "{body:?} {response}");
        let _: PostcardProblem = read(response, 400);
    }
}

/// A text whose declared length is four billion bytes.
async fn lengths(site: Site) {
    let call = site.action("short_text").header("content-type", POSTCARD);
    let response = call.body(&b"\xff\xff\xff\xff\x0fabc"[..]).send().await;
    let _: PostcardProblem = read(response, 400);
}
