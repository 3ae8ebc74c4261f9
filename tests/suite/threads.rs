//! Request bodies and actix's requests that leave the thread which received them.

use std::future::Future;
use std::sync::{Arc, LazyLock, Mutex};
use std::thread;
use std::time::Duration;

use axum_core::extract::FromRequestParts;
use conformance::servers::Adapter;
use frontdesk::actix::{Actix, ActixRequest, RequestGoneError};
use frontdesk::{Body, Bytes, Problem, Request, Router, post};
use futures_util::stream;
use http_body_util::BodyExt;
use tokio::runtime::Runtime;
use tokio::sync::{Semaphore, mpsc};
use tokio::time::timeout;

use crate::harness::client::TIMEOUT;
use crate::harness::raw::Raw;
use crate::harness::site::Site;
use crate::harness::suite::{On, Suite};

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("threads");
    topic.own("body_is_read_on_another_thread", read);
    topic.own("body_is_read_on_two_threads", handed_on);
    topic.own("body_is_dropped_on_another_thread", dropped);
    topic.own("body_that_nothing_reads_holds_up_nothing", held);
    topic.own("body_is_streamed_back_by_another_thread", echoed);
    topic.own("body_waits_for_a_reader_on_another_thread", held_back);
    topic.own("body_that_is_cut_off_fails_on_another_thread", cut_off);
    let actix = [Adapter::Actix];
    topic.on("actix_request_is_reached_from_another_thread", &actix, On::Own, reached);
    topic.on("actix_request_is_gone_after_the_response", &actix, On::Own, gone);
}

/// Threads of their own, beside those of the servers.
static ELSEWHERE: LazyLock<Runtime> = LazyLock::new(|| {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    runtime.worker_threads(2).enable_all().build().unwrap()
});

async fn elsewhere<T: Send + 'static>(task: impl Future<Output = T> + Send + 'static) -> T {
    let here = thread::current().id();
    let task = async move {
        assert_ne!(thread::current().id(), here);
        task.await
    };
    ELSEWHERE.spawn(task).await.unwrap()
}

fn site(adapter: Adapter, routes: Router<conformance::app::App>) -> Site {
    Site::with_desk(adapter, |desk| desk.routes(routes))
}

async fn length(body: Body) -> Result<String, Problem> {
    Ok(body.collect().await?.to_bytes().len().to_string())
}

const SIZES: [usize; 5] = [0, 1, 10_000, 300_000, 5_000_000];

async fn read(site: Site) {
    let read = async |request: Request| elsewhere(length(request.into_body())).await;
    let site = self::site(site.adapter, Router::new().route("/read", post(read)));
    for size in SIZES {
        let response = site.post("/read").body(vec![b'x'; size]).send().await;
        assert_eq!(response.expect(200).text(), size.to_string());
    }
    let calls = (0..20).map(|size| site.post("/read").body(vec![b'x'; size * 1000]).send());
    for (size, response) in futures_util::future::join_all(calls).await.iter().enumerate() {
        assert_eq!(response.text(), (size * 1000).to_string());
    }
}

/// The first chunk is read where it was received, and the rest elsewhere, in turn.
async fn handed_on(site: Site) {
    async fn handed_on(request: Request) -> Result<String, Problem> {
        let (mut body, mut bytes) = (request.into_body(), 0);
        while let Some(frame) = body.frame().await {
            bytes += frame?.into_data().map_or(0, |data| data.len());
            let next = elsewhere(async move { (body.frame().await, body) }).await;
            let Some(frame) = next.0 else { break };
            bytes += frame?.into_data().map_or(0, |data| data.len());
            body = next.1;
        }
        Ok(bytes.to_string())
    }
    let site = self::site(site.adapter, Router::new().route("/handed-on", post(handed_on)));
    for size in SIZES {
        let response = site.post("/handed-on").body(vec![b'x'; size]).send().await;
        assert_eq!(response.expect(200).text(), size.to_string());
    }
}

async fn dropped(site: Site) {
    let dropped = async |request: Request| {
        elsewhere(async move { drop(request.into_body()) }).await;
        "dropped"
    };
    let site = self::site(site.adapter, Router::new().route("/dropped", post(dropped)));
    for size in [0, 1, 10_000, 300_000] {
        let response = site.post("/dropped").body(vec![b'x'; size]).send().await;
        assert_eq!(response.expect(200).text(), "dropped");
    }
}

async fn held(site: Site) {
    let held = Arc::new(Mutex::new(Vec::new()));
    let bodies = Arc::clone(&held);
    let keep = move |request: Request| {
        bodies.lock().unwrap().push(request.into_body());
        std::future::ready("held")
    };
    let site = self::site(site.adapter, Router::new().route("/keep", post(keep)));
    for size in [1, 10_000] {
        let response = site.post("/keep").body(vec![b'x'; size]).send().await;
        assert_eq!(response.expect(200).text(), "held");
    }
    site.get("/hello").send().await.expect(200);
    let bodies = std::mem::take(&mut *held.lock().unwrap());
    assert_eq!(bodies.len(), 2);
    elsewhere(async move { drop(bodies) }).await;
    site.get("/hello").send().await.expect(200);
}

