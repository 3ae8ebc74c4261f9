//! Bodies of all content types that an action accepts: same values, same messages, and no panic.

use std::sync::atomic::{AtomicUsize, Ordering};

use frontdesk::form::{FieldErrors, FieldKind, Node};
use frontdesk::{Body, Desk, FromForm, PostcardProblem, Problem, Redirect, Response, server_action};
use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::fixtures::{Random, bytes};

#[derive(Debug, Serialize, Deserialize, FromForm)]
struct Point {
    x: i8,
    y: Option<i8>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Color {
    Red,
    Green,
}

/// One argument for each row of the decoding table in the documentation. All may be missing.
#[server_action]
async fn table(
    on: bool,
    maybe: Option<bool>,
    counts: Vec<u8>,
    texts: Vec<String>,
    count: Option<u8>,
    #[field(default = 1)] number: i16,
    text: Option<String>,
    #[field(default)] plain: String,
    #[field(raw)] raw: Option<String>,
    color: Option<Color>,
    point: Option<Point>,
    points: Vec<Point>,
    #[field(last)] last: Option<u8>,
) -> Value {
    let all = json!({
        "on": on, "maybe": maybe, "counts": counts, "texts": texts, "count": count, "number": number, "text": text,
        "plain": plain, "raw": raw, "color": color, "point": point, "points": points, "last": last,
    });
    let none = json!({
        "on": false, "maybe": null, "counts": [], "texts": [], "count": null, "number": 1, "text": null,
        "plain": "", "raw": null, "color": null, "point": null, "points": [], "last": null,
    });
    let all = all.as_object().unwrap().clone();
    all.into_iter().filter(|(name, value)| *value != none[name]).collect()
}

#[server_action]
async fn strict(text: String, numbers: Vec<u64>, point: Point) -> Result<(String, Vec<u64>, i8), Problem> {
    if text == "conflict" {
        return Err(Problem::conflict("as-asked").with_detail("as asked"));
    }
    Ok((text, numbers, point.x))
}

static RUNS: AtomicUsize = AtomicUsize::new(0);

/// Like [`strict`], for the one test that counts its runs.
#[server_action]
async fn counted(text: String, numbers: Vec<u64>, point: Point) -> Result<(String, Vec<u64>, i8), Problem> {
    RUNS.fetch_add(1, Ordering::Relaxed);
    strict(text, numbers, point).await
}

#[server_action]
async fn go(to: String) -> Redirect {
    Redirect::to(to)
}

#[server_action]
async fn nothing() {}

/// More arguments than serde supports in a tuple, so postcard reads a tuple of tuples.
#[server_action]
async fn long(
    a: u8,
    b: u8,
    c: u8,
    d: u8,
    e: u8,
    f: u8,
    g: u8,
    h: u8,
    i: u8,
    j: u8,
    k: u8,
    l: u8,
    m: u8,
    n: u8,
    o: u8,
    p: u8,
    q: u8,
    r: String,
) -> (u32, String) {
    let sum = [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q]
        .into_iter()
        .map(u32::from)
        .sum();
    (sum, r)
}

/// A type without `Deserialize`, which postcard can't encode.
#[derive(FromForm)]
struct Only(u8);

#[server_action]
async fn only_forms(only: Only) -> u8 {
    only.0
}

/// A type whose `FromForm` validates the text, unlike its `Deserialize`.
#[derive(Deserialize)]
struct Initials(String);

impl FromForm for Initials {
    const KIND: FieldKind = FieldKind::Required;

