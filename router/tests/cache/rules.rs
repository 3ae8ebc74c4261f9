//! Which responses are cached, and under which keys.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use frontdesk_router::{
    Body, Caching, IntoResponse, Method, Path, Problem, Query, Redirect, Response, Router, State, StatusCode, any, get,
    on, post,
};
use futures_util::stream;
use serde::Deserialize;

use crate::harness::{App, SECOND};

pub(crate) type Count = Arc<AtomicU32>;

pub(crate) fn next(count: &Count) -> String {
    (count.fetch_add(1, Ordering::SeqCst) + 1).to_string()
}

#[derive(Deserialize)]
pub(crate) struct Search {
    #[serde(default)]
    page: u32,
    #[serde(default)]
    tag: Vec<String>,
}

pub(crate) async fn keyed(State(count): State<Count>, Path(id): Path<String>, Query(search): Query<Search>) -> String {
    format!("{id} {} {:?} {}", search.page, search.tag, next(&count))
}

#[tokio::test]
async fn caching_follows_the_handler_type_and_its_builder() {
    let count = Count::default();
    let counter = |count: &Count| {
        let count = Arc::clone(count);
        move || async move { next(&count) }
    };
    async fn of_state(State(count): State<Count>) -> String {
        next(&count)
    }
    // Whether the default is set before or after a route makes no difference, and none to routes of
    // other routers.
    let plain = || Router::new().route("/plain", get(counter(&count)));
    let by_default = Router::new()
        .route("/before", get(counter(&count)))
        .static_by_default()
        .route("/after", get(counter(&count)))
        .route("/cached", get(counter(&count)).cached())
        .route("/dynamic", get(counter(&count)).dynamic())
        .route("/timed", get(counter(&count)).revalidate(SECOND * 9))
        .route("/state", get(of_state))
        .route("/all", any(counter(&count)))
        .route("/on", on(Method::GET, counter(&count)))
        .route("/post", post(of_state).get(counter(&count)))
        .page("/page", counter(&count))
        .merge(Router::new().route("/merged", get(counter(&count))))
        .nest("/nested", plain());
    let routes = plain()
        .route("/plain-too", post(of_state).get(counter(&count)))
        .page("/page", counter(&count))
        .page("/page-cached", get(counter(&count)).cached())
        .route("/any/{thing}", get(counter(&count)).cached())
        .route("/cached", get(of_state).cached())
        .route("/fresh", get(of_state).revalidate(SECOND * 300).expire(SECOND * 900))
        .route("/timed", get(counter(&count)).expire(SECOND * 9))
        .route("/dynamic", get(counter(&count)).dynamic())
        .route("/state", get(of_state))
        .route("/all", any(counter(&count)))
        .route("/on", on(Method::GET, counter(&count)))
        .route("/post", post(of_state))
        .nest("/by-default", by_default)
        .merge(Router::new().static_by_default().nest("/around", plain()));
    let app = App::new(routes, count);

    let minutes = Some(SECOND * 300);
    for (path, caching) in [
        ("/plain", Some(Caching::Dynamic)),
        ("/plain-too", Some(Caching::Dynamic)),
        ("/page", Some(Caching::Dynamic)),
        ("/page-cached", Some(Caching::Static)),
        ("/any/{thing}", Some(Caching::Static)),
        ("/cached", Some(Caching::Cached(None))),
        ("/fresh", Some(Caching::Cached(minutes))),
        ("/timed", Some(Caching::Cached(Some(SECOND * 9)))),
        ("/dynamic", Some(Caching::Dynamic)),
        ("/state", Some(Caching::Dynamic)),
        ("/all", Some(Caching::Dynamic)),
        ("/on", Some(Caching::Dynamic)),
        ("/post", None),
        ("/by-default/before", Some(Caching::Static)),
        ("/by-default/after", Some(Caching::Static)),
        ("/by-default/cached", Some(Caching::Static)),
        ("/by-default/dynamic", Some(Caching::Dynamic)),
        ("/by-default/timed", Some(Caching::Cached(Some(SECOND * 9)))),
        ("/by-default/state", Some(Caching::Dynamic)),
        ("/by-default/all", Some(Caching::Dynamic)),
        ("/by-default/on", Some(Caching::Dynamic)),
        ("/by-default/post", Some(Caching::Static)),
        ("/by-default/page", Some(Caching::Static)),
        ("/by-default/merged", Some(Caching::Dynamic)),
        ("/by-default/nested/plain", Some(Caching::Dynamic)),
        ("/around/plain", Some(Caching::Dynamic)),
    ] {
        let row = app.routes().rows().iter().find(|row| row.path == path).unwrap();
        assert_eq!(row.get, caching, "{path}");
        if caching.is_none() {
            continue;
        }
        let first = app.get(&path.replace("{thing}", "1")).await;
        let second = app.get(&path.replace("{thing}", "2")).await;
        let cached = caching != Some(Caching::Dynamic);
        assert_eq!(first.body == second.body, cached, "{path}");
        let control = if cached { "no-cache" } else { "private, no-cache" };
        assert_eq!(second.header("cache-control"), control, "{path}");
        assert_eq!(second.header("etag").is_empty(), !cached, "{path}");
        assert_eq!(second.header("cache-status").is_empty(), !cached, "{path}");
    }
}

#[tokio::test]
async fn every_get_runs_without_a_cache() {
    let count = Count::default();
    let routes = Router::new().route("/{id}", get(keyed).cached());
    let app = App::build(routes, count, None);
    for run in 1..4 {
        let received = app.get("/x").await;
        assert_eq!(received.body, format!("x 0 [] {run}"));
        assert_eq!(received.header("cache-control"), "private, no-cache");
        assert!(received.cache_status().is_empty());
    }
}

