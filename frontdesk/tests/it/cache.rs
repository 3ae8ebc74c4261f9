//! Cached responses, revalidation and prerendering of a desk.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use frontdesk::{
    Body, Cookies, Desk, Forms, Html, Method, Mistake, Problem, Redirect, Request, Response, Revalidate, Route, Router,
    State, get, post, server_action,
};
use tower_layer::layer_fn;

use crate::fixtures::text;

#[derive(Clone, Default)]
struct App(Arc<AtomicU32>);

async fn notes(State(App(notes)): State<App>) -> String {
    notes.load(Ordering::SeqCst).to_string()
}

#[server_action(state = App)]
async fn add_note(
    #[extract] State(App(notes)): State<App>,
    #[extract] revalidate: Revalidate,
    fail: bool,
) -> Result<Redirect, Problem> {
    notes.fetch_add(1, Ordering::SeqCst);
    revalidate.path("/notes").await?;
    revalidate.path_and_below("/").await?;
    revalidate.tag("no \"tes").await?;
    if fail {
        Err(Problem::conflict("too-late"))
    } else {
        Ok(Redirect::to("/notes"))
    }
}

async fn ask(desk: &Desk, request: http::request::Builder, body: &'static str) -> (Response<()>, String) {
    let response = desk.respond(request.body(Body::from(body)).unwrap()).await;
    let (parts, body) = response.into_parts();
    let text = text(Response::new(body)).await;
    (Response::from_parts(parts, ()), text)
}

async fn read(desk: &Desk, path: &str) -> String {
    ask(desk, Request::get(path), "").await.1
}

#[tokio::test]
async fn action_revalidates_and_sends_the_header() {
    let routes = Router::new().route("/notes", get(notes).cached());
    let desk = Desk::builder(App::default())
        .routes(routes)
        .base("/app")
        .action::<AddNote>();
    let desk = desk.build().unwrap();
    assert_eq!(read(&desk, "/notes").await, "0");
    for (number, form, accept, status) in [
        ("1", "", "*/*", 200),
        ("2", "", "text/html", 303),
        ("3", "fail=on", "*/*", 409),
    ] {
        let call = Request::post("/_actions/add_note")
            .header("sec-fetch-site", "same-origin")
            .header("accept", accept)
            .header("content-type", "application/x-www-form-urlencoded");
        let (response, _) = ask(&desk, call, form).await;
        assert_eq!(response.status(), status);
        let revalidated = r#""/app/notes", "/app";below, "no %22tes";tag"#;
        assert_eq!(response.headers()["frontdesk-revalidated"], revalidated);
        assert_eq!(read(&desk, "/notes").await, number);
    }
}

#[tokio::test]
async fn background_job_revalidates_without_a_request() {
    let app = App::default();
    let routes = Router::new().route("/notes", get(notes).tag("notes"));
    let desk = Desk::builder(app.clone()).routes(routes).build().unwrap();
    assert_eq!(read(&desk, "/notes").await, "0");
    app.0.store(7, Ordering::SeqCst);
    assert_eq!(read(&desk, "/notes").await, "0");
    desk.revalidate().tag("notes").await.unwrap();
    assert_eq!(read(&desk, "/notes").await, "7");
}