    fn from_form(node: Node<'_>) -> Result<Self, FieldErrors> {
        match node.text()? {
            text if text.len() == 2 => Ok(Self(text.into_owned())),
            _ => Err(FieldErrors::new("must be two letters")),
        }
    }
}

#[server_action]
async fn checked(by: Option<Initials>) -> Option<String> {
    by.map(|by| by.0)
}

/// A type that contains itself, and one whose `Deserialize` doesn't validate. It must not be read
/// from postcard, and the check for that must terminate.
#[derive(Deserialize, FromForm)]
struct Comment {
    by: Initials,
    #[field(default)]
    replies: Vec<Comment>,
}

#[server_action]
async fn say(comment: Comment) -> usize {
    comment.replies.iter().map(|reply| reply.by.0.len()).sum::<usize>() + comment.by.0.len()
}

/// A sealed argument must not be accepted unsealed.
#[server_action]
async fn only_sealed(#[sealed] id: u32, note: String) -> String {
    format!("{id}{note}")
}

/// Postcard can't contain the token of a `once` form.
#[server_action(once)]
async fn only_once(note: String) -> String {
    note
}

fn desk() -> Desk {
    let desk = Desk::builder(())
        .action::<Table>()
        .action::<Strict>()
        .action::<Counted>();
    let desk = desk
        .action::<Go>()
        .action::<Nothing>()
        .action::<Long>()
        .action::<OnlyForms>();
    let desk = desk.action::<Checked>().action::<Say>().action::<OnlySealed>();
    desk.action::<OnlyOnce>().build().unwrap()
}

async fn post(desk: &Desk, action: &str, kind: &str, body: impl Into<Body>) -> Response {
    let request = http::Request::post(format!("/_actions/{action}"))
        .header("sec-fetch-site", "same-origin")
        .header(CONTENT_TYPE, kind)
        .body(body.into())
        .unwrap();
    desk.respond(request).await
}

const URLENCODED: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data; boundary=xx";
const JSON: &str = "application/json";
const POSTCARD: &str = "application/postcard";

/// Converts a urlencoded body to a multipart body.
fn multipart(body: &str) -> Vec<u8> {
    let mut parts = Vec::new();
    for pair in body.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let value = percent_decode(value);
        parts.extend_from_slice(format!("--xx\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n").as_bytes());
        parts.extend_from_slice(&value);
        parts.extend_from_slice(b"\r\n");
    }
    parts.extend_from_slice(b"--xx--\r\n");
    parts
}

fn percent_decode(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest {
        rest = after;
        match byte {
            b'%' => {
                let code = std::str::from_utf8(&rest[..2]).unwrap();
                bytes.push(u8::from_str_radix(code, 16).unwrap());
                rest = &rest[2..];
            }
            b'+' => bytes.push(b' '),
            byte => bytes.push(*byte),
        }
    }
    bytes
}

#[tokio::test]
async fn urlencoded_and_multipart_follow_the_decoding_table() {
    let desk = desk();
    let errors = |path: &str, message: &str| json!({ "errors": { path: [message] } });
    for (sent, expected) in [
        ("", json!({})),
        ("on=on", json!({"on": true})),
        ("on=1&on=false", json!({"on": true})),
        ("on=false&on=true", json!({"on": true})),
        ("on=maybe", errors("on", "must be true or false")),
        ("maybe=", json!({})),
        ("maybe=false", json!({"maybe": false})),
        ("counts=1&counts=2", json!({"counts": [1, 2]})),
        ("counts[]=1", json!({"counts": [1]})),
        ("counts[0]=1", json!({"counts": [1]})),
        ("counts=", json!({})),
        ("counts=&counts=1", json!({"counts": [1]})),
        ("counts=1&counts=x", errors("counts[1]", "not a number")),
        ("texts=", json!({"texts": [""]})),
        ("count=", json!({})),
        ("count=+7+", json!({"count": 7})),
        ("number=", json!({})),
        ("number=x", errors("number", "not a number")),
        ("number=1.5", errors("number", "must be a whole number")),
        ("number=NaN", errors("number", "not a number")),
        ("text=", json!({})),
        ("text=x", json!({"text": "x"})),
        ("plain=a%0D%0Ab", json!({"plain": "a\nb"})),
        ("raw=a%0D%0Ab", json!({"raw": "a\r\nb"})),
        ("plain=%FF", errors("plain", "is not valid UTF-8 text")),
        ("color=red", json!({"color": "red"})),
        ("color=blue", errors("color", "must be one of: red, green")),
        ("point.x=1", json!({"point": {"x": 1, "y": null}})),
        ("point[x]=1&point[y]=2", json!({"point": {"x": 1, "y": 2}})),
        ("point.x=&point.y=", json!({})),
        ("point.x=1000", errors("point.x", "must be between -128 and 127")),
        (
            "points[7].x=2&points[2].x=1",
            json!({"points": [{"x": 1, "y": null}, {"x": 2, "y": null}]}),
        ),
        ("points[2].x=a", errors("points[2].x", "not a number")),
        ("count=1&count=1", json!({"count": 1})),
        ("count=1&count=2", errors("count", "sent more than once")),
        ("last=1&last=2", json!({"last": 2})),
        ("unknown=1&_charset_=utf-8&go.x=3&go.y=4", json!({})),
    ] {
        let both = [(URLENCODED, sent.as_bytes().to_vec()), (MULTIPART, multipart(sent))];
        for (kind, form) in both {
            let response = post(&desk, "table", kind, form).await;
            let failed = response.status() == 422;
            let body: Value = serde_json::from_slice(&bytes(response).await).unwrap();
            let result = if failed {
                json!({"errors": body["errors"]})
            } else {
                body
            };
            assert_eq!(result, expected, "{kind}: {sent}");
        }
    }
}

