//! Hits that repeat: a store may shorten them, but they never show what it has dropped.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use frontdesk_router::__desk::Cache;
use frontdesk_router::{
    CacheStore, IntoResponse, MemoryCache, Method, Path, Response, Revalidate, Router, State, StatusCode, get,
};

use crate::harness::{App, BytesStore, SECOND, SharedStore};

type Runs = Arc<AtomicU32>;

async fn run(State(runs): State<Runs>) -> String {
    (runs.fetch_add(1, Ordering::SeqCst) + 1).to_string()
}

async fn run_of(State(runs): State<Runs>, Path(id): Path<String>) -> String {
    format!("{id} {}", runs.fetch_add(1, Ordering::SeqCst) + 1)
}

/// Often enough that every short way is taken.
const OFTEN: u32 = 100;

async fn assert_hits(app: &App, path: &str, body: &str) {
    for _ in 0..OFTEN {
        let received = app.get(path).await;
        assert_eq!(
            (received.cache_status(), received.body.as_str()),
            ("hit", body),
            "{path}"
        );
    }
}

fn stores() -> [Arc<dyn CacheStore>; 3] {
    [
        Arc::new(MemoryCache::default()),
        Arc::new(SharedStore(Arc::new(MemoryCache::default()))),
        Arc::new(BytesStore::default()),
    ]
}

fn routes(tag: &str) -> Router<Runs> {
    Router::new()
        .route("/a/b", get(run).tag(tag))
        .route("/any/{of}/them", get(run).tag(tag))
        .route("/of/{id}", get(run_of).tag(tag))
}

#[tokio::test]
async fn every_revalidation_ends_the_hits_of_its_responses_alone() {
    for store in stores() {
        let cache = Cache::new(store);
        let app = App::build(routes("t"), Runs::default(), Some(cache.clone()));
        let revalidate = Revalidate::new(Some(cache));
        let paths = ["/a/b", "/any/1/them", "/of/1", "/of/%C3%A9"];
        for (name, ended) in [
            ("path /a/b", &["/a/b"][..]),
            ("path /of/1", &["/of/1"]),
            ("path /of/é", &["/of/%C3%A9"]),
            ("path /any/1/them", &["/any/1/them"]),
            ("path /any/2/them", &[]),
            ("below /of", &["/of/1", "/of/%C3%A9"]),
            ("below /a", &["/a/b"]),
            ("below /", &paths),
            ("tag t", &paths),
            ("tag u", &[]),
        ] {
            let mut bodies = Vec::new();
            for path in paths {
                let body = app.get(path).await.body;
                assert_hits(&app, path, &body).await;
                bodies.push(body);
            }
            match name.split_once(' ').unwrap() {
                ("path", path) => revalidate.path(path).await,
                ("below", path) => revalidate.path_and_below(path).await,
                (_, tag) => revalidate.tag(tag).await,
            }
            .unwrap();
            for (path, body) in paths.iter().zip(bodies) {
                if ended.contains(path) {
                    let received = app.get(path).await;
                    assert_eq!(received.cache_status(), "fwd=stale; stored", "{name}: {path}");
                    assert_ne!(received.body, body);
                } else {
                    assert_hits(&app, path, &body).await;
                }
            }
        }
    }
}

/// A route that reads nothing has one response for all its paths, and each path has a name of its
/// own.
#[tokio::test]
async fn one_response_for_many_paths_is_outdated_at_the_path_that_was_revalidated() {
    for store in stores() {
        let cache = Cache::new(store);
        let app = App::build(routes("t"), Runs::default(), Some(cache.clone()));
        assert_eq!(app.get("/any/1/them").await.body, "1");
        Revalidate::new(Some(cache)).path("/any/2/them").await.unwrap();
        assert_hits(&app, "/any/1/them", "1").await;
        assert_eq!(app.get("/any/2/them").await.cache_status(), "fwd=stale; stored");
        assert_hits(&app, "/any/1/them", "2").await;
    }
}

