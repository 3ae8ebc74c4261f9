//! The tracing span of a request: its fields, and that it costs nothing without a subscriber.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::io;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use frontdesk::runtime::{Runtime, Spool, TokioRuntime};
use frontdesk::{
    Body, BoxFuture, Desk, IntoResponse as _, Json, Path, Problem, Redirect, Request, Route, Router, StatusCode, get,
    server_action,
};
use tower::layer::layer_fn;
use tower::util::MapRequestLayer;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

use crate::fixtures::SUBSCRIBER;

/// A subscriber that stores the fields of all spans, and the last event in each.
#[derive(Clone, Default)]
struct Log(Arc<Inner>);

#[derive(Default)]
struct Inner {
    spans: Mutex<BTreeMap<u64, BTreeMap<&'static str, String>>>,
    entered: Mutex<Vec<u64>>,
    next: AtomicU64,
}

struct Fields<'a>(&'a mut BTreeMap<&'static str, String>);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= Level::INFO
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let id = self.0.next.fetch_add(1, Ordering::Relaxed) + 1;
        let mut fields = BTreeMap::from([("target", span.metadata().target().to_owned())]);
        span.record(&mut Fields(&mut fields));
        self.0.spans.lock().unwrap().insert(id, fields);
        Id::from_u64(id)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let mut spans = self.0.spans.lock().unwrap();
        values.record(&mut Fields(spans.get_mut(&span.into_u64()).unwrap()));
    }

    fn event(&self, event: &Event<'_>) {
        let mut fields = BTreeMap::new();
        event.record(&mut Fields(&mut fields));
        if let Some(id) = self.0.entered.lock().unwrap().last() {
            let mut spans = self.0.spans.lock().unwrap();
            spans
                .get_mut(id)
                .unwrap()
                .insert("event", fields.remove("message").unwrap());
        }
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, span: &Id) {
        self.0.entered.lock().unwrap().push(span.into_u64());
    }

    fn exit(&self, _: &Id) {
        self.0.entered.lock().unwrap().pop();
    }
}

#[server_action]
async fn rename(name: String) -> Result<Redirect, Problem> {
    if name == "taken" {
        return Err(Problem::field("name", "taken"));
    }
    Ok(Redirect::to("/"))
}

#[server_action]
async fn count() -> u32 {
    3
}

#[server_action]
async fn touch() {}

async fn user(Path(id): Path<u32>) -> Result<Json<u32>, Problem> {
    Ok(Json(u32::try_from(i64::from(id) - 1)?))
}

/// A runtime that counts how often the time is read.
struct CountingClock(TokioRuntime, Arc<AtomicUsize>);

impl Runtime for CountingClock {
    fn spawn(&self, future: BoxFuture<'static, ()>) {
        self.0.spawn(future);
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.0.sleep(duration)
    }

    fn now(&self) -> SystemTime {
        let reads = self.1.fetch_add(1, Ordering::Relaxed);
        SystemTime::UNIX_EPOCH + Duration::from_millis(250) * u32::try_from(reads).unwrap()
    }

    fn random(&self, bytes: &mut [u8]) {
        self.0.random(bytes);
    }

    fn spool(&self) -> BoxFuture<'static, io::Result<Box<dyn Spool>>> {
        self.0.spool()
    }
}

fn desks() -> (Vec<Desk>, Arc<AtomicUsize>) {
    let clock_reads = Arc::<AtomicUsize>::default();
    let builder = || {
        let routes = Router::new().route("/users/{id}", get(user));
        let desk = Desk::builder(())
            .routes(routes)
            .action::<Rename>()
            .action::<Count>()
            .action::<Touch>();
        desk.runtime(CountingClock(TokioRuntime::new(), Arc::clone(&clock_reads)))
    };
    let plain = builder().build().unwrap();
    // With a layer, the desk handles a request in two steps.
    let layered = builder()
        .layer(MapRequestLayer::new(|request: Request| request))
        .build()
        .unwrap();
    (vec![plain, layered], clock_reads)
}

fn request(method: &str, path: &str, body: &str) -> Request {
    Request::builder()
        .method(method)
        .uri(path)
        .header("accept", "text/html")
        .header("sec-fetch-site", "same-origin")
        .header("sec-fetch-mode", "navigate")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(body.to_owned()))
        .unwrap()
}

/// Method, path and body of a request; route, status and outcome of its span.
type Case = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    Option<&'static str>,
);