#[tokio::test]
async fn json_errors_name_their_paths() {
    let desk = desk();
    let body = r#"{"text": 1, "numbers": [1, "2", -3], "point": {"x": 1e3}}"#;
    let response = post(&desk, "strict", JSON, body).await;
    assert_eq!(response.status(), 422);
    let reply: Value = serde_json::from_slice(&bytes(response).await).unwrap();
    let paths: Vec<_> = reply["errors"].as_object().unwrap().keys().collect();
    assert_eq!(paths, ["numbers[1]", "numbers[2]", "point.x", "text"]);
}

#[tokio::test]
async fn postcard_is_accepted_and_returned() {
    let desk = desk();
    let sent = ("text", vec![1u64, u64::MAX], Point { x: -1, y: None });
    let response = post(&desk, "strict", POSTCARD, postcard::to_stdvec(&sent).unwrap()).await;
    assert_eq!(
        (response.status(), &response.headers()[CONTENT_TYPE]),
        (StatusCode::OK, &POSTCARD.parse().unwrap())
    );
    let reply: (String, Vec<u64>, i8) = postcard::from_bytes(&bytes(response).await).unwrap();
    assert_eq!(reply, ("text".to_owned(), vec![1, u64::MAX], -1));

    let mut many = postcard::to_stdvec(&[1u8; 17]).unwrap();
    many.extend(postcard::to_stdvec("end").unwrap());
    let reply = bytes(post(&desk, "long", POSTCARD, many).await).await;
    assert_eq!(
        postcard::from_bytes::<(u32, String)>(&reply).unwrap(),
        (17, "end".to_owned())
    );

    let response = post(&desk, "nothing", POSTCARD, Vec::new()).await;
    assert_eq!(response.status(), 200);
    let response = post(&desk, "go", POSTCARD, postcard::to_stdvec(&("/on",)).unwrap()).await;
    assert_eq!(
        (response.status().as_u16(), &response.headers()["frontdesk-redirect"]),
        (200, &"/on".parse().unwrap())
    );

    for (action, body, status, code) in [
        (
            "strict",
            postcard::to_stdvec(&("conflict", [0u8; 0].as_slice(), Point { x: 0, y: None })).unwrap(),
            409,
            "as-asked",
        ),
        ("strict", b"\x05ab".to_vec(), 400, "invalid-postcard"),
        (
            "strict",
            postcard::to_stdvec(&("", vec![7u64; 5_000], Point { x: 0, y: None })).unwrap(),
            413,
            "too-many-fields",
        ),
        ("strict", vec![0; 2_000_000], 413, "body-too-large"),
        ("only_forms", vec![1], 415, "unsupported-media-type"),
        ("checked", vec![1, 1, b'x'], 415, "unsupported-media-type"),
        ("say", vec![1, b'x', 0], 415, "unsupported-media-type"),
        ("only_sealed", vec![1, 0], 415, "unsupported-media-type"),
        ("only_once", vec![0], 415, "unsupported-media-type"),
        ("unheard_of", vec![1], 404, "unknown-action"),
    ] {
        let response = post(&desk, action, POSTCARD, body).await;
        assert_eq!(
            (response.status().as_u16(), &response.headers()[CONTENT_TYPE]),
            (status, &POSTCARD.parse().unwrap())
        );
        let problem: PostcardProblem = postcard::from_bytes(&bytes(response).await).unwrap();
        assert_eq!((problem.status, problem.code.as_str()), (status, code));
    }
    let response = post(&desk, "only_forms", POSTCARD, vec![1]).await;
    let accept = "application/x-www-form-urlencoded, multipart/form-data, application/json";
    assert_eq!(response.headers()["accept"], accept);
    assert_eq!(
        post(&desk, "strict", "text/plain", "{}").await.headers()["accept"],
        format!("{accept}, {POSTCARD}")
    );
}

