//! What the log says about cached GETs: which there are, why their handlers panic, revalidations
//! without effect, and the span of a run.

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use frontdesk::{Body, Desk, FromRequestParts, Path, Request, Route, Router, get, server_action};
use http::request::Parts;
use tower_layer::layer_fn;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

use crate::fixtures::SUBSCRIBER;

/// Stores events as text, and which span follows from which.
#[derive(Clone, Default)]
struct Log(Arc<Inner>);

#[derive(Default)]
struct Inner {
    events: Mutex<Vec<String>>,
    links: Mutex<Vec<(String, String)>>,
}

struct Text<'a>(&'a mut String);

impl Visit for Text<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        write!(self.0, " {}={value}", field.name()).unwrap();
    }
}

/// The name and the fields of a span.
struct Name(String);

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Log {
    fn on_new_span(&self, span: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut name = span.metadata().name().to_owned();
        if name == "cached_run" {
            assert!(span.is_root(), "it is not part of the request's span");
            span.record(&mut Text(&mut name));
        }
        context.span(id).unwrap().extensions_mut().insert(Name(name));
    }

    fn on_follows_from(&self, span: &Id, follows: &Id, context: Context<'_, S>) {
        let name = |id| context.span(id).unwrap().extensions().get::<Name>().unwrap().0.clone();
        self.0.links.lock().unwrap().push((name(span), name(follows)));
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target().starts_with("frontdesk") {
            let mut text = event.metadata().level().to_string();
            event.record(&mut Text(&mut text));
            self.0.events.lock().unwrap().push(text);
        }
    }
}

impl Log {
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.events.lock().unwrap())
    }
}

/// Runs a test with a log.
async fn logged<F: Future<Output = ()>>(test: impl FnOnce(Log) -> F) {
    let _alone = SUBSCRIBER.lock().await;
    let log = Log::default();
    let guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(log.clone()));
    tracing::callsite::rebuild_interest_cache();
    test(log).await;
    drop(guard);
}

async fn status(desk: &Desk, path: &str) -> u16 {
    let request = Request::get(path).body(Body::empty()).unwrap();
    desk.respond(request).await.status().as_u16()
}

#[tokio::test]
async fn cached_gets_are_listed_in_one_line_when_the_desk_is_built() {
    let routes = || {
        Router::new()
            .route("/dynamic", get(async || "x"))
            .route("/static", get(async || "x").cached())
            .route(
                "/timed/{id}",
                get(async |Path(id): Path<u8>| id.to_string()).revalidate(Duration::from_secs(90)),
            )
    };
    logged(async |log| {
        drop(Desk::builder(()).routes(routes()).base("/app").build().unwrap());
        let events = log.take();
        let lines: Vec<_> = events.iter().filter(|event| event.contains("cached GET")).collect();
        assert_eq!(
            lines,
            ["INFO message=2 cached GETs: ○ /app/static, ◐ 90s /app/timed/{id}"]
        );
        drop(
            Desk::builder(())
                .routes(Router::new().route("/dynamic", get(async || "x")))
                .build()
                .unwrap(),
        );
        assert!(!log.take().iter().any(|event| event.contains("cached GET")));
    })
    .await;
}

tokio::task_local! {
    static CURRENT_USER: &'static str;
}

#[tokio::test]
async fn panic_of_a_cached_run_is_logged_with_the_help() {
    let user = async || CURRENT_USER.get();
    let scoped = layer_fn(|route: Route| {
        Route::from_fn(move |request| Box::pin(CURRENT_USER.scope("ada", route.serve(request))))
    });
    let routes = Router::new()
        .route("/cached", get(user).cached())
        .route("/dynamic", get(user))
        .route(
            "/panics",
            get(async || -> () { std::panic::resume_unwind(Box::new("on purpose")) }),
        )
        .layer(scoped);
    logged(async |log| {
        let desk = Desk::builder(()).routes(routes).build().unwrap();
        log.take();
        assert_eq!(status(&desk, "/cached").await, 500);
        let [event] = log.take().try_into().unwrap();
        for part in [
            "a request failed",
            "log_id=",
            "error=panic: ",
            ".dynamic()",
            "`.cached()`",
        ] {
            assert!(event.contains(part), "{event}");
        }
        assert_eq!(
            *log.0.links.lock().unwrap(),
            [("cached_run http.route=/cached".to_owned(), "request".to_owned())]
        );
        assert_eq!(status(&desk, "/dynamic").await, 200);
        assert_eq!(status(&desk, "/panics").await, 500);
        let [event] = log.take().try_into().unwrap();
        assert!(event.contains("on purpose") && !event.contains("help"), "{event}");
    })
    .await;
}

