//! Tower layers on one path, on a router, and on the whole desk. Well-known layers work unchanged.

use std::time::Duration;

use frontdesk::http::header::CACHE_CONTROL;
use frontdesk::{Body, Extension, HeaderMap, Html, Problem, Router, get, post};
use tower::timeout::TimeoutLayer;
use tower::util::MapRequestLayer;
use tower_http::compression::CompressionLayer;
use tower_http::cors::CorsLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::trace::TraceLayer;

use crate::fixtures::layers::{Mark, Session, insert_session};
use crate::harness::site::Site;
use crate::harness::suite::Suite;

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("layers");
    topic.own("cors_covers_one_path", cors);
    topic.own("trace_limit_timeout_and_compression_cover_a_router", stack);
    topic.own("body_limit_is_413", limit);
    topic.own("timeout_is_a_problem", timeout);
    topic.own("compression_covers_a_router", compression);
    topic.own("compression_covers_head", compressed_head);
    topic.own("desk_layer_covers_everything", whole_desk);
    topic.own("later_layers_are_outside", nesting);
    topic.own("automatic_responses_are_covered", automatic);
    topic.own("session_reaches_actions", session);
}

async fn never() {
    std::future::pending::<()>().await;
}

async fn cors(site: Site) {
    let routes = || {
        Router::new()
            .route("/cors", get(async || "hello").layer(CorsLayer::permissive()))
            .route("/plain", get(async || "hello"))
    };
    let site = Site::with_desk(site.adapter, |desk| desk.routes(routes()));
    let response = site
        .get("/cors")
        .header("origin", "http://other.example")
        .send()
        .await
        .expect(200);
    assert_eq!(
        (response.header("access-control-allow-origin"), response.text().as_str()),
        ("*", "hello")
    );
    let call = site.call("OPTIONS", "/cors").header("origin", "http://other.example");
    let preflight = call
        .header("access-control-request-method", "GET")
        .send()
        .await
        .expect(200);
    assert_eq!(preflight.header("access-control-allow-methods"), "*");
    let response = site.get("/plain").header("origin", "http://other.example").send().await;
    assert!(response.all("access-control-allow-origin").is_empty());
}

async fn stack(site: Site) {
    let routes = || {
        Router::new()
            .route("/stack", post(async |body: String| body))
            .layer(TraceLayer::new_for_http())
            .layer(RequestBodyLimitLayer::new(100))
            .layer(TimeoutLayer::new(Duration::from_secs(5)))
            .layer(CompressionLayer::new())
            .layer(CorsLayer::permissive())
    };
    let site = Site::with_desk(site.adapter, |desk| {
        desk.routes(routes()).layer(TraceLayer::new_for_http())
    });
    assert_eq!(site.post("/stack").body("x").send().await.expect(200).text(), "x");
}

async fn limit(site: Site) {
    let routes = || {
        Router::new()
            .route("/small", post(async |body: String| body))
            .layer(RequestBodyLimitLayer::new(10))
    };
    let site = Site::with_desk(site.adapter, |desk| desk.routes(routes()));
    assert_eq!(
        site.post("/small").body("0123456789").send().await.expect(200).text(),
        "0123456789"
    );
    site.post("/small").body("01234567890").send().await.expect(413);
    // Without a declared length the extractor finds the limit while reading.
    let response = site.post("/small").in_chunks("01234567890", 6).send().await;
    response.problem(413, "body-too-large");
    // Other routes are not covered.
    site.post("/echo").body("01234567890").send().await.expect(200);
}

async fn timeout(site: Site) {
    let elapsed =
        |_: &tower::timeout::error::Elapsed| Problem::new(frontdesk::StatusCode::SERVICE_UNAVAILABLE, "too-slow");
    let routes = || {
        Router::new()
            .route("/slow", get(never))
            .layer(TimeoutLayer::new(Duration::from_millis(100)))
    };
    let masked = Site::with_desk(site.adapter, |desk| desk.routes(routes()));
    masked.get("/slow").send().await.problem(500, "internal");
    let mapped = Site::with_desk(site.adapter, |desk| desk.routes(routes()).map_error(elapsed));
    mapped.get("/slow").send().await.problem(503, "too-slow");
    mapped.get("/slow").browser().send().await.problem_page(503, "too-slow");
}