#[tokio::test]
async fn layers_of_the_desk_wrap_cached_responses() {
    let runs = Arc::new(AtomicU32::new(0));
    let handler = {
        let runs = Arc::clone(&runs);
        move || async move { runs.fetch_add(1, Ordering::SeqCst).to_string() }
    };
    async fn greet(cookies: Cookies) -> &'static str {
        cookies.set("greeted", "yes");
        "hello"
    }
    let guard = layer_fn(|route: Route| {
        Route::from_fn(move |request| {
            if request.headers().contains_key("authorization") {
                return route.serve(request);
            }
            Box::pin(async { frontdesk::IntoResponse::into_response(Problem::unauthorized("Bearer")) })
        })
    });
    let routes = Router::new()
        .route("/now", get(handler).cached())
        .route("/greet", get(greet));
    let desk = Desk::builder(()).routes(routes).layer(guard).build().unwrap();
    assert_eq!(desk.prerender().await.unwrap(), ["/now"]);
    for _ in 0..2 {
        let user = || Request::get("/now").header("authorization", "x");
        let (response, body) = ask(&desk, user(), "").await;
        assert_eq!((response.status().as_u16(), body.as_str()), (200, "0"));
        assert_eq!(response.headers()["cache-status"], "frontdesk; hit");
        let (response, _) = ask(&desk, Request::get("/now"), "").await;
        assert_eq!(response.status(), 401);
        let (head, body) = ask(&desk, user().method(Method::HEAD), "").await;
        assert_eq!(
            (&head.headers()["content-length"], body.as_str()),
            (&"1".parse().unwrap(), "")
        );
    }
    let (response, _) = ask(&desk, Request::get("/greet").header("authorization", "x"), "").await;
    assert!(response.headers().contains_key("set-cookie") && !response.headers().contains_key("cache-status"));
    assert_eq!(runs.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn prerender_error_names_the_failed_paths() {
    let routes = Router::new().route("/good", get(async || "x").cached()).route(
        "/bad",
        get(async || Err::<String, _>(Problem::internal("secret"))).cached(),
    );
    let desk = Desk::builder(()).routes(routes).build().unwrap();
    let error = desk.prerender().await.unwrap_err();
    assert_eq!(error.failures().map(|(path, _)| path).collect::<Vec<_>>(), ["/bad"]);
    let text = error.to_string();
    assert!(text.starts_with("1 GET could not be prerendered\n  /bad: "), "{text}");
    assert!(!text.contains("secret"));
}

#[test]
fn boot_table_shows_how_each_get_is_cached() {
    async fn page(_: Forms) -> Html<&'static str> {
        Html("<p>")
    }
    let routes = || {
        Router::new()
            .route("/static", get(async || "x").cached())
            .route("/plain", get(async || "x"))
            .route("/cached", get(notes).cached())
            .route("/timed", get(notes).revalidate(Duration::from_secs(90)))
            .route("/dynamic", get(notes).post(notes))
            .route("/post", post(notes))
            .page("/page", page)
    };
    let desk = Desk::builder(App::default()).routes(routes()).build().unwrap();
    let table = desk.table().to_string();
    let starts = |path: &str| {
        let line = table.lines().find(|line| line.contains(&format!(" {path} "))).unwrap();
        line.split_whitespace().take(3).collect::<Vec<_>>().join(" ")
    };
    for (path, start) in [
        ("/static", "○ route GET"),
        ("/plain", "● route GET"),
        ("/cached", "◐ route GET"),
        ("/timed", "◐ 90s route"),
        ("/dynamic", "● route GET"),
        ("/post", "route POST /post"),
        ("/page", "● page GET"),
    ] {
        assert_eq!(starts(path), start, "{table}");
    }
    assert!(table.contains("○ static: reads nothing, runs once"), "{table}");
}

#[test]
fn contradictory_cache_settings_are_mistakes() {
    let second = Duration::from_secs(1);
    let routes = Router::<App>::new()
        .route("/a", get(notes).cached().dynamic())
        .route("/b", get(notes).revalidate(Duration::ZERO))
        .route("/c", get(notes).revalidate(second * 2).expire(second))
        .route("/d", get(notes).cdn(Duration::from_millis(10)))
        .route("/d-long", get(notes).cdn(second * 3).expire(second * 2))
        .route("/e", get(notes).tag(""))
        .route("/f", get(notes).tag("x".repeat(1025)));
    let error = Desk::builder(App::default()).routes(routes).build().unwrap_err();
    let whats: Vec<_> = error.mistakes().iter().map(Mistake::what).collect();
    assert_eq!(whats.len(), 7, "{error}");
    for (what, start) in whats.iter().zip([
        "/a: a GET is `.dynamic()`",
        "/b: the responses of a GET are cached for a time of zero",
        "/c: the responses of a GET expire before",
        "/d: `.cdn(…)` counts in whole seconds",
        "/d-long: the responses of a GET expire before a CDN",
        "/e: a tag is empty",
        "/f: a tag is empty or longer",
    ]) {
        assert!(what.starts_with(start), "{what}");
    }
    assert!(error.to_string().contains("cache.rs"), "{error}");
}
