//! The route of a request, for metrics and traces: in handlers, in layers, and on the response.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use frontdesk::{
    Body, Desk, DeskBuilder, Html, IntoResponse as _, MatchedRoute, Problem, Request, Response, Route, Router,
    StatusCode, get, server_action,
};
use http_body_util::BodyExt as _;
use tower::layer::layer_fn;

use crate::fixtures::Random;

#[server_action(alias = "old_name")]
async fn named(#[extract] route: MatchedRoute) -> String {
    route.to_string()
}

#[server_action(path = "/shelf")]
async fn at_its_page(#[extract] route: MatchedRoute) -> String {
    route.to_string()
}

#[server_action(path = "/shelf/{number}/drop")]
async fn at_its_own_path(#[extract] route: MatchedRoute) -> String {
    route.to_string()
}

async fn shown(route: MatchedRoute) -> String {
    assert!(route.is_matched());
    route.to_string()
}

fn builder() -> DeskBuilder<()> {
    let routes = Router::new()
        .route("/", get(shown))
        .route("/items/{id}", get(shown))
        .route("/items/new", get(shown))
        .route("/files/{*path}", get(shown))
        .page("/pages/{name}", async |route: MatchedRoute| Html(route.to_string()))
        .page("/shelf", async |route: MatchedRoute| Html(route.to_string()));
    let builder = Desk::builder(()).routes(routes).action::<Named>();
    builder.action::<AtItsPage>().action::<AtItsOwnPath>()
}

fn request(method: &str, target: &str) -> Request {
    let request = Request::builder().method(method).uri(target);
    let request = request.header("sec-fetch-site", "same-origin");
    request.body(Body::empty()).unwrap()
}

/// Method and target of requests, and their route.
const CASES: [(&str, &str, &str); 37] = [
    ("GET", "/", "/"),
    ("GET", "/?x=/items/7", "/"),
    ("GET", "/items/7", "/items/{id}"),
    ("GET", "/items/new", "/items/new"),
    ("HEAD", "/items/7", "/items/{id}"),
    ("OPTIONS", "/items/7", "/items/{id}"),
    ("DELETE", "/items/7", "/items/{id}"),
    ("BREW", "/items/7", "/items/{id}"),
    ("GET", "/items/%00%ff", "/items/{id}"),
    ("GET", "/files/a/b/c", "/files/{*path}"),
    ("GET", "/files/../items/7", "/files/{*path}"),
    ("GET", "/pages/secret", "/pages/{name}"),
    ("POST", "/_actions/named", "/_actions/named"),
    ("POST", "/_actions/old_name", "/_actions/named"),
    ("GET", "/_actions/named", "/_actions/named"),
    ("POST", "/_actions/guess", "unmatched"),
    ("POST", "/_actions/", "unmatched"),
    ("POST", "/_actions/named/", "unmatched"),
    ("GET", "/shelf", "/shelf"),
    ("POST", "/shelf", "/shelf"),
    ("PUT", "/shelf", "/shelf"),
    ("POST", "/shelf/3/drop", "/shelf/{number}/drop"),
    ("GET", "/shelf/secret/drop", "/shelf/{number}/drop"),
    ("OPTIONS", "/shelf/3/drop", "/shelf/{number}/drop"),
    ("POST", "/shelf/3/4/drop", "unmatched"),
    ("POST", "/shelf/", "unmatched"),
    ("POST", "/_actions/at_its_page", "unmatched"),
    ("POST", "/_actions/at_its_own_path", "unmatched"),
    ("POST", "/_actions/shelf", "unmatched"),
    ("GET", "/items/7/secret", "unmatched"),
    ("POST", "/_actions/%6eamed", "unmatched"),
    ("POST", "/_actions//named", "unmatched"),
    ("GET", "http://other.example/items/7", "/items/{id}"),
    ("GET", "http://other.example", "/"),
    ("GET", "//", "unmatched"),
    ("GET", "//items/7", "unmatched"),
    ("OPTIONS", "*", "unmatched"),
];

