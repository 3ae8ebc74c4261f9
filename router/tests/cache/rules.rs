//! What is kept, under what, and how it is answered.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use frontdesk_router::{
    Body, Caching, IntoResponse, Method, Path, Problem, Query, Redirect, Response, Route, Router, State, StatusCode,
    any, get, on, post,
};
use futures_util::stream;
use serde::Deserialize;
use tower_layer::layer_fn;

use crate::harness::{App, SECOND};

type Count = Arc<AtomicU32>;

fn next(count: &Count) -> String {
    (count.fetch_add(1, Ordering::SeqCst) + 1).to_string()
}

#[derive(Deserialize)]
struct Search {
    #[serde(default)]
    page: u32,
    #[serde(default)]
    tag: Vec<String>,
}

async fn keyed(State(count): State<Count>, Path(id): Path<String>, Query(search): Query<Search>) -> String {
    format!("{id} {} {:?} {}", search.page, search.tag, next(&count))
}

#[tokio::test]
async fn what_the_type_says_is_kept() {
    let count = Count::default();
    let counter = |count: &Count| {
        let count = Arc::clone(count);
        move || async move { next(&count) }
    };
    async fn of_state(State(count): State<Count>) -> String {
        next(&count)
    }
    let inner = Router::new()
        .dynamic_by_default()
        .route("/static", get(counter(&count)))
        .route("/cached", get(counter(&count)).cached());
    let routes = Router::new()
        .route("/static", get(counter(&count)))
        .route("/static-too", post(of_state).get(counter(&count)))
        .page("/page", counter(&count))
        .page("/page-dynamic", get(counter(&count)).dynamic())
        .route("/any/{thing}", get(counter(&count)))
        .route("/cached", get(of_state).cached())
        .route("/fresh", get(of_state).revalidate(SECOND * 300).expire(SECOND * 900))
        .route("/timed", get(counter(&count)).expire(SECOND * 9))
        .route("/dynamic", get(counter(&count)).dynamic())
        .route("/state", get(of_state))
        .route("/all", any(counter(&count)))
        .route("/on", on(Method::GET, counter(&count)))
        .route("/post", post(of_state))
        .nest("/by-default", inner);
    let app = App::new(routes, count);

    let minutes = Some(SECOND * 300);
    for (path, caching) in [
        ("/static", Some(Caching::Static)),
        ("/static-too", Some(Caching::Static)),
        ("/page", Some(Caching::Static)),
        ("/page-dynamic", Some(Caching::Dynamic)),
        ("/any/{thing}", Some(Caching::Static)),
        ("/cached", Some(Caching::Cached(None))),
        ("/fresh", Some(Caching::Cached(minutes))),
        ("/timed", Some(Caching::Cached(Some(SECOND * 9)))),
        ("/dynamic", Some(Caching::Dynamic)),
        ("/state", Some(Caching::Dynamic)),
        ("/all", Some(Caching::Dynamic)),
        ("/on", Some(Caching::Dynamic)),
        ("/post", None),
        ("/by-default/static", Some(Caching::Dynamic)),
        ("/by-default/cached", Some(Caching::Static)),
    ] {
        let row = app.routes().rows().iter().find(|row| row.path == path).unwrap();
        assert_eq!(row.get, caching, "{path}");
        if caching.is_none() {
            continue;
        }
        let first = app.get(&path.replace("{thing}", "1")).await;
        let second = app.get(&path.replace("{thing}", "2")).await;
        let kept = caching != Some(Caching::Dynamic);
        assert_eq!(first.body == second.body, kept, "{path}");
        let control = if kept { "no-cache" } else { "private, no-cache" };
        assert_eq!(second.header("cache-control"), control, "{path}");
        assert_eq!(second.header("etag").is_empty(), !kept, "{path}");
        assert_eq!(second.header("cache-status").is_empty(), !kept, "{path}");
    }
}

#[tokio::test]
async fn without_a_cache_every_get_runs() {
    let count = Count::default();
    let routes = Router::new().route("/{id}", get(keyed).cached());
    let app = App::build(routes, count, None);
    for run in 1..4 {
        let seen = app.get("/x").await;
        assert_eq!(seen.body, format!("x 0 [] {run}"));
        assert_eq!(seen.header("cache-control"), "private, no-cache");
        assert!(seen.cache().is_empty());
    }
}