#[tokio::test]
async fn desks_with_one_store_see_what_the_others_change() {
    for store in stores() {
        let runs = Runs::default();
        let caches = [store.clone(), store].map(Cache::new);
        // The second desk has the same routes with another tag.
        let apps: Vec<_> = (caches.iter().zip(["t", "u"]))
            .map(|(cache, tag)| App::build(routes(tag), runs.clone(), Some(cache.clone())))
            .collect();
        for path in ["/a/b", "/of/1"] {
            for (first, second) in [(0, 1), (1, 0)] {
                let body = apps[first].get(path).await.body;
                assert_hits(&apps[first], path, &body).await;
                assert_hits(&apps[second], path, &body).await;
                // Outdated for the desk whose route has the tag, and for the other from its next run on.
                let tag = ["t", "u"][first];
                Revalidate::new(Some(caches[second].clone())).tag(tag).await.unwrap();
                assert_hits(&apps[second], path, &body).await;
                let received = apps[first].get(path).await;
                assert_eq!(received.cache_status(), "fwd=stale; stored");
                assert_ne!(received.body, body);
                assert_hits(&apps[second], path, &received.body).await;
                assert_hits(&apps[first], path, &received.body).await;
            }
        }
    }
}

/// What the handler of [`changed_by_a_refresh`] responds with.
const GOOD: u32 = 0;
const MISSING_TO_OTHERS: u32 = 1;
const FAILING: u32 = 2;

async fn by_mode(State(mode): State<Runs>, Path(id): Path<String>) -> Response {
    match mode.load(Ordering::SeqCst) {
        GOOD => id.into_response(),
        MISSING_TO_OTHERS => ([("cache-control", "private")], "private").into_response(),
        FAILING => (StatusCode::BAD_GATEWAY, "failed").into_response(),
        other => format!("{id} {other}").into_response(),
    }
}

async fn changed_by_a_refresh(store: Arc<dyn CacheStore>) {
    let mode = Runs::default();
    let routes = Router::new().route("/of/{id}", get(by_mode).revalidate(SECOND * 10).expire(SECOND * 40));
    let app = App::with_store(routes, mode.clone(), store);
    let status = async |expected: &str, body: &str| {
        for method in [Method::GET, Method::HEAD] {
            for _ in 0..OFTEN {
                let received = app.request(method.clone(), "/of/1", &[]).await;
                assert_eq!(received.cache_status(), expected);
                assert_eq!(received.body, if method == Method::GET { body } else { "" });
            }
        }
    };
    assert_eq!(app.get("/of/1").await.cache_status(), "fwd=uri-miss; stored");
    status("hit; ttl=10", "1").await;
    app.runtime.advance(SECOND * 3);
    status("hit; ttl=7", "1").await;
    assert_eq!(app.get("/of/1").await.header("age"), "3");
    app.runtime.advance(SECOND / 2);
    status("hit; ttl=6", "1").await;
    assert_eq!(app.get("/of/1").await.header("age"), "3");

    // Replaced by a refresh.
    app.runtime.advance(SECOND * 13 / 2);
    mode.store(7, Ordering::SeqCst);
    status("hit; ttl=0", "1").await;
    app.runtime.run_tasks().await;
    status("hit; ttl=10", "1 7").await;

    // A refresh that fails leaves it, until it expires.
    app.runtime.advance(SECOND * 10);
    mode.store(FAILING, Ordering::SeqCst);
    status("hit; ttl=0", "1 7").await;
    app.runtime.run_tasks().await;
    status("hit; ttl=0", "1 7").await;
    app.runtime.advance(SECOND * 30);
    status("fwd=stale", "failed").await;

    // A refresh with a response for one client removes it.
    mode.store(GOOD, Ordering::SeqCst);
    assert_eq!(app.get("/of/1").await.cache_status(), "fwd=stale; stored");
    status("hit; ttl=10", "1").await;
    app.runtime.advance(SECOND * 10);
    mode.store(MISSING_TO_OTHERS, Ordering::SeqCst);
    status("hit; ttl=0", "1").await;
    app.runtime.run_tasks().await;
    status("fwd=uri-miss", "private").await;
}

#[tokio::test]
async fn hits_follow_the_clock_and_the_refreshes() {
    for store in stores() {
        changed_by_a_refresh(store).await;
    }
}

