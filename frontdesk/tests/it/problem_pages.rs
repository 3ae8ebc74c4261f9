//! The app's own pages for problems: where they are shown, what is theirs, and what they see.

mod failures;

use std::io;

use frontdesk::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, COOKIE, RETRY_AFTER, SET_COOKIE};
use frontdesk::http::request::Parts;
use frontdesk::http::{HeaderMap, HeaderValue};
use frontdesk::{
    Body, Cookies, Desk, DeskBuilder, Extension, FormView, Forms, Html, IntoResponse, MatchedRoute, Method, Path,
    Problem, Query, Request, Response, Route, Router, State, StatusCode, Uri, get, post as post_to, server_action,
};
use tower::layer::layer_fn;
use tower_http::compression::CompressionLayer;

use crate::fixtures::{Runs, browser_post, builder, json, post, text, with_body};

pub(super) const SECRET: &str = "secret-internal-detail";

/// A state that counts the runs of pages.
#[derive(Clone, Default)]
pub(super) struct App {
    pub(super) pages: Runs,
    handlers: Runs,
}

#[server_action(state = App)]
async fn order(title: String, count: u32) -> Result<(), Problem> {
    match title.as_str() {
        "taken" => Err(Problem::conflict("taken").with_detail(format!("No {count} left."))),
        "panic" => panic!("{SECRET}"),
        _ => Ok(()),
    }
}

