//! A graceful shutdown: event streams end after the events that are ready, downloads have until a deadline, and actions are
//! waited for, also those whose client has disconnected.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::task::Poll;
use std::time::Duration;

use conformance::app::{self, App, Settings};
use conformance::servers::{Adapter, graceful};
use frontdesk::{Body, Bytes, Event, IntoResponse, Response, Router, ShutdownReport, Sse, Uri, get};
use futures_util::{Stream, StreamExt as _, stream};
use http::header::CONTENT_LENGTH;
use http_body_util::BodyExt as _;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout};

use crate::harness::client::{Open, TIMEOUT};
use crate::harness::raw::Raw;
use crate::harness::site::Site;
use crate::harness::suite::Suite;

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("shutdown");
    topic.bare("event_streams_end_at_once", &Adapter::ALL, event_streams);
    topic.bare("events_that_are_ready_are_sent", &Adapter::ALL, last_events);
    topic.bare("downloads_finish_before_the_deadline", &Adapter::ALL, downloads_finish);
    topic.bare("downloads_are_cut_at_the_deadline", &Adapter::ALL, downloads_are_cut);
    topic.bare("actions_are_waited_for", &Adapter::ALL, actions);
    topic.bare("server_ends_though_an_action_does_not", &Adapter::ALL, endless_action);
}

/// A deadline that no case reaches.
const LONG: Duration = Duration::from_secs(30);

/// A deadline that a case waits for.
const SHORT: Duration = Duration::from_millis(700);

/// An event, and then silence.
async fn quiet() -> Sse {
    Sse::new(stream::iter([Event::new("first")]).chain(stream::pending())).keep_alive(Duration::ZERO)
}

/// Events without end, and no pause between them.
async fn busy() -> Sse {
    Sse::new(stream::repeat_with(|| Event::new("x".repeat(1000))))
}

/// An event, silence, and three events as soon as `is_stopping`, which wakes nobody: the shutdown has begun
/// when the stream is polled again.
async fn last(is_stopping: Arc<AtomicBool>) -> Sse {
    let mut left = 3;
    let events = stream::poll_fn(move |_| match is_stopping.load(SeqCst) && left > 0 {
        true => {
            left -= 1;
            Poll::Ready(Some(Event::new("bye")))
        }
        false => Poll::Pending,
    });
    Sse::new(stream::iter([Event::new("first")]).chain(events)).keep_alive(Duration::ZERO)
}

/// Ten bytes, and nothing more.
fn stuck() -> impl Stream<Item = Result<Bytes, Infallible>> + Send + 'static {
    stream::iter([Ok(Bytes::from_static(b"0123456789"))]).chain(stream::pending())
}

async fn chunked() -> Body {
    Body::from_stream(stuck())
}

async fn sized() -> Response {
    ([(CONTENT_LENGTH, "1000")], Body::from_stream(stuck())).into_response()
}

async fn slow() -> Body {
    Body::from_stream(stream::unfold(0, async |sent| {
        tokio::time::sleep(Duration::from_millis(100)).await;
        (sent < 5).then_some((Ok::<_, Infallible>(Bytes::from_static(b"chunk")), sent + 1))
    }))
}

/// A server that is going to be stopped.
struct Stoppable {
    site: Site,
    report: oneshot::Receiver<ShutdownReport>,
    is_stopping: Arc<AtomicBool>,
}

impl Stoppable {
    fn start(adapter: Adapter, deadline: Duration) -> Self {
        let app = App::default();
        let is_stopping = Arc::<AtomicBool>::default();
        let flag = Arc::clone(&is_stopping);
        let routes = Router::new()
            .route("/quiet", get(quiet))
            .route("/busy", get(busy))
            .route("/last", get(move |_: Uri| last(Arc::clone(&flag))))
            .route("/chunked", get(chunked))
            .route("/sized", get(sized))
            .route("/slow", get(slow));
        let desk = app::builder(&app, &Settings::default()).routes(routes).build().unwrap();
        let (server, report) = graceful::start(adapter, app.clone(), desk, deadline).unwrap();
        let site = Site::with_server(adapter, app, server);
        Self {
            site,
            report,
            is_stopping,
        }
    }

    /// Sends a request for a path, and waits for the first bytes of the response's body. Returns them as well.
    async fn open(&self, path: &str) -> (Open, String) {
        let mut open = self.site.get(path).open().await;
        let first = open.chunk().await.expect(path);
        (open, String::from_utf8(first.into()).unwrap())
    }

