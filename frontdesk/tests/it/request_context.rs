//! The context of a request: every extractor and handler finds it, however it comes to it, and what is
//! recorded there is on the response.

use std::convert::Infallible;

use frontdesk::adapter::Ctx;
use frontdesk::http::header::{ACCEPT, COOKIE, SET_COOKIE};
use frontdesk::http::request::Parts;
use frontdesk::http::{Extensions, Method, StatusCode};
use frontdesk::{
    BasePath, Body, Bytes, Cookies, Desk, FromRequest, FromRequestParts, IntoResponse, Json, MatchedRoute, Path,
    Problem, Request, Response, Router, State, any, get, post,
};

use futures_util::stream;
use http_body::Body as _;
use http_body_util::BodyExt as _;
use tower::util::MapRequestLayer;

use crate::fixtures::text;

/// An extractor of the app that reads the request in a task of its own.
struct InTask {
    id: u32,
    seen: String,
}

impl<S: Sync> FromRequestParts<S> for InTask {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let mut parts = parts.clone();
        let task = tokio::spawn(async move {
            let Path(id) = Path::<u32>::from_request_parts(&mut parts, &()).await?;
            let cookies = Cookies::from_request_parts(&mut parts, &()).await?;
            let route = MatchedRoute::from_request_parts(&mut parts, &()).await?;
            let base = BasePath::from_request_parts(&mut parts, &()).await?;
            let sent = cookies.get("theme").unwrap_or_default();
            cookies.set("seen", "yes");
            let seen = format!("{sent} {route} {}", base.join("/x"));
            Ok::<_, Problem>(Self { id, seen })
        });
        task.await.map_err(Problem::internal)?
    }
}

/// An extractor of the app that reads the context, and sets a cookie by it.
struct ByContext(String);

impl<S: Sync> FromRequestParts<S> for ByContext {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Ok(Self(seen(&parts.extensions)))
    }
}

/// The same for an extractor of the body.
struct BodyByContext(String);

impl<S: Sync> FromRequest<S> for BodyByContext {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        Ok(Self(seen(request.extensions())))
    }
}

fn seen(extensions: &Extensions) -> String {
    let Some(ctx) = Ctx::get(extensions) else {
        return "no context".to_owned();
    };
    ctx.set_cookie(("seen", "yes").into());
    format!("{} {:?}", ctx.uri(), ctx.pattern())
}