/// The handler returns before anything was read.
async fn echoed(site: Site) {
    async fn echo(request: Request) -> Body {
        let (sender, receiver) = mpsc::channel(1);
        let mut body = request.into_body();
        ELSEWHERE.spawn(async move {
            while let Some(Ok(frame)) = body.frame().await {
                if sender.send(frame.into_data().unwrap()).await.is_err() {
                    return;
                }
            }
        });
        Body::from_stream(stream::unfold(receiver, async |mut receiver| {
            Some((Ok::<Bytes, std::convert::Infallible>(receiver.recv().await?), receiver))
        }))
    }
    let site = self::site(site.adapter, Router::new().route("/echo-elsewhere", post(echo)));
    for path in ["/echo", "/echo-elsewhere"] {
        for size in SIZES {
            let sent: Vec<_> = (0..size).map(|i| (i % 251) as u8).collect();
            let response = site.post(path).body(sent.clone()).send().await.expect(200);
            assert!(response.body == sent, "{path}: {size} bytes");
        }
    }
}

/// A generous limit for what fits into the buffers of two sockets and a server.
const BUFFERED: usize = 32 * 1024 * 1024;

async fn held_back(site: Site) {
    async fn first(request: Request) -> Result<String, Problem> {
        elsewhere(async move {
            let mut body = request.into_body();
            let first = body.frame().await;
            tokio::time::sleep(TIMEOUT).await;
            drop((first, body));
        })
        .await;
        Ok(String::new())
    }
    let site = self::site(site.adapter, Router::new().route("/first", post(first)));
    let mut raw = Raw::connect(&site).await;
    let host = site.address();
    raw.send(format!(
        "POST /first HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1000000000\r\n\r\n"
    ))
    .await;
    let (chunk, mut taken) = (vec![b'x'; 64 * 1024], 0);
    while timeout(Duration::from_secs(1), raw.send(&chunk)).await.is_ok() {
        taken += chunk.len();
        assert!(taken <= BUFFERED, "{taken} bytes were accepted, and one chunk was read");
    }
}

async fn cut_off(site: Site) {
    let (sender, mut results) = mpsc::unbounded_channel();
    let read = move |request: Request| {
        let sender = sender.clone();
        async move {
            let read = ELSEWHERE.spawn(async move {
                let mut body = request.into_body();
                let first = body.frame().await;
                sender.send(first.is_some_and(|first| first.is_ok())).unwrap();
                sender.send(body.collect().await.is_ok()).unwrap();
            });
            read.await.unwrap();
        }
    };
    let site = self::site(site.adapter, Router::new().route("/read", post(read)));
    let mut raw = Raw::connect(&site).await;
    let host = site.address();
    raw.send(format!(
        "POST /read HTTP/1.1\r\nHost: {host}\r\nContent-Length: 10\r\n\r\nhalf"
    ))
    .await;
    assert_eq!(timeout(TIMEOUT, results.recv()).await.unwrap(), Some(true));
    drop(raw);
    assert_eq!(timeout(TIMEOUT, results.recv()).await.unwrap(), Some(false));
}

async fn reached(site: Site) {
    async fn both(request: Request) -> Result<String, Problem> {
        elsewhere(async move {
            let (mut parts, body) = request.into_parts();
            let own = ActixRequest::from_request_parts(&mut parts, &()).await?;
            let path = own.with(|request| request.path().to_owned()).await?;
            let Ok(Actix(method)) = Actix::<actix_web::http::Method>::from_request_parts(&mut parts, &()).await else {
                return Err(Problem::internal("no method"));
            };
            let host = own
                .extract(|info: actix_web::dev::ConnectionInfo| info.host().to_owned())
                .await?;
            Ok(format!("{method} {path} {} {host}", length(body).await?))
        })
        .await
    }
    let site = self::site(site.adapter, Router::new().route("/both", post(both)));
    let response = site.post("/both").body("body").send().await.expect(200);
    assert_eq!(response.text(), format!("POST /both 4 {}", site.address()));
}

async fn gone(site: Site) {
    let returned = Arc::new(Semaphore::new(0));
    let (sender, mut results) = mpsc::unbounded_channel();
    let gate = Arc::clone(&returned);
    let handler = move |request: ActixRequest| {
        let (gate, sender) = (Arc::clone(&gate), sender.clone());
        ELSEWHERE.spawn(async move {
            let _permit = gate.acquire().await.unwrap();
            sender
                .send(request.with(|request| request.path().to_owned()).await)
                .unwrap();
        });
        std::future::ready("done")
    };
    let site = self::site(site.adapter, Router::new().route("/gone", post(handler)));
    site.post("/gone").send().await.expect(200);
    returned.add_permits(1);
    let result = timeout(TIMEOUT, results.recv()).await.unwrap().unwrap();
    assert!(matches!(result, Err(RequestGoneError { .. })), "{result:?}");
}