const CASES: [Case; 15] = [
    ("GET", "/users/7?q=%0A", "", "/users/{id}", "200", None),
    ("HEAD", "/users/7", "", "/users/{id}", "200", None),
    ("OPTIONS", "/users/7", "", "/users/{id}", "204", None),
    ("GET", "/users/0", "", "/users/{id}", "500", None),
    ("GET", "/users/%ff", "", "/users/{id}", "400", None),
    ("BREW", "/users/0", "", "/users/{id}", "405", None),
    ("GET", "/secret/token", "", "unmatched", "404", None),
    ("GET", "//users/7", "", "unmatched", "404", None),
    ("OPTIONS", "*", "", "unmatched", "404", None),
    (
        "POST",
        "/_actions/rename",
        "name=ada",
        "/_actions/rename",
        "303",
        Some("303"),
    ),
    (
        "POST",
        "/_actions/rename",
        "name=taken",
        "/_actions/rename",
        "303",
        Some("422"),
    ),
    ("POST", "/_actions/count", "", "/_actions/count", "303", Some("200")),
    ("POST", "/_actions/touch", "", "/_actions/touch", "303", Some("204")),
    ("HEAD", "/_actions/touch", "", "/_actions/touch", "405", Some("405")),
    ("POST", "/_actions/guess", "", "unmatched", "404", Some("404")),
];

#[tokio::test]
async fn request_has_one_span_with_route_status_and_outcome() {
    let _alone = SUBSCRIBER.lock().await;
    // A dropped subscriber of another test still counts until then.
    tracing::callsite::rebuild_interest_cache();
    let (desks, clock_reads) = desks();
    // Without a subscriber in any thread, since that would count.
    for desk in &desks {
        let _ = desk.respond(request("GET", "/users/7", "")).await;
    }
    assert_eq!(
        clock_reads.load(Ordering::Relaxed),
        0,
        "the time was read without a subscriber"
    );

    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    for desk in desks {
        for (method, path, body, route, status, outcome) in CASES {
            let span = span_of(&log, &desk, request(method, path, body)).await;
            let field = |name| span.get(name).map(String::as_str);
            assert_eq!(field("target"), Some("frontdesk"));
            assert_eq!(field("http.route"), Some(route), "{method} {path}");
            assert_eq!(field("http.response.status_code"), Some(status), "{path}");
            assert_eq!(field("outcome"), outcome, "{path}");
            // This clock advances whenever it is read, so how long it takes depends on the path.
            let duration = field("duration").unwrap();
            assert!(duration.ends_with("ms") || duration == "1s", "{span:?}");
            let (known, original) = match method {
                "BREW" => ("_OTHER", Some("BREW")),
                method => (method, None),
            };
            assert_eq!(field("http.request.method"), Some(known));
            assert_eq!(field("http.request.method_original"), original);
            // Events of the request are inside the span.
            assert_eq!(
                field("event"),
                (status == "500").then_some("a request failed"),
                "{path}"
            );
            assert!(log.0.entered.lock().unwrap().is_empty());
        }
    }
}

/// Serves a request and returns the fields of its span, of which there is one.
async fn span_of(log: &Log, desk: &Desk, request: Request) -> BTreeMap<&'static str, String> {
    log.0.spans.lock().unwrap().clear();
    let path = request.uri().to_string();
    let _ = desk.respond(request).await;
    let spans = log.0.spans.lock().unwrap();
    assert_eq!(spans.len(), 1, "{path}: {spans:?}");
    spans.values().next().unwrap().clone()
}

/// The route is there for a layer that responds itself, and is that of the path after layers have
/// changed it.
#[tokio::test]
async fn span_has_the_route_whatever_layers_do() {
    let refuse = layer_fn(|route: Route| {
        Route::from_fn(move |request| match request.headers().contains_key("x-refuse") {
            true => Box::pin(async { StatusCode::UNAUTHORIZED.into_response() }),
            false => route.serve(request),
        })
    });
    let trim = MapRequestLayer::new(|mut request: Request| {
        let trimmed = request.uri().path().trim_end_matches('/').parse();
        *request.uri_mut() = trimmed.unwrap_or_default();
        request
    });
    let routes = Router::new().route("/users/{id}", get(user));
    let builder = Desk::builder(()).routes(routes).action::<Touch>().base("/app");
    let desk = builder.layer(trim).layer(refuse).build().unwrap();
    let _alone = SUBSCRIBER.lock().await;
    tracing::callsite::rebuild_interest_cache();
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    for (method, path, refused, route, status) in [
        ("GET", "/users/7", false, "/app/users/{id}", "200"),
        ("GET", "/users/7/", false, "/app/users/{id}", "200"),
        ("GET", "/users/7", true, "/app/users/{id}", "401"),
        ("POST", "/_actions/touch", true, "/app/_actions/touch", "401"),
        ("GET", "/nothing", true, "unmatched", "401"),
    ] {
        let mut request = request(method, path, "");
        if refused {
            request.headers_mut().insert("x-refuse", "1".parse().unwrap());
        }
        let span = span_of(&log, &desk, request).await;
        assert_eq!(span["http.route"], route, "{path}");
        assert_eq!(span["http.response.status_code"], status, "{path}");
    }
}
