//! Which deliveries are received, and which are refused.

use bff::webhooks::{Event, MAX_BODY, Source, State};
use frontdesk::HeaderMap;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::site::{App, HOSTS, OTHER, PATIENCE, SECRET, apps, now, options, payment, secrets, signed};

/// A delivery, and what it is to be: a status and a code.
struct Case {
    name: &'static str,
    headers: HeaderMap,
    event: Event,
    expected: (u16, &'static str),
}

const FORGED: (u16, &str) = (401, "unauthorized");

fn case(name: &'static str, headers: HeaderMap, event: Event, expected: (u16, &'static str)) -> Case {
    Case {
        name,
        headers,
        event,
        expected,
    }
}

fn with_body(event: &Event, body: impl Into<frontdesk::Bytes>) -> Event {
    Event {
        body: body.into(),
        ..event.clone()
    }
}

/// Deliveries whose body or signature is wrong.
fn forged(good: &Event) -> Vec<Case> {
    let headers = || signed(SECRET, good, now());
    let value: serde_json::Value = good.json().unwrap();
    let pretty = serde_json::to_string_pretty(&value).unwrap();
    let cut = good.body.slice(..good.body.len() - 1);
    let longer = [&good.body[..], b" "].concat();
    let mut cases = vec![
        case("another body", headers(), with_body(good, "{}"), FORGED),
        case("a body that is cut", headers(), with_body(good, cut), FORGED),
        case("a longer body", headers(), with_body(good, longer), FORGED),
        case(
            "the same JSON, encoded again",
            headers(),
            with_body(good, pretty),
            FORGED,
        ),
        case("no body", headers(), with_body(good, ""), FORGED),
        case("another secret", signed(OTHER, good, now()), good.clone(), FORGED),
        case("no headers", HeaderMap::new(), good.clone(), FORGED),
    ];
    for name in headers().keys().filter(|name| *name != "content-type") {
        let mut missing = headers();
        missing.remove(name);
        cases.push(case("a header is missing", missing, good.clone(), FORGED));
        let mut twice = headers();
        twice.append(name, twice[name].clone());
        cases.push(case("a header is there twice", twice, good.clone(), FORGED));
    }
    cases
}

/// Deliveries at another time. GitHub doesn't sign the time.
fn at_other_times(good: &Event) -> Vec<Case> {
    const OUTDATED: (u16, &str) = (400, "outdated-signature");
    if good.source == Source::GitHub {
        return Vec::new();
    }
    let times = [
        ("an old signature", now() - 400),
        ("a signature of tomorrow", now() + 86400),
        ("a signature of 1970", 0),
    ];
    let cases = times.map(|(name, at)| case(name, signed(SECRET, good, at), good.clone(), OUTDATED));
    cases.into()
}

