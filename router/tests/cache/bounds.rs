//! The store in memory stays within its bound.

use std::sync::Arc;

use frontdesk_router::{MemoryCache, Path, Router, get};

use crate::harness::{App, Held};

#[tokio::test]
async fn ten_thousand_keys_stay_under_a_byte_bound() {
    async fn page(Path(id): Path<u32>) -> String {
        format!("{id:0>1000}")
    }
    let bound = 1024 * 1024;
    let store = Arc::new(MemoryCache::new(bound));
    let routes = Router::<()>::new().route("/{id}", get(page).cached());
    let app = App::with_store(routes, (), Arc::new(Held(Arc::clone(&store))));
    for id in 0..10_000 {
        assert_eq!(app.get(&format!("/{id}")).await.status, 200);
        if id % 100 == 0 {
            assert!(store.bytes() <= bound, "{}", store.bytes());
        }
    }
    assert!(store.bytes() <= bound && store.bytes() > bound / 2, "{}", store.bytes());
    // What is asked for often stays, whatever else comes by.
    for id in 0..2000 {
        app.get("/1").await;
        app.get(&format!("/{}", 20_000 + id)).await;
    }
    assert_eq!(app.get("/1").await.cache(), "hit");
}

#[tokio::test]
async fn strangers_cannot_push_out_what_no_request_changes() {
    async fn page(Path(id): Path<u32>) -> String {
        format!("{id:0>1000}")
    }
    let routes = Router::<()>::new()
        .route("/static", get(async || "x"))
        .route("/of/{id}/all", get(async || "x"))
        .route("/{id}", get(page).cached());
    let store = MemoryCache::new(64 * 1024);
    let app = App::with_store(routes, (), Arc::new(store));
    for path in ["/static", "/of/1/all"] {
        assert_eq!(app.get(path).await.cache(), "fwd=uri-miss; stored");
    }
    for id in 0..1000 {
        // Often enough to seem more popular than anything else.
        for _ in 0..5 {
            app.get(&format!("/{id}")).await;
        }
    }
    for path in ["/static", "/of/2/all"] {
        assert_eq!(app.get(path).await.cache(), "hit", "{path}");
    }
}

#[tokio::test]
async fn stored_is_said_of_what_is() {
    async fn page(Path(id): Path<u32>) -> String {
        format!("{id:0>1000}")
    }
    let routes = Router::<()>::new().route("/{id}", get(page).cached());
    let app = App::with_store(routes, (), Arc::new(MemoryCache::new(16 * 1024)));
    let mut said = [0, 0];
    for id in 2..200 {
        let path = format!("/{id}");
        let stored = match app.get(&path).await.cache() {
            "fwd=uri-miss; stored" => true,
            other => {
                assert_eq!(other, "fwd=uri-miss");
                false
            }
        };
        said[usize::from(stored)] += 1;
        assert_eq!(app.get(&path).await.cache() == "hit", stored, "{path}");
        // What is asked for often keeps its place against newcomers.
        for _ in 0..3 {
            app.get("/0").await;
            app.get("/1").await;
        }
    }
    assert!(said.iter().all(|count| *count > 0), "{said:?}");
}

#[tokio::test]
async fn what_the_store_has_no_room_for_is_not_prerendered() {
    let routes = Router::<()>::new().route("/static", get(async || "x"));
    let app = App::with_store(routes, (), Arc::new(MemoryCache::new(100)));
    let ended = app.routes().prerender(&app.shared).await;
    let why = "the response was not cached: the store has no room for it or is unreachable";
    assert_eq!(ended, [("/static".to_owned(), Err(why.to_owned()))]);
    assert_eq!(app.get("/static").await.cache(), "fwd=uri-miss");
}

#[tokio::test]
async fn what_runs_before_anyone_asks() {
    async fn fails() -> http::StatusCode {
        http::StatusCode::BAD_GATEWAY
    }
    async fn of_id(Path(id): Path<u32>) -> String {
        id.to_string()
    }
    let routes = Router::<()>::new()
        .route("/static", get(async || "x"))
        .route("/any/{of}/{*them}", get(async || "x"))
        .route("/dynamic", get(fails).dynamic())
        .route("/by-id/{id}", get(of_id).cached())
        .route("/fails", get(fails))
        .route("/private", get(async || ([("cache-control", "no-store")], "x")));
    let app = App::new(routes, ());
    for _ in 0..2 {
        let ended = app.routes().prerender(&app.shared).await;
        let ended: Vec<_> = ended
            .iter()
            .map(|(path, ended)| (path.as_str(), ended.as_ref().err().map(String::as_str)))
            .collect();
        assert_eq!(
            ended,
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
                // Catch-alls come last.
                ("/any/{of}/{*them}", None),
            ]
        );
    }
    assert_eq!(app.get("/static").await.cache(), "hit");
    assert_eq!(app.get("/any/a/b/c").await.cache(), "hit");
}
