//! A desk that is mounted wrongly logs an error, and a desk can be mounted as routes.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use actix_web::{App as ActixApp, HttpResponse, test as actix, web};
use axum::Router;
use axum::body::to_bytes;
use axum::routing::get;
use conformance::app::{self, App, Settings};
use conformance::servers::{self, Adapter};
use frontdesk::axum::{RouterExt as _, routes};
use frontdesk::{Body, Desk, Html, Path, Request, server_action};
use tower::ServiceExt as _;
use tracing::subscriber::DefaultGuard;

use crate::harness::site::Site;
use crate::harness::suite::Suite;

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("mounting");
    topic.bare("replaced_desk_is_reported", &[Adapter::Axum], replaced_in_axum);
    topic.bare("replaced_desk_is_reported", &[Adapter::Actix], |_| {
        local(replaced_in_actix())
    });
    topic.bare("desk_in_place_is_not_reported", &[Adapter::Axum], in_place_in_axum);
    topic.bare("desk_in_place_is_not_reported", &[Adapter::Actix], |_| {
        local(in_place_in_actix())
    });
    topic.bare("unknown_base_path_is_reported", &[Adapter::Axum], base_in_axum);
    topic.bare("desk_of_a_scope_is_served_in_the_scope_only", &[Adapter::Actix], |_| {
        local(scope_in_actix())
    });
    topic.bare("unknown_base_path_is_reported", &[Adapter::Actix], |_| {
        local(base_in_actix())
    });
    topic.bare(
        "route_layer_that_leaves_the_desk_open_is_named",
        &[Adapter::Axum],
        route_layer,
    );
    topic.bare(
        "routes_of_the_desk_are_routes_of_the_router",
        &[Adapter::Axum],
        as_routes,
    );
    topic.bare("routes_of_the_desk_are_resources", &[Adapter::Actix], |_| {
        local(as_resources())
    });
    topic.bare(
        "routes_of_the_reference_app_are_routes_of_axum",
        &[Adapter::Axum],
        all_routes,
    );
}