#[tokio::test]
async fn key_consists_of_the_path_and_the_fields_that_are_read() {
    let app = App::new(Router::new().route("/k/{id}", get(keyed).cached()), Count::default());
    for (path, body) in [
        ("/k/a", "a 0 [] 1"),
        ("/k/%61?junk=1&_fd=x", "a 0 [] 1"),
        ("/k/b", "b 0 [] 2"),
        ("/k/a?page=2&tag=x&tag=y", "a 2 [\"x\", \"y\"] 3"),
        ("/k/a?tag=x&junk=&t%61g=y&page=2", "a 2 [\"x\", \"y\"] 3"),
        ("/k/a?tag=y&tag=x&page=2", "a 2 [\"y\", \"x\"] 4"),
        ("/k/a%2Fb", "a/b 0 [] 5"),
        ("/k/a?page=2&tag=%26page%3D3", "a 2 [\"&page=3\"] 6"),
        ("/k/a", "a 0 [] 1"),
    ] {
        assert_eq!(app.get(path).await.body, body, "{path}");
    }
    // Requests with a path too long to be revalidated, or with a key too long, bypass the cache.
    for path in [
        format!("/k/{}", "x".repeat(1025)),
        format!("/k/a?tag={}", "x".repeat(9000)),
    ] {
        let (one, two) = (app.get(&path).await, app.get(&path).await);
        assert_ne!(one.body, two.body);
    }
    assert_eq!(app.get("/k/%zz").await.status, 400);
    assert_eq!(app.get("/k/a?tag=%EF%BF%BD").await.status, 200);
    assert_eq!(app.get("/k/a?tag=%ff").await.status, 400);
    assert_eq!(app.get("/k/a?junk=%ff").await.cache_status(), "hit");
    assert_eq!(app.get("/k/a?page=x").await.status, 400);
}

#[tokio::test]
async fn only_lasting_responses_for_all_clients_are_stored() {
    async fn respond(Path(kind): Path<String>) -> Response {
        let with = |name: &'static str, value: &'static str| ([(name, value)], "x").into_response();
        match kind.as_str() {
            "ok" => "x".into_response(),
            "moved" => (StatusCode::MOVED_PERMANENTLY, [("location", "/x")]).into_response(),
            "permanent" => Redirect::to("/x").permanent().into_response(),
            "missing" => Problem::not_found().into_response(),
            "gone" => StatusCode::GONE.into_response(),
            "public" => with("cache-control", "public, max-age=60"),
            "see-other" => Redirect::to("/x").into_response(),
            "created" => StatusCode::CREATED.into_response(),
            "partial" => StatusCode::PARTIAL_CONTENT.into_response(),
            "empty" => StatusCode::NO_CONTENT.into_response(),
            "forbidden" => Problem::forbidden().into_response(),
            "many" => StatusCode::TOO_MANY_REQUESTS.into_response(),
            "error" => Problem::internal("secret").into_response(),
            "panic" => std::panic::resume_unwind(Box::new("secret")),
            "unavailable" => StatusCode::SERVICE_UNAVAILABLE.into_response(),
            "cookie" => with("set-cookie", "a=b"),
            "no-store" => with("cache-control", "max-age=0, No-Store"),
            "private" => with("cache-control", "private=\"x\", max-age=9"),
            "stream" => Body::from_stream(stream::iter([Ok::<_, std::io::Error>("x")])).into_response(),
            _ => "x".repeat(9 * 1024 * 1024).into_response(),
        }
    }
    let app = App::new(Router::new().route("/{kind}", get(respond).cached()), ());
    for (kind, status, is_stored, control) in [
        ("ok", 200, true, "no-cache"),
        ("moved", 301, true, "no-cache"),
        ("permanent", 308, true, "no-cache"),
        ("missing", 404, true, "no-cache"),
        ("gone", 410, true, "no-cache"),
        ("public", 200, true, "public, max-age=60"),
        ("see-other", 303, false, "private, no-cache"),
        ("created", 201, false, "private, no-cache"),
        ("partial", 206, false, "private, no-cache"),
        ("empty", 204, false, "private, no-cache"),
        ("forbidden", 403, false, "private, no-cache"),
        ("many", 429, false, "private, no-cache"),
        ("error", 500, false, "private, no-cache"),
        ("panic", 500, false, "private, no-cache"),
        ("unavailable", 503, false, "private, no-cache"),
        ("cookie", 200, false, "private, no-cache"),
        ("no-store", 200, false, "max-age=0, No-Store"),
        ("private", 200, false, "private=\"x\", max-age=9"),
        ("stream", 200, false, "private, no-cache"),
        ("huge", 200, false, "private, no-cache"),
    ] {
        let first = app.get(&format!("/{kind}")).await;
        let stored = if is_stored {
            "fwd=uri-miss; stored"
        } else {
            "fwd=uri-miss"
        };
        assert_eq!(
            (first.status.as_u16(), first.cache_status()),
            (status, stored),
            "{kind}"
        );
        let second = app.get(&format!("/{kind}")).await;
        let served = if is_stored { "hit" } else { "fwd=uri-miss" };
        assert_eq!(
            (second.status.as_u16(), second.cache_status()),
            (status, served),
            "{kind}"
        );
        assert_eq!(
            (first.body.len(), first.header("cache-control")),
            (second.body.len(), control),
            "{kind}"
        );
        assert_eq!(second.header("cache-control"), control, "{kind}");
        assert_eq!(
            second.header("etag").is_empty(),
            !(is_stored && status == 200),
            "{kind}"
        );
        assert!(!second.body.contains("secret"), "{kind}");
    }
}