async fn respond(desk: &Desk, method: Method, path: &str) -> Response {
    let request = Request::builder().method(method).uri(path).header(COOKIE, "theme=dark");
    desk.respond(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn extractor_that_spawns_a_task_reads_the_request_there() {
    async fn alone(own: InTask) -> String {
        format!("{} {}", own.id, own.seen)
    }
    async fn after_ours(Path(id): Path<u32>, State(()): State<()>, own: InTask) -> String {
        format!("{id} {}", own.seen)
    }
    async fn before_ours(own: InTask, Path(id): Path<u32>) -> String {
        format!("{id} {}", own.seen)
    }
    async fn with_body(own: InTask, body: Bytes) -> String {
        format!("{} {}{}", own.id, own.seen, body.len())
    }
    let routes = Router::new()
        .route("/alone/{id}", get(alone))
        .route("/after/{id}", get(after_ours))
        .route("/before/{id}", get(before_ours))
        .route("/body/{id}", get(with_body));
    let desk = Desk::builder(()).routes(routes).base("/app").build().unwrap();
    for (path, route, rest) in [
        ("/alone/7", "/app/alone/{id}", ""),
        ("/after/7", "/app/after/{id}", ""),
        ("/before/7", "/app/before/{id}", ""),
        ("/body/7", "/app/body/{id}", "0"),
    ] {
        let response = respond(&desk, Method::GET, path).await;
        let cookie = response.headers()[SET_COOKIE].to_str().unwrap();
        assert!(cookie.starts_with("seen=yes"), "{path} {cookie}");
        assert_eq!(text(response).await, format!("7 dark {route} /app/x{rest}"), "{path}");
    }
}

#[tokio::test]
async fn handler_with_the_request_in_any_form_finds_the_context() {
    async fn own(ByContext(seen): ByContext) -> String {
        seen
    }
    async fn optional(own: Result<ByContext, Problem>) -> String {
        own.map(|ByContext(seen)| seen).unwrap_or_default()
    }
    async fn of_body(BodyByContext(seen): BodyByContext) -> String {
        seen
    }
    async fn request(request: Request) -> String {
        seen(request.extensions())
    }
    async fn parts(parts: Parts) -> String {
        seen(&parts.extensions)
    }
    async fn extensions(extensions: Extensions) -> String {
        seen(&extensions)
    }
    async fn mixed(Path(_): Path<u32>, parts: Parts, _: Bytes) -> String {
        seen(&parts.extensions)
    }
    let routes = Router::new()
        .route("/own/{id}", get(own))
        .route("/optional/{id}", get(optional))
        .route("/of_body/{id}", get(of_body))
        .route("/request/{id}", get(request))
        .route("/parts/{id}", get(parts))
        .route("/extensions/{id}", get(extensions))
        .route("/mixed/{id}", post(mixed));
    let desk = Desk::builder(()).routes(routes).build().unwrap();
    for (method, path) in [
        (Method::GET, "/own/1"),
        (Method::GET, "/optional/1"),
        (Method::GET, "/of_body/1"),
        (Method::GET, "/request/1"),
        (Method::GET, "/parts/1"),
        (Method::GET, "/extensions/1"),
        (Method::POST, "/mixed/1"),
    ] {
        let pattern = path.replace('1', "{id}");
        let response = respond(&desk, method, path).await;
        assert_eq!(response.headers()[SET_COOKIE], "seen=yes", "{path}");
        assert_eq!(text(response).await, format!("{path} Some({pattern:?})"));
    }
}

#[tokio::test]
async fn our_extractors_read_path_route_and_base_in_every_combination() {
    async fn path(Path((a, b)): Path<(String, u32)>) -> String {
        format!("{a} {b}")
    }
    async fn more(Path(ids): Path<Vec<(String, String)>>, route: MatchedRoute, base: BasePath) -> String {
        format!("{ids:?} {route} {base}")
    }
    async fn optional(path: Result<Path<(String, u32)>, Problem>, State(()): State<()>) -> String {
        path.map(|Path((a, b))| format!("{a} {b}")).unwrap_or_default()
    }
    async fn json(Path((a, b)): Path<(String, u32)>, Json(c): Json<u32>) -> String {
        format!("{a} {b} {c}")
    }
    let routes = Router::new()
        .route("/path/{a}/{b}", get(path))
        .route("/more/{a}/{b}", get(more))
        .route("/optional/{a}/{b}", get(optional))
        .route("/json/{a}/{b}", post(json));
    let desk = Desk::builder(()).routes(routes).base("/app").build().unwrap();
    let pairs = r#"[("a", "ä"), ("b", "2")] /app/more/{a}/{b} /app"#;
    for (method, path, expected) in [
        (Method::GET, "/path/%C3%A4/2", "ä 2"),
        (Method::GET, "/more/%C3%A4/2", pairs),
        (Method::GET, "/optional/%C3%A4/2", "ä 2"),
        (Method::POST, "/json/%C3%A4/2", "ä 2 3"),
    ] {
        let request = Request::builder().method(method).uri(path);
        let request = request.header("content-type", "application/json");
        let response = desk.respond(request.body(Body::from("3")).unwrap()).await;
        assert_eq!(text(response).await, expected, "{path}");
    }
}

#[tokio::test]
async fn context_of_a_desk_around_this_one_is_not_taken_for_its_own() {
    async fn shown(Path(id): Path<String>, route: MatchedRoute, base: BasePath) -> String {
        format!("{id} {route} {base}")
    }
    async fn recorded(Path(id): Path<String>, own: ByContext) -> String {
        format!("{id} {}", own.0)
    }
    let routes = Router::new()
        .route("/shown/{inner}", get(shown))
        .route("/recorded/{inner}", get(recorded));
    let inner = Desk::builder(()).routes(routes).base("/inner").build().unwrap();
    let outer = get(async move |mut request: Request| {
        let path = request.uri().path().replace("/outer", "");
        *request.uri_mut() = path.parse().unwrap();
        inner.respond(request).await
    });
    let routes = Router::new().route("/outer/{a}/{b}", outer);
    let desk = Desk::builder(()).routes(routes).build().unwrap();
    for (path, expected) in [
        ("/outer/shown/7", "7 /inner/shown/{inner} /inner"),
        ("/outer/recorded/7", r#"7 /recorded/7 Some("/recorded/{inner}")"#),
    ] {
        assert_eq!(text(respond(&desk, Method::GET, path).await).await, expected);
    }
}

#[tokio::test]
async fn problems_and_panics_are_rendered_for_the_client_whatever_the_handler_reads() {
    struct Panics;
    impl IntoResponse for Panics {
        fn into_response(self) -> Response {
            panic!("secret");
        }
    }
    struct PanickingExtractor;
    impl<S: Sync> FromRequestParts<S> for PanickingExtractor {
        type Rejection = Problem;

        async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Problem> {
            panic!("secret");
        }
    }
    async fn conflict() -> Problem {
        Problem::new(StatusCode::CONFLICT, "conflict")
    }
    async fn replaced() -> (StatusCode, Problem) {
        (StatusCode::IM_A_TEAPOT, Problem::new(StatusCode::CONFLICT, "conflict"))
    }
    let panics = async || -> &'static str { panic!("secret") };
    let panics_after_path = async |Path(_): Path<u32>| -> &'static str { panic!("secret") };
    let panics_after_body = async |_: Bytes| -> &'static str { panic!("secret") };
    let routes = Router::new()
        .route("/conflict", get(conflict))
        .route("/replaced", get(replaced))
        .route("/masked", get(async || Problem::internal("secret")))
        .route(
            "/masked/{id}",
            get(async |Path(_): Path<u32>| Problem::internal("secret")),
        )
        .route("/panics", get(panics))
        .route("/panics/{id}", get(panics_after_path))
        .route("/panics/body", get(panics_after_body))
        .route("/into_response", get(async || Panics))
        .route("/extractor", get(async |_: PanickingExtractor| ""));
    let desk = Desk::builder(()).routes(routes).build().unwrap();
    for (path, status, code) in [
        ("/conflict", 409, "conflict"),
        ("/replaced", 418, "conflict"),
        ("/masked", 500, "internal"),
        ("/masked/1", 500, "internal"),
        ("/masked/x", 400, "invalid-path"),
        ("/panics", 500, "internal"),
        ("/panics/1", 500, "internal"),
        ("/panics/body", 500, "internal"),
        ("/into_response", 500, "internal"),
        ("/extractor", 500, "internal"),
        ("/nowhere", 404, "not-found"),
    ] {
        for (accept, kind) in [
            ("text/html,*/*;q=0.8", "text/html; charset=utf-8"),
            ("*/*", "application/problem+json"),
        ] {
            for method in [Method::GET, Method::HEAD] {
                let request = Request::builder().method(&method).uri(path).header(ACCEPT, accept);
                let response = desk.respond(request.body(Body::empty()).unwrap()).await;
                let headers = response.headers().clone();
                assert_eq!(response.status(), status, "{path} {accept}");
                assert_eq!(headers["content-type"], kind, "{path} {accept}");
                assert_eq!(headers["vary"], "accept", "{path} {accept}");
                assert_eq!(headers["cache-control"], "private, no-cache", "{path} {accept}");
                let body = text(response).await;
                assert!(!body.contains("secret"), "{path} {accept}");
                let has_body = method == Method::GET;
                assert_eq!(body.contains(code), has_body, "{path} {accept} {body}");
                assert!(body.contains("log_id") || status != 500 || !has_body || kind.contains("html"));
            }
        }
    }
}

/// Desks with the same routes: one takes the shortest way, the others have reasons not to.
fn desks_by_way() -> Vec<Desk> {
    async fn own(ByContext(seen): ByContext) -> String {
        seen
    }
    async fn sets_cookie(cookies: Cookies) -> Problem {
        cookies.set("seen", "yes");
        Problem::new(StatusCode::CONFLICT, "conflict")
    }
    async fn login() -> Problem {
        Problem::unauthorized("Bearer").with_login("/login")
    }
    let routes = || {
        let routes = Router::new()
            .route("/static", get(async || "text").put(async |_: Bytes| "put"))
            .route("/own/{id}", get(own))
            .route("/json/{id}", get(async |Path(id): Path<u32>| Json(id)))
            .route(
                "/body/{id}",
                post(async |Path(id): Path<u32>, body: String| format!("{id}{body}")),
            )
            .route("/cookie", get(sets_cookie))
            .route("/login", get(login))
            .route("/protected/{*rest}", get(login))
            .route("/controlled", get(async || ([("cache-control", "max-age=5")], "text")))
            .route("/large", get(async || "a".repeat(100_000)))
            .route("/any", any(async |method: Method| method.to_string()));
        routes.route(
            "/stream",
            get(async || Body::from_stream(stream::iter([Ok::<_, Infallible>("chunk")]))),
        )
    };
    let layer = || MapRequestLayer::new(|request: Request| request);
    let desk = || Desk::builder(()).base("/app");
    vec![
        desk().routes(routes()).build().unwrap(),
        desk().routes(routes()).expose_route().build().unwrap(),
        desk().routes(routes()).layer(layer()).build().unwrap(),
        desk().routes(routes().layer(layer())).build().unwrap(),
    ]
}

#[tokio::test]
async fn response_is_the_same_whatever_way_the_request_takes() {
    let desks = desks_by_way();
    let paths = [
        "/static",
        "/own/1",
        "/json/1",
        "/json/x",
        "/body/1",
        "/cookie",
        "/login",
        "/protected/a",
        "/controlled",
        "/large",
        "/any",
        "/stream",
        "/nowhere",
    ];
    let methods = ["GET", "HEAD", "POST", "PUT", "OPTIONS", "DELETE", "PURGE"];
    let accepts = [
        None,
        Some("*/*"),
        Some("text/html,*/*;q=0.8"),
        Some("TEXT/HTML"),
        Some("text/html;q=0.1,application/json"),
    ];
    for (path, method, accept) in combinations(&paths, &methods, &accepts) {
        let mut seen = Vec::new();
        for desk in &desks {
            let mut request = Request::builder().method(method).uri(path);
            if let Some(accept) = accept {
                request = request.header(ACCEPT, accept);
            }
            let (parts, body) = desk.respond(request.body(Body::empty()).unwrap()).await.into_parts();
            let headers: Vec<_> = parts
                .headers
                .iter()
                .map(|(name, value)| format!("{name}: {value:?}"))
                .collect();
            let length = body.size_hint().exact();
            let body = body.collect().await.unwrap().to_bytes();
            seen.push((parts.status, headers, length, body));
        }
        let (first, others) = seen.split_first().unwrap();
        for other in others {
            assert_eq!(first, other, "{method} {path} {accept:?}");
        }
    }
}

fn combinations<'a>(
    paths: &'a [&'static str],
    methods: &'a [&'static str],
    accepts: &'a [Option<&'static str>],
) -> impl Iterator<Item = (&'static str, &'static str, Option<&'static str>)> {
    let pairs = paths
        .iter()
        .flat_map(|path| methods.iter().map(move |method| (*path, *method)));
    pairs.flat_map(|(path, method)| accepts.iter().map(move |accept| (path, method, *accept)))
}