/// What is logged in this thread.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn capture() -> (Self, DefaultGuard) {
        let log = Self::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt().with_writer(move || writer.clone()).finish();
        (log, tracing::subscriber::set_default(subscriber))
    }

    /// Returns what was logged since the last call.
    fn take(&self) -> String {
        String::from_utf8(std::mem::take(&mut *self.0.lock().unwrap())).unwrap()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[server_action]
async fn press(by: u32) -> u32 {
    by
}

#[server_action]
async fn press_twice(by: u32) -> u32 {
    2 * by
}

#[server_action]
async fn press_often(#[extract] Path(times): Path<u32>, by: u32) -> u32 {
    times * by
}

fn desk() -> Desk {
    desk_below("")
}

fn desk_below(base: &str) -> Desk {
    let page = async || Html("the desk");
    let routes = frontdesk::Router::new()
        .page("/todos", page)
        .route("/save", frontdesk::post(async || "saved"))
        .page("/users/{id}", page)
        .page("/users/{*rest}", page);
    let desk = Desk::builder(()).routes(routes).action::<Press>();
    let desk = desk
        .action_at::<PressTwice>("/todos")
        .action_at::<PressOften>("/presses/{times}");
    let desk = if base.is_empty() { desk } else { desk.base(base) };
    desk.build().unwrap()
}

fn host() -> Router {
    Router::new().route("/own", get(async || "own"))
}

async fn text(app: &Router, method: &str, path: &str) -> (u16, String) {
    let request = Request::builder().method(method).uri(path);
    let request = request.header("sec-fetch-site", "same-origin");
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let response = app
        .clone()
        .oneshot(request.body(Body::from("by=7")).unwrap())
        .await
        .unwrap();
    let status = response.status().as_u16();
    let bytes = to_bytes(response.into_body(), 100_000).await.unwrap();
    (status, String::from_utf8(bytes.to_vec()).unwrap())
}

const REPLACED: &str = "so it serves nothing";

async fn replaced_in_axum(_: Adapter) {
    let (log, _guard) = Log::capture();
    type Replace = fn(Router) -> Router;
    let replace: [(&str, Replace); 5] = [
        ("fallback", |app| app.fallback(async || "mine")),
        ("fallback_service", |app| app.fallback_service(get(async || "mine"))),
        ("reset_fallback", Router::reset_fallback),
        ("desk", |app| app.desk(desk())),
        ("layer, fallback", |app| {
            app.layer(axum::middleware::from_fn(pass)).fallback(async || "mine")
        }),
    ];
    for (name, replace) in replace {
        let app = replace(host().desk(desk()));
        let logged = log.take();
        assert_eq!(logged.matches(REPLACED).count(), 1, "{name}: {logged}");
        assert!(
            logged.contains("ERROR") && logged.contains("frontdesk::axum::routes"),
            "{logged}"
        );
        drop(app);
        assert_eq!(log.take(), "", "{name}");
    }
    // Nothing shows whether a router without routes lives on.
    let app: Router = Router::new().desk(desk()).fallback(async || "mine");
    let logged = log.take();
    assert!(logged.contains("dropped before its first request"), "{logged}");
    drop(app);
    let app = Router::new().desk(desk());
    assert_eq!(text(&app, "GET", "/todos").await.1, "the desk");
    drop(app);
    let logged = log.take();
    assert!(!logged.contains("dropped"), "{logged}");
}

async fn pass(request: axum::extract::Request, next: axum::middleware::Next) -> axum::response::Response {
    next.run(request).await
}

async fn in_place_in_axum(_: Adapter) {
    let (log, _guard) = Log::capture();
    drop(host().desk(desk()));
    drop(host().desk(desk()).clone());
    drop(Router::new().nest("/app", host().desk(desk_below("/app"))));
    drop(Router::new().route("/x", get(async || "x")).merge(host().desk(desk())));
    drop(host().desk(desk()).merge(Router::new().route("/x", get(async || "x"))));
    drop(host().desk(desk()).into_make_service());
    drop(
        Router::new()
            .route("/own", get(async |_: axum::extract::State<u8>| "own"))
            .desk(desk())
            .layer(axum::middleware::from_fn(pass))
            .with_state::<()>(7),
    );
    // The router is dropped while its response is made.
    for (method, path) in [("GET", "/todos"), ("POST", "/_actions/press"), ("GET", "/own")] {
        let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
        drop(host().desk(desk()).oneshot(request).await.unwrap());
    }
    let logged = log.take();
    assert!(!logged.contains(REPLACED) && !logged.contains("ERROR"), "{logged}");
}

/// Runs an actix app in this thread.
async fn local(case: impl Future<Output = ()>) {
    tokio::task::LocalSet::new().run_until(case).await;
}

async fn mine() -> HttpResponse {
    HttpResponse::Ok().body("mine")
}

async fn replaced_in_actix() {
    let (log, _guard) = Log::capture();
    let two = ActixApp::new()
        .configure(frontdesk::actix::desk(desk()))
        .configure(frontdesk::actix::desk(desk()));
    assert_eq!(log.take().matches(REPLACED).count(), 1);
    drop(actix::init_service(two).await);
    let default = ActixApp::new()
        .configure(frontdesk::actix::desk(desk()))
        .default_service(web::to(mine));
    assert_eq!(log.take().matches(REPLACED).count(), 1);
    drop(default);
    let scope = web::scope("/app")
        .configure(frontdesk::actix::desk(desk()))
        .default_service(web::to(mine));
    assert_eq!(log.take().matches(REPLACED).count(), 1);
    drop(scope);
    assert_eq!(log.take(), "");
}

async fn in_place_in_actix() {
    let (log, _guard) = Log::capture();
    drop(ActixApp::new().configure(frontdesk::actix::desk(desk())));
    drop(web::scope("/app").configure(frontdesk::actix::desk(desk())));
    let app = ActixApp::new()
        .wrap(frontdesk::actix::pages(&desk()))
        .configure(frontdesk::actix::desk(desk()))
        .route("/own", web::get().to(mine));
    let app = actix::init_service(app).await;
    let request = actix::TestRequest::get().uri("/todos").to_request();
    assert_eq!(actix::call_and_read_body(&app, request).await, "the desk");
    drop(app);
    let logged = log.take();
    assert!(!logged.contains("ERROR"), "{logged}");
}

async fn base_in_axum(_: Adapter) {
    let (log, _guard) = Log::capture();
    for (nested, base, reported) in [
        ("/app", "", true),
        ("/app", "/shop", true),
        ("/a/b", "/b", true),
        ("/app", "/app", false),
        // A proxy has stripped `/outer`.
        ("/app", "/outer/app", false),
        ("", "", false),
        // A proxy has stripped all of it.
        ("", "/app", false),
    ] {
        type Mounting = fn(Desk) -> Router;
        let mountings: [(&str, Mounting); 2] = [
            ("desk", |desk| host().desk(desk)),
            ("routes", |desk| host().merge(routes(&desk))),
        ];
        for (mounting, mount) in mountings {
            let inner = mount(desk_below(base));
            let app = if nested.is_empty() {
                inner
            } else {
                Router::new().nest(nested, inner)
            };
            check_base(&app, &log, (nested, base, reported), mounting).await;
        }
        if !nested.is_empty() {
            let app = Router::new().nest_service(nested, desk_below(base));
            check_base(&app, &log, (nested, base, reported), "nest_service").await;
        }
    }
    let app = Router::new().nest("/tenants/{tenant}", host().desk(desk()));
    assert_eq!(text(&app, "GET", "/tenants/acme/todos").await.1, "the desk");
    assert!(log.take().contains("nest it at a path without parameters"));
    // A layer that changes the path doesn't nest anything.
    let shorten = axum::middleware::map_request(async |mut request: axum::extract::Request| {
        *request.uri_mut() = "/todos".parse().unwrap();
        request
    });
    let app = host().desk(desk()).layer(shorten);
    assert_eq!(text(&app, "GET", "/de/todos").await.1, "the desk");
    let logged = log.take();
    assert!(!logged.contains("ERROR"), "{logged}");
}

async fn check_base(app: &Router, log: &Log, (nested, base, reported): (&str, &str, bool), mounting: &str) {
    for _ in 0..2 {
        assert_eq!(
            text(app, "GET", &format!("{nested}/todos")).await,
            (200, "the desk".into())
        );
    }
    let logged = log.take();
    let fix = format!("call `.base(\"{nested}\")` on its builder");
    let count = logged.matches(&fix).count();
    assert_eq!(count, usize::from(reported), "{mounting} {nested:?} {base:?}: {logged}");
    assert_eq!(logged.contains("ERROR"), reported, "{mounting}: {logged}");
}

/// A scope's middleware covers the desk in it, whatever else of the desk the app has.
async fn scope_in_actix() {
    let app = ActixApp::new()
        .service(web::scope("/app").configure(frontdesk::actix::desk(desk_below("/app"))))
        .configure(frontdesk::actix::resources(desk_below("/app")));
    let app = actix::init_service(app).await;
    let outside = actix::init_service(ActixApp::new().configure(frontdesk::actix::desk(desk_below("/app")))).await;
    for (path, found, found_outside) in [("/app/todos", true, false), ("/todos", false, true)] {
        let request = || actix::TestRequest::get().uri(path).to_request();
        let status = actix::call_service(&app, request()).await.status();
        assert_eq!(status.is_success(), found, "{path}");
        let status = actix::call_service(&outside, request()).await.status();
        assert_eq!(status.is_success(), found_outside, "{path}");
    }
}

async fn base_in_actix() {
    let (log, _guard) = Log::capture();
    for (scope, base, reported) in [
        ("/app", "", true),
        ("/app", "/shop", true),
        ("/app", "/app", false),
        ("", "", false),
        ("", "/app", false),
    ] {
        let configure = frontdesk::actix::desk(desk_below(base));
        let app = match scope {
            "" => ActixApp::new().configure(configure),
            scope => ActixApp::new().service(web::scope(scope).configure(configure)),
        };
        let app = actix::init_service(app).await;
        for _ in 0..2 {
            let request = actix::TestRequest::get().uri(&format!("{scope}/todos")).to_request();
            let found = actix::call_service(&app, request).await.status().is_success();
            assert_eq!(found, !reported, "{scope:?} {base:?}");
        }
        let logged = log.take();
        let fix = format!("call `.base(\"{scope}\")` on its builder");
        assert_eq!(
            logged.matches(&fix).count(),
            usize::from(reported),
            "{scope:?} {base:?}: {logged}"
        );
        assert_eq!(logged.contains("ERROR"), reported, "{logged}");
    }
}

async fn no_entry() -> &'static str {
    "log in first"
}

