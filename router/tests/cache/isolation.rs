//! The handler of a cached GET runs in a task of its own, which ends with the last request that
//! waits for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use frontdesk_router::__desk::Cache;
use frontdesk_router::{Body, IntoResponse, MemoryCache, Path, Request, Response, Route, Router, get};
use futures_util::stream;
use tokio::sync::Semaphore;
use tower_layer::layer_fn;

use crate::harness::App;

tokio::task_local! {
    /// axum's documentation passes the user on like this.
    static CURRENT_USER: String;
}

/// Wraps routes in a layer that sets the user from the cookie of the request.
fn with_user(routes: Router<()>) -> Router<()> {
    routes.layer(layer_fn(|route: Route| {
        Route::from_fn(move |request: Request| {
            let cookie = request.headers().get("cookie");
            let user = cookie.map_or("nobody", |cookie| cookie.to_str().unwrap()).to_owned();
            Box::pin(CURRENT_USER.scope(user, route.serve(request)))
        })
    }))
}

fn user() -> String {
    CURRENT_USER.try_with(Clone::clone).unwrap_or_default()
}

/// Responds in many ways, each with the user's name if there is any.
async fn greet(Path(kind): Path<String>) -> Response {
    match kind.as_str() {
        "strict" => CURRENT_USER.get().into_response(),
        "cookie" => ([("set-cookie", "a=b")], user()).into_response(),
        "stream" => Body::from_stream(stream::iter([Ok::<_, std::io::Error>(user())])).into_response(),
        _ => user().into_response(),
    }
}

#[tokio::test]
async fn cached_handler_sees_no_task_local_of_the_request() {
    let routes = || {
        let routes = Router::new()
            .route("/cached/{kind}", get(greet).cached())
            .route("/dynamic/{kind}", get(greet));
        with_user(routes)
    };
    let cache = || Cache::new(Arc::new(MemoryCache::default()));
    let (stored, bare) = (App::build(routes(), (), Some(cache())), App::build(routes(), (), None));
    let long = "x".repeat(2000);
    for (name, app) in [("with a store", stored), ("without a store", bare)] {
        for kind in ["strict", "plain", "cookie", "stream", &long, "%zz"] {
            for user in ["ada", "bob"] {
                let get = |path: String| {
                    let app = app.clone();
                    async move { app.request(http::Method::GET, &path, &[("cookie", user)]).await }
                };
                let at = format!("{name}: {kind:.9} {user}");
                let cached = get(format!("/cached/{kind}")).await;
                let dynamic = get(format!("/dynamic/{kind}")).await;
                let status = match kind {
                    "%zz" => [400, 400],
                    "strict" => [500, 200],
                    _ => [200, 200],
                };
                assert_eq!([cached.status.as_u16(), dynamic.status.as_u16()], status, "{at}");
                assert!(!cached.body.contains(user), "{at}: {}", cached.body);
                if kind != "%zz" {
                    assert_eq!(dynamic.body, user, "{at}");
                }
            }
        }
    }
}

/// A handler that counts when it begins, ends and is dropped, and waits for a permit.
#[derive(Clone)]
struct Watched {
    begun: Arc<AtomicU32>,
    dropped: Arc<AtomicU32>,
    gate: Arc<Semaphore>,
}

struct OnDrop(Arc<AtomicU32>);

impl Drop for OnDrop {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

impl Watched {
    fn new() -> Self {
        Self {
            begun: Arc::default(),
            dropped: Arc::default(),
            gate: Arc::new(Semaphore::new(0)),
        }
    }

    fn routes(&self, with_cookie: bool) -> Router<()> {
        let this = self.clone();
        let handler = move |Path(_): Path<String>| {
            let this = this.clone();
            async move {
                let _on_drop = OnDrop(Arc::clone(&this.dropped));
                let run = this.begun.fetch_add(1, Ordering::SeqCst) + 1;
                this.gate.acquire().await.unwrap().forget();
                let cookie = with_cookie.then_some([("set-cookie", "a=b")]);
                (cookie, format!("{run}{}", user())).into_response()
            }
        };
        with_user(Router::new().route("/{id}", get(handler).cached()))
    }