#[server_action(path = "/own/{id}")]
async fn own(#[extract] _id: Path<u32>) {}

#[server_action(path = "/items/{id}/drop")]
async fn drop_item(#[extract] _id: Path<u32>) {}

#[derive(serde::Deserialize, frontdesk::FromForm)]
struct Page {
    page: u32,
}

async fn internal() -> Result<(), Problem> {
    Err(io::Error::other(SECRET))?;
    Ok(())
}

async fn panics() {
    panic!("{SECRET}");
}

async fn busy() -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy").with_header(RETRY_AFTER, HeaderValue::from_static("7"))
}

fn routes() -> Router<App> {
    let cached = async |State(app): State<App>| -> Result<(), Problem> {
        app.handlers.add();
        Err(Problem::not_found().with_detail("No such <row>."))
    };
    Router::new()
        .route("/items/{id}", get(async |_: Path<u32>| "item"))
        .page("/own/{id}", async |_: Path<u32>| "own")
        .route("/search", get(async |_: Query<Page>| "found"))
        .route("/internal", get(internal))
        .route("/panics", get(panics))
        .route("/busy", get(busy))
        .route("/json", post_to(async |_: frontdesk::Json<u32>| "read"))
        .route("/cached", get(cached).cached())
        .route("/auth", get(async || Problem::unauthorized("Bearer")))
}

/// The page shows what it got, and tries to set what it can't.
async fn page(problem: Problem, State(app): State<App>, uri: Uri, headers: HeaderMap) -> Response {
    app.pages.add();
    let cookie = headers.get(COOKIE).map_or("none", |cookie| cookie.to_str().unwrap());
    let user = headers.get(AUTHORIZATION).map_or("none", |user| user.to_str().unwrap());
    let html = format!(
        "<html lang=\"en\"><h1>{} {}</h1><p>{:?}</p><p>log {:?}</p><p>at {}</p><p>cookie {cookie}</p><p>user {user}</p>",
        problem.status().as_u16(),
        problem.code(),
        problem.detail(),
        problem.log_id(),
        uri.path(),
    );
    let mut response = (StatusCode::IM_A_TEAPOT, Html(html)).into_response();
    for (name, value) in [
        ("allow", "BREW"),
        ("retry-after", "99"),
        ("www-authenticate", "Coffee"),
        ("cache-control", "public, max-age=60"),
        ("etag", "\"x\""),
        ("location", "/elsewhere"),
        ("content-length", "1"),
        ("set-cookie", "seen=1"),
        ("content-security-policy", "default-src 'self'"),
        ("vary", "cookie"),
        ("x-own", "1"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

fn desk_of(app: &App, more: fn(DeskBuilder<App>) -> DeskBuilder<App>) -> Desk {
    more(without_page(app.clone()).problem_page(page)).build().unwrap()
}

fn without_page(app: App) -> DeskBuilder<App> {
    let builder = builder(app).routes(routes());
    builder.action::<Order>().action::<Own>().action::<DropItem>()
}

fn request(method: &str, path: &str) -> http::request::Builder {
    Request::builder().method(method).uri(path).header("host", "localhost")
}

fn empty(request: http::request::Builder) -> Request {
    request.body(Body::empty()).unwrap()
}

/// The request, the status, the code, a header of the problem, and whether the origin guard is in
/// front and has not admitted it.
type Kind = (
    fn() -> Request,
    u16,
    &'static str,
    Option<(&'static str, &'static str)>,
    bool,
);

fn of(method: &str, path: &str) -> Request {
    empty(request(method, path))
}

const KINDS: &[Kind] = &[
    (|| of("GET", "/nothing"), 404, "not-found", None, false),
    (|| of("POST", "/nothing"), 404, "not-found", None, false),
    (
        || of("DELETE", "/internal"),
        405,
        "method-not-allowed",
        Some(("allow", "GET, HEAD, OPTIONS")),
        false,
    ),
    (|| of("GET", "/items/x"), 400, "invalid-path", None, false),
    (|| of("GET", "/search?page=x"), 400, "invalid-query", None, false),
    (|| of("POST", "/json"), 415, "unsupported-media-type", None, false),
    (|| of("GET", "/internal"), 500, "internal", None, false),
    (|| of("GET", "/panics"), 500, "internal", None, false),
    (|| of("GET", "/busy"), 503, "busy", Some(("retry-after", "7")), false),
    (
        || of("GET", "/auth"),
        401,
        "unauthorized",
        Some(("www-authenticate", "Bearer")),
        false,
    ),
    (|| of("GET", "/cached"), 404, "not-found", None, false),
    (|| of("GET", "/cached"), 404, "not-found", None, false),
    (
        || of("GET", "/_actions/order"),
        405,
        "method-not-allowed",
        Some(("allow", "POST")),
        true,
    ),
    (
        || of("GET", "/items/1/drop"),
        405,
        "method-not-allowed",
        Some(("allow", "OPTIONS, POST")),
        true,
    ),
    (
        || of("PUT", "/own/1"),
        405,
        "method-not-allowed",
        Some(("allow", "GET, HEAD, OPTIONS, POST")),
        true,
    ),
    (|| of("GET", "/own/x"), 400, "invalid-path", None, false),
    (|| of("POST", "/_actions/nothing"), 404, "unknown-action", None, true),
    (
        || empty(request("POST", "/_actions/order").header("sec-fetch-site", "cross-site")),
        403,
        "cross-site",
        None,
        true,
    ),
    (
        || with_body(post("order"), "title=taken&count=1"),
        409,
        "taken",
        None,
        false,
    ),
    (
        || with_body(post("order"), "title=panic&count=1"),
        500,
        "internal",
        None,
        false,
    ),
    (
        || with_body(post("order").header("content-length", "99999999"), ""),
        413,
        "body-too-large",
        None,
        false,
    ),
];

/// Adds what a browser sends with a request, and what shows who its user is.
fn by_browser(mut request: Request, accept: &'static str) -> Request {
    let headers = request.headers_mut();
    headers.insert(ACCEPT, HeaderValue::from_static(accept));
    headers.insert(COOKIE, HeaderValue::from_static("session=s3"));
    headers.insert(AUTHORIZATION, HeaderValue::from_static("Basic YQ=="));
    request
}

fn all(headers: &HeaderMap, name: &str) -> Vec<String> {
    let values = headers.get_all(name).iter();
    values.map(|value| value.to_str().unwrap().to_owned()).collect()
}

/// Checks the headers of a page that took the place of ours.
fn check_headers(headers: &HeaderMap, own: Option<(&str, &str)>, is_guarded: bool, what: &str) {
    for name in ["allow", "retry-after", "www-authenticate"] {
        let expected: Vec<_> = own
            .iter()
            .filter(|own| own.0 == name)
            .map(|own| own.1.to_owned())
            .collect();
        assert_eq!(all(headers, name), expected, "{name} of {what}");
    }
    for (name, expected) in [
        ("cache-control", "no-store"),
        ("content-type", "text/html; charset=utf-8"),
        ("content-security-policy", "default-src 'self'"),
        ("x-content-type-options", "nosniff"),
        ("x-own", "1"),
    ] {
        assert_eq!(all(headers, name), [expected], "{name} of {what}");
    }
    for name in ["etag", "location", "age"] {
        assert!(headers.get(name).is_none(), "{name} of {what}");
    }
    let vary = all(headers, "vary").join(", ").to_ascii_lowercase();
    assert!(vary.contains("accept") && vary.contains("cookie"), "{vary} of {what}");
    assert_eq!(all(headers, "set-cookie").len(), usize::from(!is_guarded), "{what}");
}

#[tokio::test]
async fn page_is_shown_for_every_kind_of_problem() {
    // Inside of layers as well, which have a context of their own.
    let layered: fn(DeskBuilder<App>) -> DeskBuilder<App> = |builder| builder.layer(layer_fn(|route: Route| route));
    for more in [|builder| builder, layered] {
        let app = App::default();
        let desk = desk_of(&app, more);
        for (index, (make, status, code, own, is_guarded)) in KINDS.iter().enumerate() {
            let what = format!("{} {code} ({index})", make().uri());
            let response = desk.respond(by_browser(make(), "text/html")).await;
            assert_eq!(response.status(), *status, "{what}");
            assert_eq!(app.pages.get() as usize, index + 1, "{what}");
            check_headers(response.headers(), *own, *is_guarded, &what);
            let path = make().uri().path().to_owned();
            let page = text(response).await;
            assert!(page.contains(&format!("<h1>{status} {code}</h1>")), "{page}");
            assert!(page.contains(&format!("<p>at {path}</p>")), "{page}");
            assert_eq!(page.contains("log Some"), *status == 500, "{page}");
            assert_eq!(
                page.contains("<p>cookie session=s3</p><p>user Basic YQ==</p>"),
                !is_guarded,
                "{page}"
            );
            assert_eq!(
                page.contains("<p>cookie none</p><p>user none</p>"),
                *is_guarded,
                "{page}"
            );
            assert!(!page.contains(SECRET), "{page}");
        }
        assert_eq!(app.handlers.get(), 1, "the cached handler ran again");
    }
}

#[tokio::test]
async fn problems_vary_by_accept() {
    let desk = without_page(App::default()).build().unwrap();
    for (make, ..) in KINDS {
        for accept in ["application/json", "text/html"] {
            let request = by_browser(make(), accept);
            let path = request.uri().path().to_owned();
            let response = desk.respond(request).await;
            // A failed form leads back to its page, or has none.
            let is_problem = response.status().is_client_error() || response.status().is_server_error();
            let vary = all(response.headers(), "vary");
            assert!(!is_problem || vary == ["accept"], "{path} {accept} {vary:?}");
        }
    }
}

#[tokio::test]
async fn programs_get_json_as_without_a_page() {
    let (app, plain) = (App::default(), without_page(App::default()).build().unwrap());
    let desk = desk_of(&app, |builder| builder);
    for (make, status, ..) in KINDS {
        let response = desk.respond(by_browser(make(), "application/json")).await;
        let expected = plain.respond(by_browser(make(), "application/json")).await;
        let what = make().uri().clone();
        assert_eq!(response.status(), *status, "{what}");
        assert_eq!(response.headers(), expected.headers(), "{what}");
        assert_eq!(response.headers()[CONTENT_TYPE], "application/problem+json", "{what}");
        let (mut own, mut expected) = (json(response).await, json(expected).await);
        for body in [&mut own, &mut expected] {
            body.as_object_mut().unwrap().remove("log_id");
        }
        assert_eq!(own, expected, "{what}");
    }
    assert_eq!(app.pages.get(), 0);
}

#[tokio::test]
async fn head_has_the_headers_of_the_page_and_no_body() {
    let app = App::default();
    let desk = desk_of(&app, |builder| builder);
    for (make, status, _, own, is_guarded) in KINDS {
        if make().method() != Method::GET {
            continue;
        }
        let mut head = by_browser(make(), "text/html");
        *head.method_mut() = Method::HEAD;
        let (get, head) = (
            desk.respond(by_browser(make(), "text/html")).await,
            desk.respond(head).await,
        );
        let what = format!("HEAD {}", make().uri());
        assert_eq!(head.status(), *status, "{what}");
        check_headers(head.headers(), *own, *is_guarded, &what);
        let length = head.headers().get("content-length").cloned();
        assert!(text(head).await.is_empty(), "{what}");
        let page = text(get).await;
        assert_eq!(length.unwrap().to_str().unwrap(), page.len().to_string(), "{what}");
    }
}

#[tokio::test]
async fn other_responses_than_problems_stay() {
    let app = App::default();
    let desk = desk_of(&app, |builder| {
        builder.fallback(async || (StatusCode::NOT_FOUND, "mine"))
    });
    let responses = [
        (of("GET", "/items/7"), 200),
        (of("GET", "/nothing"), 404),
        (of("OPTIONS", "/items/7"), 204),
        (with_body(post("order"), "title=a&count=1"), 204),
    ];
    for (request, status) in responses {
        let what = request.uri().clone();
        let mut request = by_browser(request, "text/html");
        if *request.method() == Method::POST {
            request.headers_mut().remove(ACCEPT);
        }
        assert_eq!(desk.respond(request).await.status(), status, "{what}");
    }
    // A failed form leads back to its page, and shows the problem there.
    let back = browser_post("order").header("referer", "http://localhost/orders");
    let response = desk.respond(with_body(back, "title=taken&count=1")).await;
    assert_eq!(response.status(), 303);
    assert_eq!(app.pages.get(), 0);
    // Without a page to go back to, the problem is shown at once.
    let response = desk
        .respond(with_body(browser_post("order"), "title=taken&count=1"))
        .await;
    assert_eq!((response.status().as_u16(), app.pages.get()), (409, 1));
}

#[tokio::test]
async fn htmx_gets_the_fragment_of_a_failed_form_and_else_the_page() {
    let app = App::default();
    let htmx_2 = || post("order").header("hx-request", "true");
    let htmx_4 = || htmx_2().header("hx-request-type", "partial");
    let desk = desk_of(&app, |builder| builder);
    for (pages, request, status, reselect) in [(1, htmx_4(), 409, "body"), (2, htmx_2(), 200, "unset")] {
        let response = desk.respond(with_body(request, "title=taken&count=1")).await;
        assert_eq!((response.status().as_u16(), app.pages.get()), (status, pages));
        let headers = ["hx-retarget", "hx-reswap", "hx-reselect", "hx-push-url"];
        let values = headers.map(|name| response.headers()[name].to_str().unwrap().to_owned());
        assert_eq!(values, ["body", "innerHTML", reselect, "false"]);
    }
    let too_large = async |_: Problem| Html("x".repeat(2 << 20));
    let desk = builder(app.clone())
        .action::<Order>()
        .problem_page(too_large)
        .build()
        .unwrap();
    let response = desk.respond(with_body(htmx_2(), "title=taken&count=1")).await;
    assert_eq!(response.headers()["hx-retarget"], "body", "of the built-in page");
    assert_eq!(response.status(), 200);
    let desk = desk_of(&app, |builder| {
        builder.form_fragment(|_: FormView<Order>| "<form>again</form>")
    });
    for (request, status) in [(htmx_4(), 409), (htmx_2(), 200)] {
        let response = desk.respond(with_body(request, "title=taken&count=1")).await;
        assert_eq!((response.status().as_u16(), app.pages.get()), (status, 2));
        assert!(!response.headers().contains_key("hx-retarget"));
        assert_eq!(text(response).await, "<form>again</form>");
    }
}

#[cfg(feature = "cache")]
#[tokio::test]
async fn stored_problem_that_the_client_has_is_304() {
    let routes = Router::new().route("/odd", get(async || Problem::new(StatusCode::OK, "odd")).cached());
    let desk = builder(App::default())
        .routes(routes)
        .problem_page(page)
        .build()
        .unwrap();
    let json = desk.respond(by_browser(of("GET", "/odd"), "application/json")).await;
    let etag = json.headers()["etag"].clone();
    let mut again = by_browser(of("GET", "/odd"), "application/json");
    again.headers_mut().insert("if-none-match", etag.clone());
    assert_eq!(desk.respond(again).await.status(), 304);
    let page = desk.respond(by_browser(of("GET", "/odd"), "text/html")).await;
    assert_eq!(
        (page.status().as_u16(), page.headers().contains_key("etag")),
        (200, false)
    );
    let mut again = by_browser(of("GET", "/odd"), "text/html");
    again
        .headers_mut()
        .insert("if-none-match", HeaderValue::from_static("*"));
    let again = desk.respond(again).await;
    assert_eq!(again.status(), 304);
    assert!(text(again).await.is_empty());
}

#[tokio::test]
async fn body_of_the_apps_own_is_for_programs() {
    let desk = without_page(App::default())
        .problem_body(|problem, parts: &Parts| {
            let cookie = parts.headers.contains_key(COOKIE) || parts.headers.contains_key(AUTHORIZATION);
            let error = serde_json::json!({ "error": problem.code(), "cookie": cookie, "id": problem.log_id() });
            (
                [("set-cookie", "seen=1"), ("content-type", "application/vnd.api+json")],
                error.to_string(),
            )
        })
        .build()
        .unwrap();
    for (make, status, code, own, is_guarded) in KINDS {
        let response = desk.respond(by_browser(make(), "*/*")).await;
        let what = make().uri().clone();
        assert_eq!(response.status(), *status, "{what}");
        assert_eq!(response.headers()[CONTENT_TYPE], "application/vnd.api+json", "{what}");
        assert_eq!(response.headers()["cache-control"], "no-store", "{what}");
        if let Some((name, value)) = own {
            assert_eq!(response.headers()[*name], value, "{what}");
        }
        assert_eq!(response.headers().contains_key(SET_COOKIE), !is_guarded, "{what}");
        let body = json(response).await;
        assert_eq!(
            (body["error"].as_str(), body["cookie"].as_bool()),
            (Some(*code), Some(!is_guarded)),
            "{what}"
        );
        assert_eq!(body["id"].is_string(), *status == 500, "{what}");
        // People get our page.
        let page = desk.respond(by_browser(make(), "text/html")).await;
        assert!(text(page).await.starts_with("<!DOCTYPE html>"), "{what}");
    }
    // Postcard stays: it has one shape.
    let call = post("order").header("content-type", "application/postcard");
    let mut call = empty(call);
    call.headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/postcard"));
    let response = desk.respond(call).await;
    assert_eq!(response.headers()[CONTENT_TYPE], "application/postcard");
}

#[tokio::test]
async fn mapped_error_is_the_problem_of_the_page() {
    let desk = desk_of(&App::default(), |builder| {
        builder.map_error(|_: &io::Error| Problem::new(StatusCode::BAD_GATEWAY, "disk").with_detail("Try again."))
    });
    let page = desk.respond(by_browser(of("GET", "/internal"), "text/html")).await;
    assert_eq!(page.status(), 502);
    let page = text(page).await;
    assert!(
        page.contains("<h1>502 disk</h1><p>Some(\"Try again.\")</p><p>log Some"),
        "{page}"
    );
}

#[tokio::test]
async fn page_is_inside_the_layers_of_the_desk() {
    #[derive(Clone)]
    struct Session(&'static str);
    let session = layer_fn(|route: Route| {
        Route::from_fn(move |mut request: Request| {
            request.extensions_mut().insert(Session("ann"));
            route.serve(request)
        })
    });
    let refuse = layer_fn(|route: Route| {
        Route::from_fn(move |request: Request| match request.uri().path() {
            "/refused" => Box::pin(async { Problem::forbidden().into_response() }),
            _ => route.serve(request),
        })
    });
    let runs = Runs::default();
    let counted = runs.clone();
    let page = async move |problem: Problem, session: Result<Extension<Session>, Problem>| {
        counted.add();
        let name = session.map_or("nobody", |Extension(session)| session.0);
        format!("{} for {name} {}", problem.status(), "x".repeat(500))
    };
    let desk = builder(())
        .action::<Ping>()
        .layer(refuse)
        .layer(session)
        .layer(CompressionLayer::new())
        .problem_page(page)
        .build()
        .unwrap();
    let get = |path: &str| by_browser(of("GET", path), "text/html");
    assert!(
        text(desk.respond(get("/nothing")).await)
            .await
            .starts_with("404 Not Found for ann")
    );
    // The layer is outside of what inserts the session, so the page has none of it.
    assert!(
        text(desk.respond(get("/refused")).await)
            .await
            .starts_with("403 Forbidden for nobody")
    );
    // Nor is there one before the origin guard has admitted the request.
    assert!(
        text(desk.respond(get("/_actions/ping")).await)
            .await
            .starts_with("405 Method Not Allowed for nobody")
    );
    assert_eq!(runs.get(), 3);
    let mut zipped = get("/nothing");
    zipped
        .headers_mut()
        .insert("accept-encoding", HeaderValue::from_static("gzip"));
    let zipped = desk.respond(zipped).await;
    assert_eq!(zipped.headers()["content-encoding"], "gzip");
    assert!(zipped.into_body().size_hint_upper() < 300);
}

/// The length of a body that is known.
trait SizeHint {
    fn size_hint_upper(self) -> usize;
}

impl SizeHint for Body {
    fn size_hint_upper(self) -> usize {
        use http_body_util::BodyExt as _;
        futures_util::FutureExt::now_or_never(self.collect())
            .unwrap()
            .unwrap()
            .to_bytes()
            .len()
    }
}

#[server_action]
async fn ping() {}

/// The routes of a layered router are compressed before the page takes the place of what was.
#[tokio::test]
async fn page_replaces_what_a_layer_of_a_router_made_of_ours() {
    let routes = routes().layer(CompressionLayer::new());
    let desk = builder(App::default())
        .routes(routes)
        .problem_page(page)
        .build()
        .unwrap();
    let mut request = by_browser(of("GET", "/internal"), "text/html");
    request
        .headers_mut()
        .insert("accept-encoding", HeaderValue::from_static("gzip"));
    let response = desk.respond(request).await;
    assert!(!response.headers().contains_key("content-encoding"));
    assert!(text(response).await.contains("<h1>500 internal</h1>"));
}

#[tokio::test]
async fn page_may_have_forms_and_set_cookies_by_extractors() {
    let page = async |_: Problem, forms: Forms, cookies: Cookies, route: MatchedRoute| {
        cookies.set("seen", "1");
        Html(format!("{} {}", forms.of::<Ping>().open(), route.as_str()))
    };
    let desk = builder(()).action::<Ping>().problem_page(page).build().unwrap();
    let response = desk.respond(by_browser(of("GET", "/nothing"), "text/html")).await;
    assert!(response.headers()[SET_COOKIE].to_str().unwrap().starts_with("seen=1;"));
    let html = text(response).await;
    assert!(
        html.starts_with("<form action=\"/_actions/ping\"") && html.ends_with(" unmatched"),
        "{html}"
    );
    let response = desk.respond(by_browser(of("GET", "/_actions/ping"), "text/html")).await;
    assert!(!response.headers().contains_key(SET_COOKIE));
}

/// The login of a problem comes first; what can't redirect there shows the page.
#[tokio::test]
async fn login_comes_before_the_page() {
    let routes = Router::new().route(
        "/mine",
        get(async || Problem::unauthorized("Cookie").with_login("/login")),
    );
    let desk = builder(App::default())
        .routes(routes)
        .problem_page(page)
        .build()
        .unwrap();
    let response = desk.respond(by_browser(of("GET", "/mine"), "text/html")).await;
    assert_eq!(
        (response.status().as_u16(), &response.headers()["location"]),
        (303, &HeaderValue::from_static("/login"))
    );
}