/// A store that isn't ours may change at any time, and no one tells the desk.
#[tokio::test]
async fn changes_of_another_instance_are_seen_at_once() {
    let store = Arc::new(BytesStore::default());
    let app = |runs: u32| {
        let runs = Arc::new(AtomicU32::new(runs));
        App::with_store(routes("t"), runs, Arc::new(SharedStore(Arc::clone(&store))))
    };
    let (one, other) = (app(0), app(100));
    for path in ["/a/b", "/any/1/them", "/of/1"] {
        let body = one.get(path).await.body;
        assert_hits(&other, path, &body).await;
        store.clear();
        let changed = other.get(path).await.body;
        assert_ne!(changed, body);
        assert_hits(&one, path, &changed).await;
    }
}

#[tokio::test]
async fn responses_that_were_evicted_are_not_served() {
    const ROUTES: u32 = 200;
    let mut routes = Router::new();
    for nth in 0..ROUTES {
        routes = routes.route(format!("/{nth}"), get(large).cached());
    }
    let routes = routes.route("/by-id/{id}", get(large_of).cached());
    let bound = 64 * 1024;
    let store = Arc::new(MemoryCache::new(bound));
    let app = App::with_store(routes, Runs::default(), Arc::clone(&store) as Arc<dyn CacheStore>);
    for (prefix, keys) in [("/", ROUTES), ("/by-id/", 1000)] {
        let mut last = vec![String::new(); keys as usize];
        let mut hits = 0;
        for step in 0..keys * 8 {
            // The lower the number, the more often.
            let nth = (step * step + step) % (1 + step % keys);
            let received = app.get(&format!("{prefix}{nth}")).await;
            let last = &mut last[nth as usize];
            if received.cache_status() == "hit" {
                hits += 1;
                assert_eq!(received.body, *last, "{prefix}{nth}");
            }
            *last = received.body;
            if step % 50 == 0 {
                assert!(store.bytes() <= bound * 2);
            }
        }
        assert!(hits > 100 && hits < keys * 7, "{prefix} {hits}");
    }
}

async fn large(State(runs): State<Runs>) -> String {
    format!("{:0>1000}", runs.fetch_add(1, Ordering::SeqCst))
}

async fn large_of(State(runs): State<Runs>, Path(id): Path<String>) -> String {
    format!("{id} {:0>1000}", runs.fetch_add(1, Ordering::SeqCst))
}

#[tokio::test]
async fn conditional_requests_are_the_same_for_the_first_hit_and_all_others() {
    async fn page() -> impl IntoResponse {
        (
            [("last-modified", "Sun, 06 Nov 1994 08:49:37 GMT"), ("x-a", "b")],
            "page",
        )
    }
    for store in stores() {
        let routes = Router::<()>::new()
            .route("/", get(page).cached())
            .route("/ages", get(page).revalidate(SECOND * 10));
        let app = App::with_store(routes, (), store);
        for path in ["/", "/ages"] {
            let etag = app.get(path).await.header("etag").to_owned();
            let later = "Sun, 06 Nov 1994 08:49:38 GMT";
            let earlier = "Sun, 06 Nov 1994 08:49:36 GMT";
            let (hit, age) = if path == "/" { ("hit", "") } else { ("hit; ttl=10", "0") };
            for (headers, status) in [
                (&[][..], 200),
                (&[("if-none-match", etag.as_str())], 304),
                (&[("if-none-match", "*")], 304),
                (&[("if-none-match", "\"other\"")], 200),
                (&[("if-modified-since", later)], 304),
                (&[("if-modified-since", earlier)], 200),
                (&[("if-none-match", "\"other\""), ("if-modified-since", later)], 200),
            ] {
                for _ in 0..OFTEN {
                    let received = app.request(Method::GET, path, headers).await;
                    assert_eq!(received.status, status, "{path} {headers:?}");
                    assert_eq!((received.cache_status(), received.header("age")), (hit, age));
                    assert_eq!(
                        (received.header("etag"), received.header("cache-control")),
                        (etag.as_str(), "no-cache")
                    );
                    let complete = status == 200;
                    assert_eq!(received.header("x-a"), if complete { "b" } else { "" });
                    assert_eq!(received.body, if complete { "page" } else { "" });
                }
            }
        }
    }
}
