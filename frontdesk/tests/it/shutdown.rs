//! A desk's shutdown: what it ends, what it waits for, and what it reports.

use std::convert::Infallible;
use std::time::Duration;

use frontdesk::{Body, Bytes, Desk, Event, Request, Response, Route, Router, Sse, State, get, server_action};
use futures_util::{FutureExt as _, StreamExt as _, stream};
use http_body_util::BodyExt as _;
use tokio::sync::watch;
use tower::layer::layer_fn;
use tower::layer::util::Identity;

/// Opens when `true` is sent.
type Gate = watch::Receiver<bool>;

#[server_action(state = Gate)]
async fn waits(#[extract] State(mut gate): State<Gate>) {
    gate.wait_for(|open| *open).await.unwrap();
}

#[server_action(state = Gate, timeout = "10ms")]
async fn takes_too_long(#[extract] State(mut gate): State<Gate>) {
    gate.wait_for(|open| *open).await.unwrap();
}

async fn events() -> Sse {
    Sse::new(stream::iter([Event::new("first")]).chain(stream::pending()))
}

async fn download() -> Body {
    let stuck = stream::iter([Ok::<_, Infallible>(Bytes::from_static(b"part"))]).chain(stream::pending());
    Body::from_stream(stuck)
}

async fn text() -> String {
    "x".repeat(100_000)
}

fn desk(layered: bool) -> (Desk, watch::Sender<bool>) {
    let (gate, opened) = watch::channel(false);
    let routes = Router::new()
        .route("/events", get(events))
        .route("/download", get(download))
        .route("/text", get(text));
    let builder = Desk::builder(opened)
        .routes(routes)
        .action::<Waits>()
        .action::<TakesTooLong>();
    let builder = if layered {
        builder.layer(Identity::new())
    } else {
        builder
    };
    (builder.build().unwrap(), gate)
}

async fn open(desk: &Desk, path: &str) -> Response {
    desk.respond(Request::get(path).body(Body::empty()).unwrap()).await
}

fn call(desk: &Desk, name: &str) -> impl Future<Output = Response> + use<> {
    let request = Request::post(format!("/_actions/{name}")).header("sec-fetch-site", "same-origin");
    desk.respond(request.body(Body::empty()).unwrap())
}

#[tokio::test(start_paused = true)]
async fn idle_desk_shuts_down_at_once() {
    let (desk, _gate) = desk(false);
    let read = open(&desk, "/text").await.into_body().collect().await.unwrap();
    assert_eq!(read.to_bytes().len(), 100_000);
    call(&desk, "nope").await;
    drop(open(&desk, "/download").await);
    drop(open(&desk, "/events").await);
    let report = desk
        .shutdown(Duration::ZERO)
        .now_or_never()
        .expect("nothing is in flight");
    assert!(report.is_complete());
}

#[tokio::test(start_paused = true)]
async fn event_streams_end_before_the_future_is_polled() {
    for layered in [false, true] {
        let (desk, _gate) = desk(layered);
        let mut events = open(&desk, "/events").await.into_body();
        assert_eq!(
            events.frame().await.unwrap().unwrap().into_data().unwrap(),
            "data: first\n\n"
        );
        let end = tokio::spawn(async move { events.frame().await.is_none() });
        tokio::task::yield_now().await;
        let report = desk.shutdown(Duration::from_secs(10));
        assert!(end.await.unwrap());
        assert!(report.await.is_complete());
        // One that begins later ends at once.
        let late = open(&desk, "/events").await.into_body().collect().await.unwrap();
        assert!(late.to_bytes().is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn bodies_fail_at_the_deadline() {
    for layered in [false, true] {
        let (desk, _gate) = desk(layered);
        let mut download = open(&desk, "/download").await.into_body();
        assert_eq!(download.frame().await.unwrap().unwrap().into_data().unwrap(), "part");
        let end = tokio::spawn(async move { download.frame().await.unwrap().unwrap_err().to_string() });
        let start = tokio::time::Instant::now();
        let report = desk.shutdown(Duration::from_secs(10)).await;
        assert_eq!((report.actions, report.streams), (0, 1));
        assert_eq!(
            report.to_string(),
            "left in flight: 0 actions still running, 1 responses cut off"
        );
        assert_eq!(start.elapsed().as_secs(), 10);
        assert!(end.await.unwrap().contains("shut down"));
        // Small responses are still served whole.
        let late = open(&desk, "/nothing").await.into_body().collect().await.unwrap();
        assert!(!late.to_bytes().is_empty());
        assert!(open(&desk, "/download").await.into_body().collect().await.is_err());
    }
}

#[tokio::test(start_paused = true)]
async fn actions_are_counted_until_they_end() {
    let (desk, gate) = desk(false);
    let stays = tokio::spawn(call(&desk, "waits"));
    let leaves = tokio::spawn(call(&desk, "waits"));
    tokio::task::yield_now().await;
    leaves.abort();
    assert!(leaves.await.unwrap_err().is_cancelled());
    // Its client got a 503, and the function still runs.
    assert_eq!(call(&desk, "takes_too_long").await.status(), 503);

    let report = desk.shutdown(Duration::from_secs(10)).await;
    assert_eq!((report.actions, report.streams), (3, 0));
    let report = desk.shutdown(Duration::from_secs(10));
    gate.send(true).unwrap();
    assert!(report.await.is_complete());
    assert_eq!(stays.await.unwrap().status(), 204);
}

/// A layer writes a session, say, after the action of a client that has disconnected.
#[tokio::test(start_paused = true)]
async fn layers_are_waited_for_with_their_action() {
    let (gate, opened) = watch::channel(false);
    let (write, written) = watch::channel(false);
    let writes = || {
        let written = written.clone();
        layer_fn(move |route: Route| {
            let written = written.clone();
            Route::from_fn(move |request| {
                let (response, mut written) = (route.serve(request), written.clone());
                Box::pin(async move {
                    let response = response.await;
                    written.wait_for(|open| *open).await.unwrap();
                    response
                })
            })
        })
    };
    let shared = Desk::builder(opened).action::<Waits>();
    let inside = shared.layer_actions(|_| true, writes()).build().unwrap();
    let shared = Desk::builder(gate.subscribe()).action::<Waits>();
    let outside = shared.layer(writes()).build().unwrap();
    for desk in [inside, outside] {
        write.send(false).unwrap();
        gate.send(false).unwrap();
        let leaves = tokio::spawn(call(&desk, "waits"));
        tokio::task::yield_now().await;
        leaves.abort();
        assert!(leaves.await.unwrap_err().is_cancelled());
        let report = desk.shutdown(Duration::from_secs(10)).await;
        assert_eq!(report.actions, 1, "one request, with its action");
        gate.send(true).unwrap();
        let report = desk.shutdown(Duration::from_secs(10)).await;
        assert_eq!(report.actions, 1, "the layer");
        let report = desk.shutdown(Duration::from_secs(10));
        write.send(true).unwrap();
        assert!(report.await.is_complete());
    }
}
