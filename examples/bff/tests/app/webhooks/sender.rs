//! What the sender sends, over real sockets. When it tries again is tested with its code.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::extract::State;
use axum::response::IntoResponse;
use axum::routing::post;
use bff::webhooks::{Delivery, Keys, Scheme as _, Sender, Source, Standard};
use conformance::servers::Server;
use frontdesk::{Bytes, HeaderMap, StatusCode, Uri};

use super::site::{AT_ONCE, OTHER, SECRET, payment};

/// A receiver that responds as a script has it, and remembers what it received.
#[derive(Clone, Default)]
struct Receiver {
    script: Arc<Vec<u16>>,
    received: Arc<Mutex<Vec<(HeaderMap, Bytes)>>>,
}

impl Receiver {
    fn start(script: &[u16]) -> (Self, Server, Uri) {
        let receiver = Self {
            script: Arc::new(script.to_vec()),
            ..Self::default()
        };
        let app = axum::Router::new()
            .route("/events", post(receive))
            .fallback(async || -> StatusCode { panic!("a redirect was followed") })
            .with_state(receiver.clone());
        let server = conformance::servers::axum::start(app, 0).unwrap();
        let uri = format!("http://{}/events", server.address()).parse().unwrap();
        (receiver, server, uri)
    }
}

async fn receive(State(receiver): State<Receiver>, headers: HeaderMap, body: Bytes) -> impl IntoResponse {
    let mut received = receiver.received.lock().unwrap();
    received.push((headers, body));
    let status = StatusCode::from_u16(receiver.script[received.len() - 1]).unwrap();
    (status, [("location", "/elsewhere"), ("retry-after", "0")])
}

/// A clock that moves by a minute each time it is read.
fn clock() -> SystemTime {
    static MINUTES: AtomicU64 = AtomicU64::new(27_000_000);
    UNIX_EPOCH + Duration::from_secs(60 * MINUTES.fetch_add(1, Ordering::Relaxed))
}

#[tokio::test(flavor = "multi_thread")]
async fn deliveries_end_as_the_receiver_responds() {
    let event = payment(Source::Standard, "msg_1", 1);
    let keys = Keys::<Standard>::new(&[SECRET]).unwrap();
    let sender = Sender::new(AT_ONCE);
    for (script, expected) in [
        (&[200][..], Delivery::Received(StatusCode::OK, 1)),
        (&[503, 307, 204], Delivery::Received(StatusCode::NO_CONTENT, 3)),
        (&[410], Delivery::Gone(1)),
        (
            &[301, 302, 308],
            Delivery::GaveUp(Some(StatusCode::PERMANENT_REDIRECT), 3),
        ),
    ] {
        let (receiver, _server, uri) = Receiver::start(script);
        assert_eq!(sender.send(&uri, &keys, &event).await.unwrap(), expected);
        assert_eq!(receiver.received.lock().unwrap().len(), script.len(), "{script:?}");
    }
    // Nobody listens any more.
    let (_, server, uri) = Receiver::start(&[]);
    drop(server);
    assert_eq!(
        sender.send(&uri, &keys, &event).await.unwrap(),
        Delivery::GaveUp(None, 3)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn each_attempt_is_signed_anew_with_the_same_id() {
    let (receiver, _server, uri) = Receiver::start(&[500, 500, 200]);
    let event = payment(Source::Standard, "msg_1", 1);
    // The sender rotates its secret: both sign.
    let keys = Keys::<Standard>::new(&[OTHER, SECRET]).unwrap();
    let sender = Sender::new(AT_ONCE).with_clock(clock);
    sender.send(&uri, &keys, &event).await.unwrap();
    let received = receiver.received.lock().unwrap();
    let mut times = Vec::new();
    for (headers, body) in received.iter() {
        assert_eq!((&headers["webhook-id"], body), (&"msg_1".parse().unwrap(), &event.body));
        assert_eq!(headers["content-type"], "application/json");
        let claim = Standard::read(headers).unwrap();
        let time = claim.signed_at.unwrap();
        for secret in [SECRET, OTHER] {
            let keys = Keys::<Standard>::new(&[secret]).unwrap();
            let now = UNIX_EPOCH + Duration::from_secs(time);
            assert_eq!(claim.verify(&keys, body, now), Ok(()));
        }
        times.push(time);
    }
    assert!(times.is_sorted_by(|earlier, later| earlier < later), "{times:?}");
    assert_eq!(times.len(), 3);
}

#[tokio::test]
async fn ids_that_no_header_can_have_are_errors() {
    let event = payment(Source::Standard, "msg\n1", 1);
    let keys = Keys::<Standard>::new(&[SECRET]).unwrap();
    let uri = Uri::from_static("http://127.0.0.1:9/");
    assert!(Sender::new(AT_ONCE).send(&uri, &keys, &event).await.is_err());
}