#[tokio::test]
async fn the_key_is_the_path_and_the_fields_that_are_read() {
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
    // What can't be revalidated by its path, and a key of any length, are not kept.
    for path in [
        format!("/k/{}", "x".repeat(1025)),
        format!("/k/a?tag={}", "x".repeat(9000)),
    ] {
        let (one, two) = (app.get(&path).await, app.get(&path).await);
        assert_ne!(one.body, two.body);
    }
    assert_eq!(app.get("/k/%zz").await.status, 400);
    assert_eq!(app.get("/k/a?page=x").await.status, 400);
}

#[tokio::test]
async fn only_lasting_answers_for_everyone_are_kept() {
    async fn answer(Path(kind): Path<String>) -> Response {
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
    let app = App::new(Router::new().route("/{kind}", get(answer).cached()), ());
    for (kind, status, kept, control) in [
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
        let stored = if kept { "fwd=uri-miss; stored" } else { "fwd=uri-miss" };
        assert_eq!((first.status.as_u16(), first.cache()), (status, stored), "{kind}");
        let second = app.get(&format!("/{kind}")).await;
        let served = if kept { "hit" } else { "fwd=uri-miss" };
        assert_eq!((second.status.as_u16(), second.cache()), (status, served), "{kind}");
        assert_eq!(
            (first.body.len(), first.header("cache-control")),
            (second.body.len(), control),
            "{kind}"
        );
        assert_eq!(second.header("cache-control"), control, "{kind}");
        assert_eq!(second.header("etag").is_empty(), !(kept && status == 200), "{kind}");
        assert!(!second.body.contains("secret"), "{kind}");
    }
}

#[tokio::test]
async fn people_and_programs_each_get_their_problem() {
    async fn missing() -> Result<String, Problem> {
        Err(Problem::not_found()
            .with_detail("Nothing here.")
            .with_header(http::header::LINK, http::HeaderValue::from_static("</>; rel=up")))
    }
    let app = App::new(Router::<()>::new().route("/", get(missing)), ());
    for round in 0..3 {
        for (accept, kind) in [
            ("text/html", "text/html; charset=utf-8"),
            ("*/*", "application/problem+json"),
        ] {
            let seen = app.ask(Method::GET, "/", &[("accept", accept)]).await;
            assert_eq!(seen.header("content-type"), kind);
            assert_eq!(seen.header("vary"), "accept");
            assert_eq!(seen.header("link"), "</>; rel=up");
            assert!(seen.body.contains("Nothing here."), "{round} {}", seen.body);
            assert_eq!(seen.body.starts_with('{'), accept == "*/*");
        }
    }
    let seen = app.get("/").await;
    assert_eq!(seen.cache(), "hit");
}

#[tokio::test]
async fn a_client_that_has_it_gets_304() {
    async fn page() -> impl IntoResponse {
        let headers = [
            ("content-type", "text/plain"),
            ("content-language", "en"),
            ("content-location", "/page.txt"),
            ("expires", "0"),
            ("vary", "accept-language"),
        ];
        (headers, "hello")
    }
    async fn own() -> impl IntoResponse {
        ([("etag", "\"v1\"")], "hello")
    }
    let routes = Router::<()>::new()
        .route("/page", get(page))
        .route("/own", get(own))
        .route("/missing", get(async || Problem::not_found()));
    let app = App::new(routes, ());
    let tag = app.get("/page").await.header("etag").to_owned();
    assert!(tag.starts_with("W/\"") && tag.len() == 36, "{tag}");
    let list = format!("\"x\", {tag}");
    for (path, sent, status) in [
        ("/page", tag.as_str(), 304),
        ("/page", list.as_str(), 304),
        ("/page", "*", 304),
        ("/page", "\"x\"", 200),
        ("/own", "W/\"v1\"", 304),
        ("/own", "\"v2\"", 200),
        ("/missing", "*", 404),
    ] {
        for method in [Method::GET, Method::HEAD] {
            let seen = app.ask(method.clone(), path, &[("if-none-match", sent)]).await;
            assert_eq!(seen.status, status, "{method} {path} {sent}");
            assert_eq!(seen.body.is_empty(), method == Method::HEAD || status == 304);
        }
    }
    let known = [("if-none-match", "*")];
    let seen = app.ask(Method::GET, "/page", &known).await;
    let mut names: Vec<_> = seen.headers.keys().map(http::HeaderName::as_str).collect();
    names.sort_unstable();
    let expected = [
        "cache-control",
        "cache-status",
        "content-location",
        "etag",
        "expires",
        "vary",
    ];
    assert_eq!(names, expected);
    // The first answer is as conditional as the rest.
    let fresh = App::new(Router::<()>::new().route("/page", get(page)), ());
    assert_eq!(fresh.ask(Method::GET, "/page", &known).await.status, 304);
}

#[tokio::test]
async fn head_shares_the_entry_and_ranges_are_ignored() {
    let app = App::new(Router::new().route("/{id}", get(keyed).cached()), Count::default());
    let head = app.ask(Method::HEAD, "/x", &[]).await;
    assert_eq!((head.body.as_str(), head.header("content-length")), ("", "8"));
    assert_eq!(head.cache(), "fwd=uri-miss; stored");
    let get = app.ask(Method::GET, "/x", &[("range", "bytes=0-1")]).await;
    assert_eq!(
        (get.status.as_u16(), get.body.as_str(), get.cache()),
        (200, "x 0 [] 1", "hit")
    );
    assert_eq!(head.header("etag"), get.header("etag"));
}

#[tokio::test]
async fn what_a_cdn_may_keep() {
    async fn set() -> impl IntoResponse {
        ([("cache-control", "public, max-age=1")], "x")
    }
    async fn fails() -> StatusCode {
        StatusCode::INTERNAL_SERVER_ERROR
    }
    let minute = SECOND * 60;
    let routes = Router::<()>::new()
        .route("/plain", get(async || "x").cdn(minute))
        .route("/expires", get(async || "x").cdn(minute).expire(minute * 5))
        .route("/set", get(set).cdn(minute))
        .route("/fails", get(fails).cdn(minute));
    let app = App::new(routes, ());
    for (path, control) in [
        ("/plain", "s-maxage=60, stale-while-revalidate=60"),
        ("/expires", "s-maxage=60, stale-while-revalidate=240"),
        ("/set", "public, max-age=1"),
        ("/fails", "private, no-cache"),
    ] {
        for _ in 0..2 {
            assert_eq!(app.get(path).await.header("cache-control"), control, "{path}");
        }
    }
}

#[tokio::test]
async fn layers_are_outside() {
    let count = Count::default();
    let guarded = {
        let count = Arc::clone(&count);
        move || async move { next(&count) }
    };
    let guard = layer_fn(|route: Route| {
        Route::from_fn(move |request| {
            if request.headers().contains_key("authorization") {
                return route.serve(request);
            }
            Box::pin(async { Problem::unauthorized("Bearer").into_response() })
        })
    });
    let session = layer_fn(|route: Route| {
        Route::from_fn(move |request| {
            let answer = route.serve(request);
            Box::pin(async move { ([("set-cookie", "session=1")], answer.await).into_response() })
        })
    });
    let routes = Router::<()>::new()
        .route("/guarded", get(guarded).layer(guard))
        .route("/session", get(async || "x").cdn(SECOND * 60).layer(session));
    let app = App::new(routes, ());
    let user = [("authorization", "Bearer admin")];
    for _ in 0..2 {
        assert_eq!(app.get("/guarded").await.status, 401);
        assert_eq!(app.ask(Method::GET, "/guarded", &user).await.body, "1");
    }
    assert_eq!(app.ask(Method::GET, "/guarded", &user).await.cache(), "hit");
    assert_eq!(count.load(Ordering::SeqCst), 1);
    for _ in 0..2 {
        let seen = app.get("/session").await;
        assert_eq!(seen.header("set-cookie"), "session=1");
        assert_eq!(seen.header("cache-control"), "private, no-cache");
    }
}
