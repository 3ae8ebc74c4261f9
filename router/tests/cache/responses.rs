//! Responses that are served from the cache.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use frontdesk_router::{IntoResponse, Method, Problem, Route, Router, StatusCode, get};
use http::HeaderName;
use tower_layer::layer_fn;

use crate::harness::{App, SECOND};
use crate::rules::{Count, keyed, next};

#[tokio::test]
async fn problems_are_cached_as_html_and_json() {
    async fn missing() -> Result<String, Problem> {
        Err(Problem::not_found()
            .with_detail("Nothing here.")
            .with_header(http::header::LINK, http::HeaderValue::from_static("</>; rel=up")))
    }
    let app = App::new(Router::<()>::new().route("/", get(missing).cached()), ());
    for round in 0..3 {
        for (accept, kind) in [
            ("text/html", "text/html; charset=utf-8"),
            ("*/*", "application/problem+json"),
        ] {
            let received = app.request(Method::GET, "/", &[("accept", accept)]).await;
            assert_eq!(received.header("content-type"), kind);
            assert_eq!(received.header("vary"), "accept");
            assert_eq!(received.header("link"), "</>; rel=up");
            assert!(received.body.contains("Nothing here."), "{round} {}", received.body);
            assert_eq!(received.body.starts_with('{'), accept == "*/*");
        }
    }
    let received = app.get("/").await;
    assert_eq!(received.cache_status(), "hit");
}

#[tokio::test]
async fn client_with_the_etag_receives_304() {
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
        .route("/page", get(page).cached())
        .route("/own", get(own).cached())
        .route("/missing", get(async || Problem::not_found()).cached());
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
            let received = app.request(method.clone(), path, &[("if-none-match", sent)]).await;
            assert_eq!(received.status, status, "{method} {path} {sent}");
            assert_eq!(received.body.is_empty(), method == Method::HEAD || status == 304);
        }
    }
    let known = [("if-none-match", "*")];
    let received = app.request(Method::GET, "/page", &known).await;
    let mut names: Vec<_> = received.headers.keys().map(HeaderName::as_str).collect();
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
    // The first response is conditional too.
    let fresh = App::new(Router::<()>::new().route("/page", get(page).cached()), ());
    assert_eq!(fresh.request(Method::GET, "/page", &known).await.status, 304);
}

#[tokio::test]
async fn head_shares_the_entry_and_range_is_ignored() {
    let app = App::new(Router::new().route("/{id}", get(keyed).cached()), Count::default());
    let head = app.request(Method::HEAD, "/x", &[]).await;
    assert_eq!((head.body.as_str(), head.header("content-length")), ("", "8"));
    assert_eq!(head.cache_status(), "fwd=uri-miss; stored");
    let get = app.request(Method::GET, "/x", &[("range", "bytes=0-1")]).await;
    assert_eq!(
        (get.status.as_u16(), get.body.as_str(), get.cache_status()),
        (200, "x 0 [] 1", "hit")
    );
    assert_eq!(head.header("etag"), get.header("etag"));
}

#[tokio::test]
async fn cdn_sets_cache_control() {
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
async fn age_is_set_on_responses_that_become_stale_by_time() {
    let minute = SECOND * 60;
    async fn own() -> impl IntoResponse {
        ([("cache-control", "public, max-age=90")], "x")
    }
    let routes = Router::<()>::new()
        .route("/timed", get(async || "x").revalidate(minute).cdn(minute))
        .route("/own", get(own).expire(minute * 60))
        .route("/missing", get(async || Problem::not_found()).revalidate(minute))
        .route("/static", get(async || "x").cdn(minute))
        .route("/fails", get(async || StatusCode::BAD_GATEWAY).revalidate(minute));
    let app = App::new(routes, ());
    let paths = ["/timed", "/own", "/missing", "/static", "/fails"];
    for path in paths {
        assert_eq!(app.get(path).await.header("age"), "", "{path}");
    }
    for (seconds, ages) in [
        (0, ["0", "0", "0", "", ""]),
        (59, ["59", "59", "59", "", ""]),
        // Stale: the refresh runs only when the test runs the tasks.
        (2000, ["2059", "2059", "2059", "", ""]),
    ] {
        app.runtime.advance(SECOND * seconds);
        for (path, age) in paths.iter().zip(ages) {
            assert_eq!(app.get(path).await.header("age"), age, "{path}");
            let known = app.request(Method::GET, path, &[("if-none-match", "*")]).await;
            assert_eq!(known.header("age"), age, "{path} {}", known.status);
        }
    }
}

#[tokio::test]
async fn layers_are_outside_the_cache() {
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
            let response = route.serve(request);
            Box::pin(async move { ([("set-cookie", "session=1")], response.await).into_response() })
        })
    });
    let routes = Router::<()>::new()
        .route("/guarded", get(guarded).cached().layer(guard))
        .route("/session", get(async || "x").cdn(SECOND * 60).layer(session));
    let app = App::new(routes, ());
    let user = [("authorization", "Bearer admin")];
    for _ in 0..2 {
        assert_eq!(app.get("/guarded").await.status, 401);
        assert_eq!(app.request(Method::GET, "/guarded", &user).await.body, "1");
    }
    assert_eq!(app.request(Method::GET, "/guarded", &user).await.cache_status(), "hit");
    assert_eq!(count.load(Ordering::SeqCst), 1);
    for _ in 0..2 {
        let received = app.get("/session").await;
        assert_eq!(received.header("set-cookie"), "session=1");
        assert_eq!(received.header("cache-control"), "private, no-cache");
    }
}