fn guard(router: Router) -> Router {
    router.route_layer(axum::middleware::from_fn(
        async |_: axum::extract::Request, _: axum::middleware::Next| no_entry().await,
    ))
}

async fn route_layer(_: Adapter) {
    let (log, _guard) = Log::capture();
    let app = guard(host().desk(desk()));
    log.take();
    assert_eq!(text(&app, "GET", "/own").await.1, "log in first");
    assert_eq!(log.take(), "");
    for _ in 0..2 {
        assert_eq!(
            text(&app, "GET", "/todos").await.1,
            "the desk",
            "axum's `route_layer` covers no fallback"
        );
    }
    let logged = log.take();
    assert_eq!(logged.matches("those of `.route_layer` do NOT").count(), 1, "{logged}");
    assert!(logged.contains("frontdesk::axum::routes(&desk)"), "{logged}");
    // A router without a `route_layer` is right, and looks the same.
    assert!(logged.contains("INFO") && !logged.contains("WARN"), "{logged}");
}

async fn as_routes(_: Adapter) {
    let (log, _guard) = Log::capture();
    let open = host()
        .route("/save", get(async || "the form"))
        .merge(routes(&desk()))
        .fallback(async || "mine");
    let closed = guard(open.clone());
    for (method, path, status, expected) in [
        ("GET", "/own", 200, "own"),
        ("GET", "/todos", 200, "the desk"),
        ("GET", "/users/7", 200, "the desk"),
        ("GET", "/users/7/x", 200, "the desk"),
        ("GET", "/save", 200, "the form"),
        ("POST", "/save", 200, "saved"),
        ("POST", "/_actions/press", 200, "7"),
        ("POST", "/todos", 200, "14"),
        ("POST", "/presses/6", 200, "42"),
    ] {
        assert_eq!(text(&open, method, path).await, (status, expected.to_owned()), "{path}");
        assert_eq!(text(&closed, method, path).await.1, "log in first", "{path}");
    }
    for path in [
        "/",
        "/nothing",
        "/_actions/nothing",
        "/_actions/press_twice",
        "/presses",
    ] {
        assert_eq!(text(&open, "GET", path).await.1, "mine", "{path}");
    }
    let logged = log.take();
    assert!(!logged.contains("ERROR") && !logged.contains("route_layer"), "{logged}");
}