fn exposed(response: &Response) -> Option<String> {
    response.extensions().get::<MatchedRoute>().map(ToString::to_string)
}

#[tokio::test]
async fn response_has_the_route_if_the_desk_exposes_it() {
    let plain = builder().build().unwrap();
    let desk = builder().expose_route().build().unwrap();
    for (method, target, route) in CASES {
        let response = desk.respond(request(method, target)).await;
        assert_eq!(exposed(&response).as_deref(), Some(route), "{method} {target}");
        let uri: frontdesk::Uri = target.parse().unwrap();
        assert_eq!(desk.matched_route(uri.path()).as_str(), route, "{method} {target}");
        // Nothing is inserted unasked.
        let response = plain.respond(request(method, target)).await;
        assert!(response.extensions().is_empty(), "{method} {target}");
    }
}

/// Whatever a client asks for, there are no more labels than routes and actions.
#[tokio::test]
async fn label_is_never_text_of_the_client() {
    const SEGMENTS: [&str; 18] = [
        "shelf",
        "drop",
        "items",
        "items",
        "files",
        "pages",
        "_actions",
        "_actions",
        "named",
        "named",
        "new",
        "..",
        "",
        "%2f",
        "%00",
        "%ff",
        "unmatched",
        "secret",
    ];
    let desk = builder().expose_route().build().unwrap();
    let mut labels = BTreeSet::new();
    let mut random = Random::new(7);
    for _ in 0..3_000 {
        let segments = (0..1 + random.below(3)).map(|_| SEGMENTS[random.below(18)]);
        let path: String = segments.flat_map(|segment| ["/", segment]).collect();
        let method = ["GET", "POST", "HEAD"][random.below(3)];
        let label = desk.matched_route(&path).to_string();
        let response = desk.respond(request(method, &path)).await;
        assert_eq!(exposed(&response), Some(label.clone()), "{path}");
        labels.insert(label);
    }
    let known = [
        "/",
        "/_actions/named",
        "/files/{*path}",
        "/items/new",
        "/items/{id}",
        "/pages/{name}",
        "/shelf",
        "/shelf/{number}/drop",
        "unmatched",
    ];
    assert_eq!(labels, known.map(str::to_owned).into());
}

#[tokio::test]
async fn handlers_pages_and_actions_extract_the_route() {
    let desk = builder().base("/app").build().unwrap();
    for (method, target, route) in [
        ("GET", "/", "/app"),
        ("GET", "/items/7", "/app/items/{id}"),
        ("GET", "/pages/x", "/app/pages/{name}"),
        ("POST", "/_actions/named", "\"/app/_actions/named\""),
        ("POST", "/_actions/old_name", "\"/app/_actions/named\""),
        ("GET", "/shelf", "/app/shelf"),
        ("POST", "/shelf", "\"/app/shelf\""),
        ("POST", "/shelf/3/drop", "\"/app/shelf/{number}/drop\""),
    ] {
        let response = desk.respond(request(method, target)).await;
        assert_eq!(response.status(), 200, "{target}");
        let text = response.into_body().collect().await.unwrap().to_bytes();
        assert_eq!(String::from_utf8_lossy(&text), route);
    }
}

/// The path with the base path, as a host sees it, and the desk's route.
#[test]
fn host_asks_by_the_whole_path() {
    let desk = builder().base("/app").build().unwrap();
    for (path, route) in [
        ("/app", "/app"),
        ("/app/", "/app"),
        ("/app/items/7", "/app/items/{id}"),
        ("/app/_actions/named", "/app/_actions/named"),
        ("/app/shelf", "/app/shelf"),
        ("/app/shelf/3/drop", "/app/shelf/{number}/drop"),
        ("/shelf/3/drop", "unmatched"),
        ("/app/app/items/7", "unmatched"),
        ("/app//items/7", "unmatched"),
        ("/items/7", "unmatched"),
        ("/_actions/named", "unmatched"),
        ("/apple", "unmatched"),
        ("/", "unmatched"),
        ("", "unmatched"),
        ("*", "unmatched"),
    ] {
        assert_eq!(desk.matched_route(path).as_str(), route, "{path}");
    }
    let root = builder().build().unwrap();
    assert_eq!(root.matched_route("/items/7").as_str(), "/items/{id}");
    assert_eq!(root.matched_route("").as_str(), "/");
}