    fn counts(&self) -> (u32, u32) {
        (self.begun.load(Ordering::SeqCst), self.dropped.load(Ordering::SeqCst))
    }
}

/// Lets all tasks run until they wait.
async fn settle() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn each_later_client_of_a_response_for_one_client_has_a_task_of_its_own() {
    let watched = Watched::new();
    let app = App::new(watched.routes(true), ());
    let get = |user| app.request(http::Method::GET, "/1", user);
    watched.gate.add_permits(9);
    let (one, two, three) = tokio::join!(
        get(&[("cookie", "ada")]),
        get(&[("cookie", "bob")]),
        get(&[("cookie", "cleo")])
    );
    let mut bodies = [one.body, two.body, three.body];
    bodies.sort();
    assert_eq!(bodies, ["1", "2", "3"]);
    assert_eq!(watched.counts(), (3, 3));
}

#[tokio::test]
async fn run_is_aborted_when_its_last_client_disconnects() {
    let long = format!("/{}", "x".repeat(2000));
    for (name, store, path) in [
        ("stored", true, "/1"),
        ("without a store", false, "/1"),
        ("too long for a key", true, long.as_str()),
    ] {
        let watched = Watched::new();
        let cache = store.then(|| Cache::new(Arc::new(MemoryCache::default())));
        let app = App::build(watched.routes(false), (), cache);
        let request = || {
            let (app, path) = (app.clone(), path.to_owned());
            tokio::spawn(async move { app.get(&path).await })
        };
        // Clients that connect and disconnect: each begins a run, which ends with it.
        for number in 1..=5 {
            let client = request();
            settle().await;
            assert_eq!(watched.counts(), (number, number - 1), "{name}");
            client.abort();
            settle().await;
            assert_eq!(watched.counts(), (number, number), "{name}");
        }
        // The next one does not wait for any of them.
        watched.gate.add_permits(1);
        let client = request().await.unwrap();
        assert_eq!((client.status.as_u16(), client.body.as_str()), (200, "6"), "{name}");
        assert_eq!(watched.counts(), (6, 6), "{name}");
    }
}

#[tokio::test]
async fn run_whose_task_was_dropped_is_a_masked_500() {
    for store in [true, false] {
        let watched = Watched::new();
        let cache = store.then(|| Cache::new(Arc::new(MemoryCache::default())));
        let app = App::build(watched.routes(false), (), cache);
        app.runtime.drop_tasks();
        let (one, two) = tokio::join!(app.get("/1"), app.get("/1"));
        for received in [one, two, app.get("/1").await] {
            assert_eq!(received.status, 500);
            assert!(received.body.contains("log_id"), "{}", received.body);
            assert!(!received.body.contains("task"), "{}", received.body);
            assert_eq!(received.header("cache-status").is_empty(), !store);
        }
        assert_eq!(watched.counts(), (0, 0));
    }
}

#[tokio::test]
async fn body_that_panics_is_a_masked_500() {
    struct Panics;
    impl http_body::Body for Panics {
        type Data = frontdesk_router::Bytes;
        type Error = std::io::Error;
        fn poll_frame(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Result<http_body::Frame<Self::Data>, Self::Error>>> {
            std::panic::resume_unwind(Box::new("secret"))
        }
        fn size_hint(&self) -> http_body::SizeHint {
            http_body::SizeHint::with_exact(3)
        }
    }
    let routes = Router::<()>::new().route("/", get(async || Body::new(Panics).into_response()).cached());
    let app = App::new(routes, ());
    for _ in 0..2 {
        let received = app.get("/").await;
        assert_eq!(received.status, 500);
        assert!(!received.body.contains("secret"), "{}", received.body);
    }
}
