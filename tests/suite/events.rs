//! Server-sent events.

use std::time::Duration;

use conformance::app::{App, Listeners};
use frontdesk::{Event, Router, Sse, get};
use futures_util::{StreamExt as _, stream};
use tokio::time::timeout;
use tower_http::compression::CompressionLayer;

use crate::harness::client::{Open, TIMEOUT};
use crate::harness::raw::Raw;
use crate::harness::site::Site;
use crate::harness::suite::Suite;

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("events");
    topic.shared("events_have_id_name_and_data", ticks);
    topic.shared("events_resume_after_the_last_event_id", resumed);
    topic.shared("headers_are_those_of_an_event_stream", headers);
    topic.own("events_are_sent_one_by_one", one_by_one);
    topic.own("stream_ends_when_the_client_disconnects", leaves);
    topic.own("stream_ends_when_a_client_that_never_reads_disconnects", never_reads);
    topic.own("comments_keep_an_idle_connection_open", quiet);
    topic.own("events_are_not_compressed", not_compressed);
}

/// Returns the events with these ids, as they are sent.
fn written(ids: impl IntoIterator<Item = u32>) -> String {
    let event = |id| format!("event: tick\nid: {id}\ndata: tick {id}\n\n");
    ids.into_iter().map(event).collect()
}

async fn ticks(site: Site) {
    for (target, last) in [
        ("/events", 3),
        ("/events?n=1", 1),
        ("/events?n=0", 0),
        ("/events?n=500", 500),
    ] {
        let response = site.get(target).send().await.expect(200);
        assert_eq!(response.text(), written(1..=last), "{target}");
    }
    site.get("/events?n=x").send().await.problem(400, "invalid-query");
}

async fn resumed(site: Site) {
    for (last, first) in [("2", 3), ("5", 6), ("99", 6), ("x", 1), ("ü", 1), ("", 1)] {
        let response = site.get("/events?n=5").header("last-event-id", last).send().await;
        assert_eq!(response.expect(200).text(), written(first..=5), "{last}");
    }
}

async fn headers(site: Site) {
    for method in ["GET", "HEAD"] {
        let response = site.call(method, "/events?n=2").send().await.expect(200);
        assert_eq!(response.header("content-type"), "text/event-stream");
        assert_eq!(response.header("cache-control"), "no-cache");
        assert_eq!(response.header("x-accel-buffering"), "no");
        assert!(response.all("content-length").is_empty(), "{response}");
        assert!(response.all("cache-status").is_empty(), "{response}");
    }
}

/// Returns a stream that counts among the listeners: one event, and then the rest.
fn counted(listeners: &Listeners, rest: impl stream::Stream<Item = Event> + Send + 'static) -> Sse {
    let listening = listeners.enter();
    let first = stream::once(async { Event::new("first") });
    Sse::new(first.chain(rest).map(move |event| {
        let _ = &listening;
        event
    }))
}

async fn none_left(listeners: &Listeners) {
    timeout(TIMEOUT, listeners.are(0)).await.expect("the stream is dropped");
}

async fn read_until(open: &mut Open, text: &str) {
    let mut read = String::new();
    while !read.contains(text) {
        let chunk = open
            .chunk()
            .await
            .unwrap_or_else(|| panic!("{text:?} is missing in {read:?}"));
        read.push_str(std::str::from_utf8(&chunk).unwrap());
    }
}

/// An event is sent at once, without waiting for the next.
async fn one_by_one(site: Site) {
    let (sender, receiver) = tokio::sync::mpsc::unbounded_channel::<String>();
    let receiver = std::sync::Arc::new(tokio::sync::Mutex::new(receiver));
    let handler = move |_: frontdesk::Uri| {
        let receiver = receiver.clone();
        async move {
            Sse::new(stream::unfold(receiver, async |receiver| {
                let data = receiver.lock().await.recv().await?;
                Some((Event::new(data), receiver))
            }))
        }
    };
    let routes = Router::<App>::new().route("/words", get(handler));
    let site = Site::with_desk(site.adapter, |desk| desk.routes(routes));
    let mut open = site.get("/words").open().await;
    for word in ["one", "two", "three\nlines\nof it"] {
        sender.send(word.to_owned()).unwrap();
        read_until(&mut open, &format!("data: {}\n\n", word.replace('\n', "\ndata: "))).await;
    }
    drop(sender);
    assert_eq!(open.chunk().await, None);
}

async fn leaves(site: Site) {
    let listeners = &site.app.listeners;
    let mut clients = Vec::new();
    for _ in 0..5 {
        let mut open = site.get("/events?n=4000000000").open().await;
        open.chunk().await.unwrap();
        clients.push(open);
    }
    timeout(TIMEOUT, listeners.are(5)).await.expect("all five listen");
    clients.pop();
    timeout(TIMEOUT, listeners.are(4)).await.expect("one has disconnected");
    drop(clients);
    none_left(listeners).await;
}

async fn never_reads(site: Site) {
    let mut raw = Raw::connect(&site).await;
    raw.send(format!(
        "GET /events?n=4000000000 HTTP/1.1\r\nHost: {}\r\n\r\n",
        site.address()
    ))
    .await;
    let listeners = &site.app.listeners;
    timeout(TIMEOUT, listeners.are(1)).await.expect("it listens");
    drop(raw);
    none_left(listeners).await;
}

/// If nothing else is sent, only the comments show that a client has disconnected.
async fn quiet(site: Site) {
    let listeners = Listeners::default();
    let own = listeners.clone();
    let handler = move |_: frontdesk::Uri| {
        let sse = counted(&own, stream::pending());
        async move { sse.keep_alive(Duration::from_millis(50)) }
    };
    let routes = Router::<App>::new().route("/quiet", get(handler));
    let site = Site::with_desk(site.adapter, |desk| desk.routes(routes));
    let mut open = site.get("/quiet").open().await;
    read_until(&mut open, "data: first\n\n").await;
    for _ in 0..3 {
        read_until(&mut open, ":\n\n").await;
    }
    drop(open);
    none_left(&listeners).await;
}

async fn not_compressed(site: Site) {
    let site = Site::with_desk(site.adapter, |desk| desk.layer(CompressionLayer::new()));
    let call = site.get("/events?n=500").header("accept-encoding", "gzip");
    let response = call.send().await.expect(200);
    assert!(response.all("content-encoding").is_empty(), "{response}");
    assert_eq!(response.text(), written(1..=500));
}