/// A layer that stores the route that it sees on the request and on the response. It responds
/// itself to requests with `x-refuse`.
fn watch(seen: &Arc<Mutex<Vec<Option<String>>>>) -> impl tower::Layer<Route, Service = Route> + use<> {
    let seen = Arc::clone(seen);
    layer_fn(move |route: Route| {
        let seen = Arc::clone(&seen);
        Route::from_fn(move |request| {
            let before = MatchedRoute::of_request(&request).map(|route| route.to_string());
            seen.lock().unwrap().push(before);
            if request.headers().contains_key("x-refuse") {
                return Box::pin(async { StatusCode::UNAUTHORIZED.into_response() });
            }
            let (seen, response) = (Arc::clone(&seen), route.serve(request));
            Box::pin(async move {
                let response = response.await;
                seen.lock().unwrap().push(exposed(&response));
                response
            })
        })
    })
}

#[tokio::test]
async fn desk_layers_see_the_route_on_request_and_response() {
    let seen = Arc::default();
    let desk = builder().expose_route().layer(watch(&seen)).build().unwrap();
    for (method, target, route) in CASES {
        let response = desk.respond(request(method, target)).await;
        assert_eq!(exposed(&response).as_deref(), Some(route), "{method} {target}");
        let both = std::mem::take(&mut *seen.lock().unwrap());
        assert_eq!(
            both,
            [Some(route.to_owned()), Some(route.to_owned())],
            "{method} {target}"
        );

        let mut refused = request(method, target);
        refused.headers_mut().insert("x-refuse", "1".parse().unwrap());
        let response = desk.respond(refused).await;
        assert_eq!(exposed(&response).as_deref(), Some(route), "{method} {target}");
        seen.lock().unwrap().clear();
    }
}

/// Around a route or a router, the layer is inside what inserts the route into the response.
#[tokio::test]
async fn router_layers_see_the_route_on_the_request() {
    let seen = Arc::default();
    let routes = Router::new()
        .route("/a/{x}", get(async || "a"))
        .route("/b", get(async || "b").layer(watch(&seen)))
        .layer(watch(&seen));
    let routes = Router::new().nest("/in", routes);
    let desk = Desk::builder(()).routes(routes).base("/app").build().unwrap();
    for (target, route, layers) in [("/in/a/1", "/app/in/a/{x}", 1), ("/in/b", "/app/in/b", 2)] {
        let _ = desk.respond(request("GET", target)).await;
        let seen = std::mem::take(&mut *seen.lock().unwrap());
        let seen: Vec<_> = seen.into_iter().flatten().collect();
        assert_eq!(seen, vec![route; layers]);
    }
}

#[tokio::test]
async fn masked_500_has_the_route() {
    async fn fails() -> Result<(), Problem> {
        Err(Problem::internal("secret"))
    }
    async fn panics() {
        panic!("planned");
    }
    let routes = Router::new()
        .route("/fails/{x}", get(fails))
        .route("/panics/{x}", get(panics));
    let desk = Desk::builder(()).routes(routes).expose_route().build().unwrap();
    for (target, route) in [("/fails/7", "/fails/{x}"), ("/panics/7", "/panics/{x}")] {
        let response = desk.respond(request("GET", target)).await;
        assert_eq!(
            (response.status().as_u16(), exposed(&response).as_deref()),
            (500, Some(route))
        );
    }
}
