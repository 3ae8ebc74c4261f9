//! A desk's shutdown: what it ends, what it waits for, and what it reports.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, OnceLock};
use std::task::Poll;
use std::time::Duration;

use frontdesk::{Body, Bytes, Desk, Event, Request, Response, Route, Router, Sse, State, Uri, get, server_action};
use futures_util::{FutureExt as _, StreamExt as _, stream};
use http_body_util::BodyExt as _;
use tokio::sync::{mpsc, watch};
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

/// Returns a desk, and what its only stream of events sends.
fn desk_with_events() -> (Desk, mpsc::UnboundedSender<Event>) {
    let (sender, receiver) = mpsc::unbounded_channel();
    let receiver = Arc::new(Mutex::new(Some(receiver)));
    let events = move |_: Uri| {
        let receiver = receiver.lock().unwrap().take().unwrap();
        async {
            Sse::new(stream::unfold(receiver, async |mut from| {
                Some((from.recv().await?, from))
            }))
        }
    };
    let desk = Desk::builder(()).routes(Router::new().route("/events", get(events)));
    (desk.build().unwrap(), sender)
}

/// Returns the number of events that a body sends until it ends.
async fn count(body: Body) -> usize {
    let bytes = body.collect().await.unwrap().to_bytes();
    bytes
        .split(|&byte| byte == b'\n')
        .filter(|line| line.is_empty())
        .count()
        - 1
}

/// The numbers are those of the events that are sent before the shutdown and read, that are then sent but
/// not read, and that the client gets of them.
#[tokio::test(start_paused = true)]
async fn event_streams_end_after_the_events_that_are_ready() {
    let cases = [
        ("none", 1, 0, 0),
        ("the last one", 1, 1, 1),
        ("all of them", 0, 64, 64),
        ("a client that has read nothing gets no more than a part", 0, 1000, 64),
        // tokio makes a task yield after 128 of them.
        ("as many as a task may read at once", 127, 3, 3),
        ("more than a task may read at once", 300, 64, 64),
    ];
    for (name, read, ready, expected) in cases {
        let (desk, sender) = desk_with_events();
        let mut body = open(&desk, "/events").await.into_body();
        let end = tokio::spawn(async move {
            let send = |count| (0..count).for_each(|_| sender.send(Event::new("x")).unwrap());
            send(read);
            for _ in 0..read {
                body.frame().await.unwrap().unwrap();
            }
            send(ready);
            let report = desk.shutdown(Duration::from_secs(10));
            (count(body).await, report.await)
        });
        let (sent, report) = end.await.unwrap();
        assert_eq!((sent, report.is_complete()), (expected, true), "{name}");
    }
}

/// A stream that always has an event ready ends as well.
#[tokio::test(start_paused = true)]
async fn endless_event_stream_ends() {
    let busy = async || Sse::new(stream::repeat_with(|| Event::new("x")));
    let desk = Desk::builder(()).routes(Router::new().route("/busy", get(busy)));
    let desk = desk.build().unwrap();
    let mut body = open(&desk, "/busy").await.into_body();
    for _ in 0..1000 {
        body.frame().await.unwrap().unwrap();
    }
    let report = desk.shutdown(Duration::from_secs(10));
    assert_eq!(count(body).await, 64);
    assert!(report.await.is_complete());
    assert_eq!(count(open(&desk, "/busy").await.into_body()).await, 0, "began later");
}

/// Another thread sends the last event and begins the shutdown while the stream is being polled, which was
/// silent until then.
#[tokio::test(start_paused = true)]
async fn event_that_comes_with_the_shutdown_is_sent() {
    let this: Arc<OnceLock<Desk>> = Arc::default();
    let desk = Arc::clone(&this);
    let events = move |_: Uri| {
        let (desk, mut polls) = (Arc::clone(&desk), 0);
        let events = stream::poll_fn(move |cx| {
            polls += 1;
            if polls > 1 {
                return Poll::Ready((polls == 2).then(|| Event::new("bye")));
            }
            drop(desk.get().unwrap().shutdown(Duration::ZERO));
            cx.waker().wake_by_ref();
            Poll::Pending
        });
        async { Sse::new(events) }
    };
    let desk = Desk::builder(()).routes(Router::new().route("/events", get(events)));
    let desk = this.get_or_init(|| desk.build().unwrap());
    assert_eq!(count(open(desk, "/events").await.into_body()).await, 1);
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