async fn compression(site: Site) {
    let routes = || {
        Router::new()
            .route("/long", get(async || Html(Body::from("<p>hello</p>".repeat(1000)))))
            .layer(CompressionLayer::new())
    };
    let site = Site::with_desk(site.adapter, |desk| desk.routes(routes()));
    let plain = site.get("/long").send().await.expect(200);
    assert_eq!(plain.body.len(), 12_000);
    let gzip = site
        .get("/long")
        .header("accept-encoding", "gzip")
        .send()
        .await
        .expect(200);
    assert_eq!(gzip.header("content-encoding"), "gzip");
    assert!(gzip.body.len() < 1000 && gzip.body.starts_with(&[0x1f, 0x8b]), "{gzip}");
}

async fn compressed_head(site: Site) {
    let routes = || {
        Router::new()
            .route("/long", get(async || Html("<p>hello</p>".repeat(1000))))
            .layer(CompressionLayer::new())
    };
    let site = Site::with_desk(site.adapter, |desk| desk.routes(routes()));
    let call = |method: &str| site.call(method, "/long").header("accept-encoding", "gzip");
    let (get, head) = (call("GET").send().await, call("HEAD").send().await);
    assert!(head.body.is_empty());
    for name in ["content-encoding", "content-length", "vary", "content-type"] {
        assert_eq!(head.all(name), get.all(name), "{name}\n{head}");
    }
}

async fn whole_desk(site: Site) {
    let site = Site::with_desk(site.adapter, |desk| desk.layer(Mark("desk")));
    for path in ["/hello", "/nothing", "/notes", "/_actions/add", "/error/panic"] {
        assert_eq!(site.get(path).send().await.header("x-mark"), "desk", "{path}");
    }
    let response = site.action("add").form("a=1&b=2").send().await.expect(200);
    assert_eq!(response.header("x-mark"), "desk");
    let call = site.post("/_actions/add").header("sec-fetch-site", "cross-site");
    assert_eq!(call.send().await.expect(403).header("x-mark"), "desk");
    // Layers see the response as it is sent: problems are rendered inside.
    site.get("/nothing")
        .browser()
        .send()
        .await
        .problem_page(404, "not-found");
    let response = site.action("fails").send().await;
    response.problem(500, "internal");
    assert_eq!(response.header("cache-control"), "no-store");
}

async fn nesting(site: Site) {
    let routes = || {
        let inner = Router::new()
            .route("/x", get(async || "x").layer(Mark("path")).layer(Mark("path2")))
            .layer(Mark("router"));
        Router::new()
            .nest("/in", inner)
            .layer(Mark("outer"))
            .route("/late", get(async || "y"))
    };
    let site = Site::with_desk(site.adapter, |desk| desk.routes(routes()).layer(Mark("desk")));
    let response = site.get("/in/x").send().await.expect(200);
    assert_eq!(response.all("x-mark"), ["path", "path2", "router", "outer", "desk"]);
    assert_eq!(
        site.get("/late").send().await.expect(200).all("x-mark"),
        ["outer", "desk"]
    );
    assert_eq!(site.get("/hello").send().await.expect(200).all("x-mark"), ["desk"]);
}

async fn automatic(site: Site) {
    let routes = || Router::new().route("/auto", get(async || "x")).layer(Mark("router"));
    let site = Site::with_desk(site.adapter, |desk| desk.routes(routes()));
    for (method, status) in [("GET", 200), ("HEAD", 200), ("OPTIONS", 204), ("POST", 405)] {
        let response = site.call(method, "/auto").send().await.expect(status);
        assert_eq!(response.all("x-mark"), ["router"], "{method}");
    }
}

async fn session(site: Site) {
    async fn whose(
        Extension(Session(name)): Extension<Session>,
        _: HeaderMap,
    ) -> ([(http::HeaderName, &'static str); 1], String) {
        ([(CACHE_CONTROL, "no-cache")], name)
    }
    let routes = || Router::new().route("/session", get(whose));
    let site = Site::with_desk(site.adapter, |desk| {
        desk.routes(routes()).layer(MapRequestLayer::new(insert_session))
    });
    let response = site.get("/session").header("x-session", "ada").send().await.expect(200);
    assert_eq!(
        (response.text().as_str(), response.header("cache-control")),
        ("ada", "no-cache")
    );
    let response = site.action("session_name").header("x-session", "grace").send().await;
    assert_eq!(response.expect(200).json(), "grace");
    // A missing layer is the app's mistake, and masked.
    let bare = Site::with_desk(site.adapter, |desk| desk.routes(routes()));
    bare.get("/session").send().await.problem(500, "internal");
    let problem = bare.action("session_name").send().await.problem(500, "internal");
    assert!(!problem.to_string().contains("Session"), "{problem}");
}