#[tokio::test]
async fn revalidation_without_effect_is_one_warning() {
    let routes = Router::new()
        .route("/", get(async || "x"))
        .route("/users", get(async || "x").tag("users"))
        .route("/users/{id}", get(async |Path(id): Path<u8>| id.to_string()).cached())
        .route("/caf%C3%A9", get(async || "x").cached());
    logged(async |log| {
        let desk = Desk::builder(()).routes(routes).build().unwrap();
        log.take();
        let revalidate = desk.revalidate();
        for (kind, name, expected) in [
            ("path", "/users", ""),
            ("path", "/users?page=2", ""),
            ("path", "/users/7", ""),
            ("path", "/café", ""),
            ("path", "/", ""),
            ("path", "/users/", "write `/users`"),
            ("path", "/users/7/", "write `/users/7`"),
            ("path", "/users/{id}", "the pattern of a route"),
            ("path", "/user", "no route has this path"),
            ("path", "/us\ners", "no route has this path"),
            ("below", "/", ""),
            ("below", "/users/", ""),
            ("below", "/users/7", ""),
            ("below", "/users/{id}", "the pattern of a route"),
            ("below", "/user", "no route has this path"),
            ("tag", "users", ""),
            ("tag", "user", "no cached GET has this tag"),
        ] {
            match kind {
                "path" => revalidate.path(name).await.unwrap(),
                "below" => revalidate.path_and_below(name).await.unwrap(),
                _ => revalidate.tag(name).await.unwrap(),
            }
            let events = log.take();
            if expected.is_empty() {
                assert!(events.is_empty(), "{name}: {events:?}");
            } else {
                let [event] = events.try_into().unwrap();
                assert!(event.starts_with("WARN ") && event.contains(expected), "{event}");
                assert!(
                    event.contains("a revalidation has no effect") && !event.contains('\n'),
                    "{event}"
                );
            }
        }
    })
    .await;
}

/// An extractor of an app that wraps one of axum's.
struct Wrapped;

impl<S: Send + Sync> FromRequestParts<S> for Wrapped {
    type Rejection = axum::extract::rejection::MatchedPathRejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        axum::extract::MatchedPath::from_request_parts(parts, state).await?;
        Ok(Self)
    }
}

#[server_action]
async fn wraps(#[extract] _wrapped: Wrapped) {}

#[tokio::test]
async fn extractor_of_another_router_is_logged_with_the_help() {
    let routes = Router::new()
        .route("/last", get(async |_: Wrapped| "x"))
        .route("/first", get(async |_: Wrapped, _: Path<()>| "x"));
    logged(async |log| {
        let desk = Desk::builder(()).routes(routes).action::<Wraps>().build().unwrap();
        log.take();
        let call = crate::fixtures::with_body(crate::fixtures::post("wraps"), "");
        for request in [
            Request::get("/last").body(Body::empty()).unwrap(),
            Request::get("/first").body(Body::empty()).unwrap(),
            call,
        ] {
            assert_eq!(desk.respond(request).await.status(), 500);
            let [event] = log.take().try_into().unwrap();
            assert!(event.starts_with("ERROR ") && event.contains("Wrapped"), "{event}");
            assert!(
                event.contains("`frontdesk::Path`") && event.contains("`frontdesk::MatchedRoute`"),
                "{event}"
            );
        }
    })
    .await;
}
