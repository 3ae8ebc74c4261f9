//! Single flight: requests that miss at once share one run.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use frontdesk_router::{CacheStore, IntoResponse, MemoryCache, Response, Router, StatusCode, get};
use tokio::sync::Semaphore;

use crate::harness::{App, BytesStore, SECOND, SharedStore};

/// A handler that counts its runs and waits for a permit.
fn gated(count: &Arc<AtomicU32>, gate: &Arc<Semaphore>, respond: fn(u32) -> Response) -> Router<()> {
    let (count, gate) = (Arc::clone(count), Arc::clone(gate));
    let handler = move || async move {
        let run = count.fetch_add(1, Ordering::SeqCst) + 1;
        gate.acquire().await.unwrap().forget();
        respond(run)
    };
    Router::new().route("/", get(handler).cached())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hundred_concurrent_misses_run_the_handler_once() {
    let stores: [Arc<dyn CacheStore>; 2] = [Arc::new(MemoryCache::default()), Arc::new(BytesStore::default())];
    for store in stores {
        let (count, gate) = (Arc::default(), Arc::new(Semaphore::new(0)));
        let app = App::with_store(gated(&count, &gate, |run| run.to_string().into_response()), (), store);
        let request = |_| {
            let app = app.clone();
            tokio::spawn(async move { app.get("/").await })
        };
        let requests: Vec<_> = (0..100).map(request).collect();
        tokio::task::yield_now().await;
        gate.add_permits(100);
        let mut leaders = 0;
        for request in requests {
            let received = request.await.unwrap();
            assert_eq!(received.body, "1");
            leaders += u32::from(received.cache_status() == "fwd=uri-miss; stored");
        }
        assert_eq!((leaders, count.load(Ordering::SeqCst)), (1, 1));
    }
}

#[tokio::test]
async fn failure_is_shared_with_waiting_requests_and_not_stored() {
    let (count, gate) = (Arc::default(), Arc::new(Semaphore::new(0)));
    let respond = |run: u32| match run {
        1 => (StatusCode::BAD_GATEWAY, "1").into_response(),
        run => run.to_string().into_response(),
    };
    let app = App::new(gated(&count, &gate, respond), ());
    let (one, two, ()) = tokio::join!(app.get("/"), app.get("/"), async { gate.add_permits(9) });
    assert_eq!((one.status.as_u16(), two.status.as_u16()), (502, 502));
    assert_eq!(
        (one.cache_status(), two.cache_status()),
        ("fwd=uri-miss", "fwd=uri-miss; collapsed")
    );
    assert_eq!(app.get("/").await.body, "2");
    assert_eq!(app.get("/").await.body, "2");
}

#[tokio::test]
async fn response_for_one_client_reaches_only_one() {
    let (count, gate) = (Arc::default(), Arc::new(Semaphore::new(0)));
    let respond = |run: u32| ([("set-cookie", format!("a={run}"))], run.to_string()).into_response();
    let app = App::new(gated(&count, &gate, respond), ());
    let (one, two, three, ()) = tokio::join!(app.get("/"), app.get("/"), app.get("/"), async { gate.add_permits(9) });
    let mut cookies = [one, two, three].map(|received| received.header("set-cookie").to_owned());
    cookies.sort();
    assert_eq!(cookies, ["a=1", "a=2", "a=3"]);
}

#[tokio::test]
async fn run_continues_when_the_client_that_began_it_disconnects() {
    let (count, gate) = (Arc::default(), Arc::new(Semaphore::new(0)));
    let app = App::new(gated(&count, &gate, |run| run.to_string().into_response()), ());
    let first = tokio::spawn({
        let app = app.clone();
        async move { app.get("/").await }
    });
    tokio::task::yield_now().await;
    let second = tokio::spawn({
        let app = app.clone();
        async move { app.get("/").await }
    });
    tokio::task::yield_now().await;
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    gate.add_permits(1);
    assert_eq!(second.await.unwrap().body, "1");

    // When the last waiting request is dropped, the run is dropped too, and later requests do not
    // wait for it.
    let (count, gate) = (Arc::default(), Arc::new(Semaphore::new(0)));
    let app = App::new(gated(&count, &gate, |run| run.to_string().into_response()), ());
    let only = tokio::spawn({
        let app = app.clone();
        async move { app.get("/").await }
    });
    tokio::task::yield_now().await;
    only.abort();
    assert!(only.await.unwrap_err().is_cancelled());
    gate.add_permits(1);
    assert_eq!(app.get("/").await.body, "2");
}

#[tokio::test]
async fn run_that_hangs_is_replaced_after_a_minute() {
    let (count, gate) = (Arc::default(), Arc::new(Semaphore::new(0)));
    let app = App::new(gated(&count, &gate, |run| run.to_string().into_response()), ());
    let hung = tokio::spawn({
        let app = app.clone();
        async move { app.get("/").await }
    });
    tokio::task::yield_now().await;
    app.runtime.advance(SECOND * 60);
    let later = tokio::spawn({
        let app = app.clone();
        async move { app.get("/").await }
    });
    tokio::task::yield_now().await;
    assert_eq!(count.load(Ordering::SeqCst), 2);
    gate.add_permits(2);
    assert_eq!(
        (hung.await.unwrap().body, later.await.unwrap().body),
        ("1".into(), "2".into())
    );
    // The response of the abandoned run is not stored.
    assert_eq!(app.get("/").await.body, "2");
}

#[tokio::test]
async fn unreachable_store_is_a_miss() {
    let store = Arc::new(BytesStore::default());
    let (count, gate) = (Arc::default(), Arc::new(Semaphore::new(100)));
    let routes = gated(&count, &gate, |run| run.to_string().into_response());
    let app = App::with_store(routes, (), Arc::new(SharedStore(Arc::clone(&store))));
    assert_eq!(app.get("/").await.body, "1");
    store.unreachable.store(true, Ordering::SeqCst);
    for run in ["2", "3"] {
        let received = app.get("/").await;
        assert_eq!(
            (
                received.status.as_u16(),
                received.body.as_str(),
                received.cache_status()
            ),
            (200, run, "fwd=uri-miss")
        );
    }
    let failed = app.prerender().await;
    assert!(failed[0].1.as_ref().unwrap_err().contains("unreachable"), "{failed:?}");
    store.unreachable.store(false, Ordering::SeqCst);
    let received = app.get("/").await;
    assert_eq!((received.body.as_str(), received.cache_status()), ("1", "hit"));
}
