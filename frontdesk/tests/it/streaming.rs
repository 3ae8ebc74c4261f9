//! Streamed responses and server-sent events: each chunk is sent at once, and a stream ends when
//! its client disconnects.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use frontdesk::{Body, Desk, Event, LastEventId, Request, Response, Router, Sse, State, get};
use futures_util::{Stream, StreamExt as _, stream};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::time::{Instant, timeout};

use crate::fixtures::text;

/// Notices when a stream is dropped.
#[derive(Clone, Default)]
struct Watch(Arc<Mutex<Option<oneshot::Sender<()>>>>);

impl Watch {
    /// Returns an endless stream of numbers, one every ten milliseconds. It owns the sender, so
    /// both are dropped together.
    fn numbers(&self) -> impl Stream<Item = u32> + Send + 'static {
        let alive = self.0.lock().unwrap().take();
        stream::iter(0..).then(move |n| {
            let _ = &alive;
            async move {
                tokio::time::sleep(Duration::from_millis(10)).await;
                n
            }
        })
    }
}

async fn events(State(watch): State<Watch>) -> Sse {
    Sse::new(watch.numbers().map(|n| Event::new(n.to_string()).id(n)))
}

async fn body(State(watch): State<Watch>) -> Body {
    Body::from_stream(watch.numbers().map(|n| Ok::<_, Infallible>(format!("data: {n}\n"))))
}

async fn quiet() -> Sse {
    let minute = Duration::from_secs(60);
    let slowly = stream::iter(["one", "two"]).then(move |text| async move {
        tokio::time::sleep(minute).await;
        Event::new(text)
    });
    Sse::new(slowly).keep_alive(Duration::from_secs(25))
}

async fn silent() -> Sse {
    let late = stream::once(async {
        tokio::time::sleep(Duration::from_secs(3600)).await;
        Event::new("late")
    });
    Sse::new(late).keep_alive(Duration::ZERO)
}

async fn fails() -> Sse {
    Sse::new(stream::iter([
        Ok(Event::new("1")),
        Err("gone"),
        Ok(Event::new("never")),
    ]))
}

async fn panics() -> Sse {
    Sse::new(stream::iter(0..).map(|n| {
        assert!(n < 1, "a stream panics");
        Event::new("1")
    }))
}

async fn resume(LastEventId(last): LastEventId) -> String {
    format!("{last:?}")
}

fn desk(watch: Watch) -> Desk {
    let routes = Router::new()
        .route("/events", get(events))
        .route("/body", get(body))
        .route("/quiet", get(quiet))
        .route("/silent", get(silent))
        .route("/fails", get(fails))
        .route("/panics", get(panics))
        .route("/resume", get(resume));
    Desk::builder(watch).routes(routes).build().unwrap()
}

async fn ask(path: &str) -> Response {
    let request = Request::get(path).body(Body::empty()).unwrap();
    desk(Watch::default()).respond(request).await
}

#[tokio::test]
async fn event_stream_has_its_headers() {
    let response = ask("/fails").await;
    let header = |name| response.headers()[name].to_str().unwrap();
    assert_eq!(header("content-type"), "text/event-stream");
    assert_eq!(header("cache-control"), "no-cache");
    assert_eq!(header("x-accel-buffering"), "no");
    assert!(!response.headers().contains_key("content-length"));
}

#[tokio::test]
async fn error_or_panic_ends_only_the_stream() {
    assert_eq!(text(ask("/fails").await).await, "data: 1\n\n");
    assert_eq!(text(ask("/panics").await).await, "data: 1\n\n");
}

#[tokio::test(start_paused = true)]
async fn quiet_stream_sends_keep_alive_comments() {
    // 25 and 50 seconds after the start, and 25 and 50 seconds after the first event.
    assert_eq!(
        text(ask("/quiet").await).await,
        ":\n\n:\n\ndata: one\n\n:\n\n:\n\ndata: two\n\n"
    );
    let start = Instant::now();
    assert_eq!(text(ask("/silent").await).await, "data: late\n\n");
    assert_eq!(start.elapsed().as_secs(), 3600);
}

#[tokio::test]
async fn last_event_id_is_read_as_utf8() {
    let cases: [(&[u8], &str); 4] = [
        (b"7", r#"Some("7")"#),
        ("zwölf".as_bytes(), r#"Some("zwölf")"#),
        (b"", r#"Some("")"#),
        (b"\xff", "None"),
    ];
    for (sent, read) in cases {
        let request = Request::get("/resume")
            .header("last-event-id", sent)
            .body(Body::empty())
            .unwrap();
        assert_eq!(text(desk(Watch::default()).respond(request).await).await, read);
    }
    assert_eq!(text(ask("/resume").await).await, "None");
}

#[tokio::test]
async fn stream_is_dropped_when_its_client_disconnects() {
    for path in ["/events", "/body"] {
        let (sender, dropped) = oneshot::channel();
        let desk = desk(Watch(Arc::new(Mutex::new(Some(sender)))));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            let (socket, _) = listener.accept().await.unwrap();
            let service = TowerToHyperService::new(desk);
            hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(socket), service)
                .await
        });

        let mut client = TcpStream::connect(address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        client.write_all(request.as_bytes()).await.unwrap();
        // The first chunks arrive, although the stream never ends.
        let mut seen = Vec::new();
        while !String::from_utf8_lossy(&seen).contains("data: 2\n") {
            let read = timeout(Duration::from_secs(20), client.read_buf(&mut seen)).await;
            assert_ne!(read.unwrap().unwrap(), 0);
        }
        drop(client);
        let ended = timeout(Duration::from_secs(20), dropped).await.unwrap();
        assert!(ended.is_err(), "the sender is dropped with the stream, without sending");
    }
}