#[tokio::test]
async fn recursive_type_is_decoded_from_a_form() {
    let desk = desk();
    let body = "comment.by=ab&comment.replies[0].by=cd&comment.replies[1].by=ef";
    let response = post(&desk, "say", "application/x-www-form-urlencoded", body).await;
    assert_eq!(bytes(response).await, b"6");
    assert_eq!(post(&desk, "say", "text/plain", body).await.status(), 415);
}

#[tokio::test]
async fn corrupted_bodies_get_a_response_and_never_run_wrongly() {
    let desk = desk();
    let mut random = Random::new(7);
    let good = "text=t&numbers=1&point.x=1";
    let json = r#"{"text":"t","numbers":[1],"point":{"x":1}}"#;
    let valid: [(&str, Vec<u8>); 4] = [
        (URLENCODED, good.into()),
        (MULTIPART, multipart(good)),
        (JSON, json.into()),
        (
            POSTCARD,
            postcard::to_stdvec(&("t", vec![1u64], Point { x: 1, y: None })).unwrap(),
        ),
    ];
    for round in 0..4_000 {
        let (kind, mut body) = valid[round % 4].clone();
        if random.below(3) == 0 {
            body = random.bytes(200);
        } else {
            // A valid body with a few faults.
            for _ in 0..=random.below(4) {
                let at = random.below(body.len());
                match random.below(3) {
                    0 => body[at] = u8::try_from(random.below(256)).unwrap(),
                    1 => drop(body.splice(at..at, random.bytes(9))),
                    _ => body.truncate(at.max(1)),
                }
            }
        }
        let before = RUNS.load(Ordering::Relaxed);
        let response = post(&desk, "counted", kind, body.clone()).await;
        let ran = RUNS.load(Ordering::Relaxed) > before;
        let status = response.status().as_u16();
        assert!([200, 400, 409, 413, 422].contains(&status), "{status} {kind} {body:?}");
        assert_eq!(ran, matches!(status, 200 | 409), "{kind} {body:?}");
        if kind == JSON && status == 200 {
            let sent: Value = serde_json::from_slice(&body).unwrap();
            let reply: Value = serde_json::from_slice(&bytes(response).await).unwrap();
            assert_eq!(reply[0], sent["text"], "{body:?}");
        }
    }
}

#[tokio::test]
async fn encoded_values_are_decoded_unchanged() {
    let desk = desk();
    let mut random = Random::new(8);
    for _ in 0..500 {
        let text = String::from_utf8_lossy(&random.bytes(60)).replace(['\r', '\0'], "");
        let list: Vec<u64> = (0..random.below(5)).map(|_| random.next()).collect();
        let x = i8::try_from(random.below(128)).unwrap();
        let escape = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
        let pairs = list.iter().map(|number| format!("numbers={number}"));
        let pairs = pairs.chain([format!("text={}", escape(&text)), format!("point[x]={x}")]);
        let form = pairs.collect::<Vec<_>>().join("&");
        let bodies = [
            (URLENCODED, form.clone().into_bytes()),
            (MULTIPART, multipart(&form)),
            (
                JSON,
                json!({"text": text, "numbers": list, "point": {"x": x}})
                    .to_string()
                    .into_bytes(),
            ),
            (
                POSTCARD,
                postcard::to_stdvec(&(&text, &list, Point { x, y: None })).unwrap(),
            ),
        ];
        for (kind, body) in bodies {
            let reply = bytes(post(&desk, "strict", kind, body).await).await;
            let reply: (String, Vec<u64>, i8) = match kind {
                POSTCARD => postcard::from_bytes(&reply).unwrap(),
                _ => serde_json::from_slice(&reply).unwrap(),
            };
            assert_eq!(reply, (text.clone(), list.clone(), x), "{kind}");
        }
    }
}
