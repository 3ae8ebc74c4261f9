//! Revalidation: which responses it outdates, and that the next read sees the change.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use frontdesk_router::__desk::Cache;
use frontdesk_router::{
    CacheStore, InvalidNameError, MemoryCache, Method, NoContent, Path, Problem, Query, Revalidate, Router, State, get,
    post,
};
use serde::Deserialize;
use tokio::sync::Semaphore;

use crate::harness::{App, BytesStore, SharedStore};

type Count = Arc<AtomicU32>;

async fn count(State(count): State<Count>) -> String {
    (count.fetch_add(1, Ordering::SeqCst) + 1).to_string()
}

#[derive(Deserialize)]
struct Page {
    #[serde(default)]
    page: u32,
}

async fn item(State(count): State<Count>, Path(id): Path<String>, Query(page): Query<Page>) -> String {
    let run = count.fetch_add(1, Ordering::SeqCst) + 1;
    format!("{id} {} {run}", page.page)
}

fn app(store: Arc<dyn CacheStore>) -> (App, Revalidate) {
    let cache = Cache::new(store);
    let routes = Router::new()
        .route("/", get(count).cached())
        .route("/a", get(count).tag("t"))
        .route("/a/b", get(count).tag("t").tag("u"))
        .route("/ab", get(count).tag("ü"))
        .route("/items/{id}", get(item).tag("items"))
        .route("/one/{any}", get(count).cached());
    let app = App::build(routes, Count::default(), Some(cache.clone()));
    (app, Revalidate::new(Some(cache)))
}

#[tokio::test]
async fn names_outdate_the_responses_that_have_them() {
    let all = ["/", "/a", "/a/b", "/ab", "/items/x", "/items/x?page=2", "/items/a%2Fb"];
    let stores: [fn() -> Arc<dyn CacheStore>; 2] =
        [|| Arc::new(MemoryCache::default()), || Arc::new(BytesStore::default())];
    for store in stores {
        let (app, revalidate) = app(store());
        for path in all {
            app.get(path).await;
        }
        let long = "x".repeat(1024);
        for (name, outdated) in [
            ("path:/", &["/"][..]),
            ("path:/a", &["/a"]),
            ("path:/a/", &[]),
            ("path:/nothing", &[]),
            ("path:/items/x", &["/items/x", "/items/x?page=2"]),
            ("path:/items/%78?page=2#x", &["/items/x", "/items/x?page=2"]),
            ("path:/items/a%2fb", &["/items/a%2Fb"]),
            ("path:/items/a/b", &[]),
            ("path:/items/{id}", &[]),
            ("path:/50%", &[]),
            ("below:/a", &["/a", "/a/b"]),
            ("below:/a/", &["/a", "/a/b"]),
            ("below:/items", &["/items/x", "/items/x?page=2", "/items/a%2Fb"]),
            ("below:/", &all),
            ("tag:t", &["/a", "/a/b"]),
            ("tag:ü", &["/ab"]),
            ("tag:", &[]),
            ("tag:/a", &[]),
            (&format!("tag:{long}"), &[]),
        ] {
            let (kind, text) = name.split_once(':').unwrap();
            match kind {
                "path" => revalidate.path(text).await,
                "below" => revalidate.path_and_below(text).await,
                _ => revalidate.tag(text).await,
            }
            .unwrap();
            for path in all {
                let expected = if outdated.contains(&path) {
                    "fwd=stale; stored"
                } else {
                    "hit"
                };
                assert_eq!(app.get(path).await.cache_status(), expected, "{name} {path}");
            }
        }
        let too_long = format!("/{long}");
        assert_eq!(revalidate.tag(&too_long).await, Err(InvalidNameError::TooLong));
        assert_eq!(revalidate.path(&too_long).await, Err(InvalidNameError::TooLong));
        assert_eq!(revalidate.path(&"/ü".repeat(300)).await, Err(InvalidNameError::TooLong));
        assert_eq!(
            revalidate.path_and_below(&too_long).await,
            Err(InvalidNameError::TooLong)
        );
        assert_eq!(revalidate.path("a").await, Err(InvalidNameError::NotAPath));
        assert_eq!(app.get("/a").await.cache_status(), "hit");
    }
}

#[tokio::test]
async fn response_that_many_paths_share_is_revalidated_by_any_of_them() {
    let (app, revalidate) = app(Arc::new(MemoryCache::default()));
    for (path, body) in [("/one/x", "1"), ("/one/y", "1")] {
        assert_eq!(app.get(path).await.body, body);
    }
    revalidate.path("/one/x").await.unwrap();
    for (path, body) in [("/one/x", "2"), ("/one/y", "2"), ("/one/x", "2")] {
        assert_eq!(app.get(path).await.body, body);
    }
}

