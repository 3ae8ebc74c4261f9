//! Fresh, stale and expired responses, and refreshes that fail.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use frontdesk_router::{IntoResponse, Problem, Response, Router, StatusCode, get};

use crate::harness::{App, SECOND};

/// `/` counts its runs, and passes their number to `respond`.
fn app(respond: fn(u32) -> Response, expire: bool) -> (App, Arc<AtomicU32>) {
    let count = Arc::new(AtomicU32::new(0));
    let handler = {
        let count = Arc::clone(&count);
        move || async move { respond(count.fetch_add(1, Ordering::SeqCst) + 1) }
    };
    let get = get(handler).revalidate(SECOND * 10);
    let get = if expire { get.expire(SECOND * 100) } else { get };
    (App::new(Router::<()>::new().route("/", get), ()), count)
}

#[tokio::test]
async fn stale_responses_are_served_while_they_are_refreshed() {
    let (app, _) = app(|run| run.to_string().into_response(), true);
    for (advance, body, cache, tasks) in [
        (0, "1", "fwd=uri-miss; stored", 0),
        (0, "1", "hit; ttl=10", 0),
        (9, "1", "hit; ttl=1", 0),
        (1, "1", "hit; ttl=0", 1),
        (0, "2", "hit; ttl=10", 0),
        (35, "2", "hit; ttl=-25", 1),
        (0, "3", "hit; ttl=10", 0),
        (99, "3", "hit; ttl=-89", 1),
        (100, "5", "fwd=stale; stored", 0),
        (0, "5", "hit; ttl=10", 0),
    ] {
        app.runtime.advance(SECOND * advance);
        let received = app.get("/").await;
        assert_eq!((received.body.as_str(), received.cache_status()), (body, cache));
        assert_eq!(app.runtime.run_tasks().await, tasks, "{cache}");
    }
}

#[tokio::test]
async fn refreshes_do_not_overlap() {
    let (app, count) = app(|run| run.to_string().into_response(), false);
    app.get("/").await;
    app.runtime.advance(SECOND * 3600);
    for _ in 0..5 {
        assert_eq!(app.get("/").await.body, "1");
    }
    assert_eq!(app.runtime.run_tasks().await, 1);
    assert_eq!(
        (app.get("/").await.body.as_str(), count.load(Ordering::SeqCst)),
        ("2", 2)
    );
}

#[tokio::test]
async fn failed_refresh_keeps_the_stale_response_and_waits_longer_each_time() {
    for fail in [
        (|| std::panic::resume_unwind(Box::new("no"))) as fn() -> Response,
        || Problem::internal("no").into_response(),
        || StatusCode::BAD_GATEWAY.into_response(),
    ] {
        static FAIL: std::sync::Mutex<Option<fn() -> Response>> = std::sync::Mutex::new(None);
        *FAIL.lock().unwrap() = Some(fail);
        let (app, count) = app(
            |run| match run {
                1 => "good".into_response(),
                8 => "better".into_response(),
                _ => {
                    let fail = FAIL.lock().unwrap().unwrap();
                    fail()
                }
            },
            false,
        );
        app.get("/").await;
        app.runtime.advance(SECOND * 10);
        for (run, wait) in [(2, 3), (3, 6), (4, 12), (5, 24), (6, 30), (7, 30)] {
            assert_eq!(app.get("/").await.body, "good");
            assert_eq!(app.runtime.run_tasks().await, 1);
            assert_eq!(count.load(Ordering::SeqCst), run);
            app.runtime.advance(SECOND * (wait - 1));
            assert_eq!(app.get("/").await.body, "good");
            assert_eq!(app.runtime.run_tasks().await, 0, "after {run}");
            app.runtime.advance(SECOND);
        }
        assert_eq!(app.get("/").await.body, "good");
        app.runtime.run_tasks().await;
        assert_eq!(app.get("/").await.body, "better");
        assert_eq!(app.get("/").await.cache_status(), "hit; ttl=10");
    }
}

#[tokio::test]
async fn expired_response_is_not_served_after_a_failure() {
    let (app, _) = app(
        |run| match run {
            1 | 4 => run.to_string().into_response(),
            _ => StatusCode::BAD_GATEWAY.into_response(),
        },
        true,
    );
    app.get("/").await;
    app.runtime.advance(SECOND * 100);
    for _ in 0..2 {
        let received = app.get("/").await;
        assert_eq!((received.status.as_u16(), received.cache_status()), (502, "fwd=stale"));
    }
    assert_eq!(app.get("/").await.body, "4");
}

#[tokio::test]
async fn refresh_that_may_not_be_stored_removes_the_stale_response() {
    let (app, _) = app(
        |run| match run {
            1 => "for everyone".into_response(),
            _ => ([("cache-control", "private")], "for one").into_response(),
        },
        false,
    );
    app.get("/").await;
    app.runtime.advance(SECOND * 10);
    assert_eq!(app.get("/").await.body, "for everyone");
    app.runtime.run_tasks().await;
    let received = app.get("/").await;
    assert_eq!(
        (received.body.as_str(), received.cache_status()),
        ("for one", "fwd=uri-miss")
    );
}

#[tokio::test]
async fn first_failure_is_not_stored() {
    let (app, _) = app(
        |run| match run {
            1 => StatusCode::BAD_GATEWAY.into_response(),
            2 => std::panic::resume_unwind(Box::new("no")),
            run => run.to_string().into_response(),
        },
        false,
    );
    assert_eq!(app.get("/").await.status, 502);
    assert_eq!(app.get("/").await.status, 500);
    assert_eq!(app.get("/").await.body, "3");
    assert_eq!(app.get("/").await.body, "3");
}