async fn as_resources() {
    for base in ["", "/app"] {
        let resources = frontdesk::actix::resources(desk_below(base));
        let app = ActixApp::new().service(web::scope(base).configure(resources));
        let app = actix::init_service(app.default_service(web::to(mine))).await;
        for (method, path, expected) in [
            ("GET", "/todos", "the desk"),
            ("POST", "/_actions/press", "7"),
            ("POST", "/todos", "14"),
            ("POST", "/presses/6", "42"),
            ("POST", "/_actions/press_twice", "mine"),
            ("POST", "/presses", "mine"),
        ] {
            let request = actix::TestRequest::with_uri(&format!("{base}{path}"))
                .method(method.parse().unwrap())
                .insert_header(("sec-fetch-site", "same-origin"))
                .insert_header(("content-type", "application/x-www-form-urlencoded"))
                .set_payload("by=7");
            let read = actix::call_and_read_body(&app, request.to_request()).await;
            assert_eq!(read, expected, "{method} {base}{path}");
        }
    }
}

/// All patterns of the reference app, over a socket.
async fn all_routes(adapter: Adapter) {
    let app = App::default();
    let desk = app::desk(&app, &Settings::default()).unwrap();
    let host = Router::new().merge(routes(&desk)).layer(frontdesk::axum::pages(&desk));
    let site = Site::with_server(adapter, app, servers::axum::start(host, 0).unwrap());
    assert_eq!(site.get("/hello").send().await.expect(200).text(), "hello");
    assert_eq!(site.get("/basic/acme/endpoint").send().await.expect(200).text(), "acme");
    assert_eq!(site.action("count").send().await.expect(200).json(), 1);
    let drop = site.post("/shelf/1/drop").header("sec-fetch-site", "same-origin");
    drop.send().await.expect(204);
    site.get("/notes").send().await.expect(200);
    site.post("/hello").send().await.problem(405, "method-not-allowed");
}