#[tokio::test]
async fn revalidations_take_effect_even_if_the_request_fails() {
    async fn change(revalidate: Revalidate) -> Result<NoContent, Problem> {
        revalidate.path("/x").await?;
        revalidate.tag("y").await?;
        revalidate.tag("y").await?;
        Err(Problem::conflict("conflict"))
    }
    async fn too_long(revalidate: Revalidate) -> Result<NoContent, Problem> {
        revalidate.tag(&"x".repeat(2000)).await?;
        Ok(NoContent)
    }
    let routes = Router::new()
        .route("/x", get(count).cached())
        .route("/y", get(count).tag("y"))
        .route("/change", post(change))
        .route("/too-long", post(too_long));
    let app = App::new(routes, Count::default());
    assert_eq!(
        (app.get("/x").await.body, app.get("/y").await.body),
        ("1".into(), "2".into())
    );
    assert_eq!(app.request(Method::POST, "/change", &[]).await.status, 409);
    assert_eq!(
        (app.get("/x").await.body, app.get("/y").await.body),
        ("3".into(), "4".into())
    );
    assert_eq!(app.request(Method::POST, "/too-long", &[]).await.status, 500);
}

#[tokio::test]
async fn next_read_sees_the_change_despite_an_older_run_in_progress() {
    #[derive(Clone)]
    struct Db {
        value: Arc<AtomicU32>,
        gate: Arc<Semaphore>,
    }
    async fn read(State(db): State<Db>) -> String {
        let value = db.value.load(Ordering::SeqCst);
        if value == 0 {
            db.gate.acquire().await.unwrap().forget();
        }
        value.to_string()
    }
    let bytes = Arc::new(BytesStore::default());
    // Even if the store loses the revalidation, readers in this instance do not receive an older
    // run's response.
    for (store, unreachable) in [
        (Arc::new(MemoryCache::default()) as Arc<dyn CacheStore>, false),
        (Arc::new(BytesStore::default()), false),
        (Arc::new(SharedStore(Arc::clone(&bytes))), true),
    ] {
        let db = Db {
            value: Arc::default(),
            gate: Arc::new(Semaphore::new(0)),
        };
        let cache = Cache::new(store);
        let routes = Router::new().route("/", get(read).tag("value"));
        let app = App::build(routes, db.clone(), Some(cache.clone()));
        let early = tokio::spawn({
            let app = app.clone();
            async move { app.get("/").await }
        });
        for _ in 0..5 {
            tokio::task::yield_now().await;
        }
        db.value.store(1, Ordering::SeqCst);
        bytes.unreachable.store(unreachable, Ordering::SeqCst);
        Revalidate::new(Some(cache)).tag("value").await.unwrap();
        bytes.unreachable.store(false, Ordering::SeqCst);
        assert_eq!(app.get("/").await.body, "1");
        db.gate.add_permits(1);
        assert_eq!(early.await.unwrap().body, "0");
        assert_eq!(app.get("/").await.body, "1");
        assert_eq!(app.get("/").await.cache_status(), "hit");
    }
}

#[tokio::test]
async fn refresh_that_began_before_a_revalidation_leaves_nothing_fresh() {
    let value = Arc::new(AtomicU32::new(0));
    let gate = Arc::new(Semaphore::new(1));
    let handler = {
        let (value, gate) = (Arc::clone(&value), Arc::clone(&gate));
        move || async move {
            let read = value.load(Ordering::SeqCst);
            gate.acquire().await.unwrap().forget();
            read.to_string()
        }
    };
    let cache = Cache::new(Arc::new(MemoryCache::default()));
    let get = get(handler).revalidate(crate::harness::SECOND).tag("t");
    let app = App::build(Router::<()>::new().route("/", get), (), Some(cache.clone()));
    app.get("/").await;
    app.runtime.advance(crate::harness::SECOND);
    assert_eq!(app.get("/").await.body, "0");
    let refresh = tokio::spawn({
        let runtime = app.runtime.clone();
        async move { runtime.run_tasks().await }
    });
    tokio::task::yield_now().await;
    value.store(1, Ordering::SeqCst);
    Revalidate::new(Some(cache)).tag("t").await.unwrap();
    gate.add_permits(1);
    assert_eq!(refresh.await.unwrap(), 1);
    gate.add_permits(1);
    let received = app.get("/").await;
    assert_eq!(
        (received.body.as_str(), received.cache_status()),
        ("1", "fwd=stale; stored")
    );
}