    /// Calls the action `gated`, which runs until its gate is opened.
    async fn call(&self) -> Raw {
        let mut raw = Raw::connect(&self.site).await;
        let address = self.site.address();
        raw.send(format!(
            "POST /_actions/gated HTTP/1.1\r\nHost: {address}\r\nSec-Fetch-Site: same-origin\r\nContent-Length: 0\r\n\r\n"
        ))
        .await;
        raw
    }

    /// Begins the shutdown. Returns the server's end and the report of the desk.
    fn stop(self) -> (JoinHandle<()>, oneshot::Receiver<ShutdownReport>) {
        (tokio::task::spawn_blocking(move || drop(self.site)), self.report)
    }
}

/// Waits for the report and the server's end.
async fn ended((end, report): (JoinHandle<()>, oneshot::Receiver<ShutdownReport>)) -> ShutdownReport {
    timeout(TIMEOUT, end).await.expect("the server ends").unwrap();
    report.await.expect("there is a report")
}

/// Lets the server notice what has happened.
async fn settle() {
    tokio::time::sleep(Duration::from_millis(300)).await;
}

/// Reads a body to its end. Returns whether it is whole.
async fn read_rest((open, text): &mut (Open, String)) -> bool {
    loop {
        match timeout(TIMEOUT, open.response.frame()).await.expect("the body ends") {
            Some(Ok(frame)) => text.push_str(std::str::from_utf8(&frame.into_data().unwrap()).unwrap()),
            Some(Err(_)) => return false,
            None => return true,
        }
    }
}

async fn event_streams(adapter: Adapter) {
    let server = Stoppable::start(adapter, LONG);
    let mut quiet = server.open("/quiet").await;
    let mut busy = server.open("/busy").await;
    let ends = server.stop();
    for body in [&mut quiet, &mut busy] {
        assert!(read_rest(body).await);
        assert!(body.1.ends_with("\n\n"), "the last event is whole");
    }
    assert_eq!(quiet.1, "data: first\n\n");
    assert!(ended(ends).await.is_complete());
}

async fn last_events(adapter: Adapter) {
    let server = Stoppable::start(adapter, LONG);
    let mut last = server.open("/last").await;
    server.is_stopping.store(true, SeqCst);
    let ends = server.stop();
    assert!(read_rest(&mut last).await);
    let bye = "data: bye\n\n";
    assert_eq!(last.1, format!("data: first\n\n{bye}{bye}{bye}"));
    assert!(ended(ends).await.is_complete());
}

async fn downloads_finish(adapter: Adapter) {
    let server = Stoppable::start(adapter, LONG);
    let mut slow = server.open("/slow").await;
    let ends = server.stop();
    assert!(read_rest(&mut slow).await);
    assert_eq!(slow.1, "chunk".repeat(5));
    assert!(ended(ends).await.is_complete());
}

async fn downloads_are_cut(adapter: Adapter) {
    let server = Stoppable::start(adapter, SHORT);
    let mut chunked = server.open("/chunked").await;
    let mut sized = server.open("/sized").await;
    let start = Instant::now();
    let ends = server.stop();
    for body in [&mut chunked, &mut sized] {
        assert!(!read_rest(body).await, "the end of a whole body");
        assert_eq!(body.1, "0123456789");
    }
    assert!(start.elapsed() >= SHORT, "cut before the deadline");
    let report = ended(ends).await;
    assert_eq!((report.streams, report.actions), (2, 0));
}

async fn actions(adapter: Adapter) {
    let server = Stoppable::start(adapter, LONG);
    let gate = server.site.app.gate.clone();
    let mut stays = server.call().await;
    let leaves = server.call().await;
    timeout(TIMEOUT, gate.reached(2)).await.expect("both start");
    drop(leaves);
    settle().await;
    let mut ends = server.stop();
    settle().await;
    assert!(ends.1.try_recv().is_err(), "it waits for the actions");
    gate.open();
    gate.open();
    assert_eq!(stays.response().await.status, 200);
    assert!(ended(ends).await.is_complete());
    timeout(TIMEOUT, gate.passed(2)).await.expect("both end");
}

async fn endless_action(adapter: Adapter) {
    let server = Stoppable::start(adapter, SHORT);
    let gate = server.site.app.gate.clone();
    let stays = server.call().await;
    let leaves = server.call().await;
    timeout(TIMEOUT, gate.reached(2)).await.expect("both start");
    drop(leaves);
    settle().await;
    let report = ended(server.stop()).await;
    assert_eq!((report.streams, report.actions), (0, 2));
    drop(stays);
}
