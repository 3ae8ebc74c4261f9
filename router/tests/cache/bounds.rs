//! The capacity of the store in memory, and prerendering.

use std::sync::Arc;

use frontdesk_router::{MemoryCache, Path, Router, get};

use crate::harness::{App, SharedStore};

#[tokio::test]
async fn ten_thousand_keys_stay_within_the_capacity() {
    async fn page(Path(id): Path<u32>) -> String {
        format!("{id:0>1000}")
    }
    let bound = 1024 * 1024;
    let store = Arc::new(MemoryCache::new(bound));
    let routes = Router::<()>::new().route("/{id}", get(page).cached());
    let app = App::with_store(routes, (), Arc::new(SharedStore(Arc::clone(&store))));
    for id in 0..10_000 {
        assert_eq!(app.get(&format!("/{id}")).await.status, 200);
        if id % 100 == 0 {
            assert!(store.bytes() <= bound, "{}", store.bytes());
        }
    }
    assert!(store.bytes() <= bound && store.bytes() > bound / 2, "{}", store.bytes());
    // Responses that are requested often stay.
    for id in 0..2000 {
        app.get("/1").await;
        app.get(&format!("/{}", 20_000 + id)).await;
    }
    assert_eq!(app.get("/1").await.cache_status(), "hit");
}

#[tokio::test]
async fn static_responses_are_not_evicted_by_requests_for_other_paths() {
    async fn page(Path(id): Path<u32>) -> String {
        format!("{id:0>1000}")
    }
    let routes = Router::<()>::new()
        .route("/static", get(async || "x").cached())
        .route("/of/{id}/all", get(async || "x").cached())
        .route("/{id}", get(page).cached());
    let store = MemoryCache::new(64 * 1024);
    let app = App::with_store(routes, (), Arc::new(store));
    for path in ["/static", "/of/1/all"] {
        assert_eq!(app.get(path).await.cache_status(), "fwd=uri-miss; stored");
    }
    for id in 0..1000 {
        // Often enough to seem the most popular.
        for _ in 0..5 {
            app.get(&format!("/{id}")).await;
        }
    }
    for path in ["/static", "/of/2/all"] {
        assert_eq!(app.get(path).await.cache_status(), "hit", "{path}");
    }
}

#[tokio::test]
async fn cache_status_has_stored_only_if_the_response_was() {
    async fn page(Path(id): Path<u32>) -> String {
        format!("{id:0>1000}")
    }
    let routes = Router::<()>::new().route("/{id}", get(page).cached());
    let app = App::with_store(routes, (), Arc::new(MemoryCache::new(16 * 1024)));
    let mut counts = [0, 0];
    for id in 2..200 {
        let path = format!("/{id}");
        let stored = match app.get(&path).await.cache_status() {
            "fwd=uri-miss; stored" => true,
            other => {
                assert_eq!(other, "fwd=uri-miss");
                false
            }
        };
        counts[usize::from(stored)] += 1;
        assert_eq!(app.get(&path).await.cache_status() == "hit", stored, "{path}");
        // Responses that are requested often are not replaced by new ones.
        for _ in 0..3 {
            app.get("/0").await;
            app.get("/1").await;
        }
    }
    assert!(counts.iter().all(|count| *count > 0), "{counts:?}");
}

#[tokio::test]
async fn prerender_fails_if_the_store_has_no_room() {
    let routes = Router::<()>::new().route("/static", get(async || "x").cached());
    let app = App::with_store(routes, (), Arc::new(MemoryCache::new(100)));
    let results = app.prerender().await;
    let reason = "the response was not cached: the store has no room for it or is unreachable";
    assert_eq!(results, [("/static".to_owned(), Err(reason.to_owned()))]);
    assert_eq!(app.get("/static").await.cache_status(), "fwd=uri-miss");
}

#[tokio::test]
async fn prerender_runs_static_gets() {
    async fn fails() -> http::StatusCode {
        http::StatusCode::BAD_GATEWAY
    }
    async fn of_id(Path(id): Path<u32>) -> String {
        id.to_string()
    }
    let routes = Router::<()>::new()
        .route("/static", get(async || "x").cached())
        .route("/any/{of}/{*them}", get(async || "x").cached())
        .route("/dynamic", get(fails))
        .route("/by-id/{id}", get(of_id).cached())
        .route("/fails", get(fails).cached())
        .route(
            "/private",
            get(async || ([("cache-control", "no-store")], "x")).cached(),
        );
    let app = App::new(routes, ());
    for _ in 0..2 {
        let results = app.prerender().await;
        let results: Vec<_> = results
            .iter()
            .map(|(path, result)| (path.as_str(), result.as_ref().err().map(String::as_str)))
            .collect();
        assert_eq!(
            results,
            [
                ("/static", None),
                (
                    "/fails",
                    Some("the response cannot be cached: its status is 502 Bad Gateway")
                ),
                (
                    "/private",
                    Some("the response cannot be cached: it has `Cache-Control: no-store` or `private`")
                ),
                // Catch-alls are last.
                ("/any/{of}/{*them}", None),
            ]
        );
    }
    assert_eq!(app.get("/static").await.cache_status(), "hit");
    assert_eq!(app.get("/any/a/b/c").await.cache_status(), "hit");
}