/// Deliveries whose signature is right.
fn odd(good: &Event) -> Vec<Case> {
    let padded = |length: usize| {
        let mut body = good.body.to_vec();
        body.resize(length, b' ');
        with_body(good, body)
    };
    let is_in_headers = good.source == Source::GitHub;
    let expected = |code| if is_in_headers { (202, "") } else { (400, code) };
    let (text, empty) = (with_body(good, "text"), with_body(good, "{}"));
    let (long, too_long) = (padded(MAX_BODY), padded(MAX_BODY + 1));
    let named = |id: &str, event: Event| Event { id: id.into(), ..event };
    let (text, empty) = (named("msg_text", text), named("msg_empty", empty));
    let sign = |event: &Event| signed(SECRET, event, now());
    vec![
        case("text", sign(&text), text, expected("invalid-json")),
        case("no id", sign(&empty), empty, expected("no-event-id")),
        case("too long", sign(&too_long), too_long, (413, "body-too-large")),
        case("as long as may be", sign(&long), long, (202, "")),
        case("a second delivery", sign(good), good.clone(), (200, "")),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_is_signed_is_received() {
    for (host, app) in apps().await {
        for source in Source::ALL {
            let good = payment(source, "msg_1", 1);
            let cases = forged(&good).into_iter().chain(at_other_times(&good)).chain(odd(&good));
            for case in cases {
                let (status, code) = app.post(source, case.headers, &case.event.body).await;
                assert_eq!((status, &*code), case.expected, "{host}, {source:?}: {}", case.name);
            }
        }
        let entries = app.settled().await;
        let ids: Vec<_> = entries.iter().rev().map(|entry| (entry.source, &*entry.id)).collect();
        let expected = [
            (Source::Stripe, "msg_1"),
            (Source::GitHub, "msg_text"),
            (Source::GitHub, "msg_empty"),
            (Source::GitHub, "msg_1"),
            (Source::Standard, "msg_1"),
        ];
        assert_eq!(ids, expected, "{host}");
        assert_eq!(app.paid(1).await, 3000, "{host}");
    }
}

/// The id of Stripe and the kinds of Stripe and Standard Webhooks come from the body.
#[tokio::test(flavor = "multi_thread")]
async fn names_in_bodies_are_checked_as_those_in_headers() {
    let (longest, too_long) = ("x".repeat(200), "x".repeat(201));
    let names = [
        ("evt_1", 202),
        (&longest, 202),
        (&too_long, 400),
        ("", 400),
        (" ", 400),
        ("a b", 400),
        ("a\0", 400),
        ("a\r\nb: c", 400),
        ("ä", 400),
    ];
    for (host, app) in apps().await {
        for (at, (name, expected)) in names.into_iter().enumerate() {
            let kind = serde_json::json!({ "id": format!("evt_kind_{at}"), "type": name });
            let id = serde_json::json!({ "id": name, "type": "ping" });
            for (source, body) in [
                (Source::Stripe, &kind),
                (Source::Stripe, &id),
                (Source::Standard, &kind),
            ] {
                let event = with_body(&payment(source, &format!("msg_{at}"), 1), body.to_string());
                let (status, code) = app.post(source, signed(SECRET, &event, now()), &event.body).await;
                assert_eq!(status, expected, "{host}, {source:?}: {body}");
                assert_eq!(code, if status == 400 { "no-event-id" } else { "" }, "{host}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn headers_of_svix_are_those_of_standard_webhooks() {
    for (host, app) in apps().await {
        let event = payment(Source::Standard, "msg_1", 1);
        let mut headers = signed(SECRET, &event, now());
        for name in ["id", "timestamp", "signature"] {
            let value = headers.remove(format!("webhook-{name}")).unwrap();
            let name: frontdesk::http::HeaderName = format!("svix-{name}").try_into().unwrap();
            headers.insert(name, value);
        }
        assert_eq!(app.post(Source::Standard, headers, &event.body).await.0, 202, "{host}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn both_secrets_are_accepted_while_one_is_rotated() {
    let third = "whsec_CCECAwQFBgcICQoLDA0ODxAREhMUFRYX";
    for (host, start) in HOSTS {
        let mut options = options(None);
        options.secrets = Some(secrets(&[SECRET, OTHER]));
        let app = App::start(start, options).await;
        for source in Source::ALL {
            for (id, secret, expected) in [("new", SECRET, 202), ("old", OTHER, 202), ("third", third, 401)] {
                let event = payment(source, id, 1);
                let (status, _) = app.post(source, signed(secret, &event, now()), &event.body).await;
                assert_eq!(status, expected, "{host}, {source:?}: {id}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_are_the_same_whatever_is_wrong() {
    for (host, app) in apps().await {
        let event = payment(Source::Stripe, "evt_1", 1);
        let mut problems = Vec::new();
        for headers in [HeaderMap::new(), signed(OTHER, &event, now()), signed(OTHER, &event, 0)] {
            problems.push(app.post(Source::Stripe, headers, &event.body).await);
        }
        problems.dedup();
        assert_eq!(problems, [(401, "unauthorized".to_owned())], "{host}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn body_without_a_signature_is_not_read() {
    for (host, app) in apps().await {
        let mut stream = TcpStream::connect(app.site.address()).await.unwrap();
        let head = "POST /webhooks/stripe HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: 1000\r\n\r\n";
        stream.write_all(head.as_bytes()).await.unwrap();
        // No byte of the body is ever sent.
        let mut status = [0; 12];
        timeout(PATIENCE, stream.read_exact(&mut status))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(status, *b"HTTP/1.1 401", "{host}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn kinds_that_nothing_is_to_be_done_for_are_done() {
    for (host, app) in apps().await {
        let event = Event {
            kind: "ping".to_owned(),
            ..payment(Source::GitHub, "1", 1)
        };
        assert_eq!(app.deliver(&event).await, 202, "{host}");
        assert_eq!(app.settled().await[0].state, State::Done, "{host}");
    }
}
