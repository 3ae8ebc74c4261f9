//! The host app around the desk: its own routes, its own 404s, its own middleware.

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::{Next, from_fn};
use actix_web::{App as ActixApp, HttpServer};
use axum::response::IntoResponse;
use conformance::app::{self, App, Settings};
use conformance::servers::{self, Adapter};
use frontdesk::Desk;
use frontdesk::axum::RouterExt as _;

use crate::harness::site::Site;
use crate::harness::suite::{On, Suite};

const HOSTS: [Adapter; 2] = [Adapter::Axum, Adapter::Actix];

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("host_apps");
    topic.on("host_has_its_own_routes", &HOSTS, On::Shared, own_routes);
    topic.on("host_sends_its_misses_to_the_desk", &HOSTS, On::Shared, misses);
    topic.on(
        "host_handles_other_methods_of_its_own_paths",
        &HOSTS,
        On::Shared,
        other_methods,
    );
    topic.on("hyper_has_no_host_app", &[Adapter::Hyper], On::Shared, no_host);
    topic.bare("layer_after_the_desk_covers_it", &HOSTS, covered);
    topic.bare("layer_before_the_desk_does_not_cover_it", &[Adapter::Axum], not_covered);
    topic.bare("forms_without_the_layer_are_a_masked_500", &HOSTS, no_layer);
    topic.on(
        "connection_serves_several_requests",
        &Adapter::ALL,
        On::Shared,
        keep_alive,
    );
    topic.own("requests_are_served_concurrently", many);
    topic.own("fallback_handles_misses", fallback);
}

async fn own_routes(site: Site) {
    let pong = format!("pong from {}", site.adapter);
    assert_eq!(site.get("/host/ping").send().await.expect(200).text(), pong);
    let page = site.get("/host/notes").send().await.expect(200);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(site.get("/hello").send().await.expect(200).text(), "hello");
}

async fn misses(site: Site) {
    for path in ["/host", "/host/", "/host/nothing", "/nothing"] {
        site.get(path).send().await.problem(404, "not-found");
    }
}

/// A difference that remains: axum responds itself; actix passes them on, and so the desk responds
/// with 404.
async fn other_methods(site: Site) {
    let response = site.post("/host/ping").send().await;
    if site.adapter == Adapter::Axum {
        assert_eq!(response.expect(405).header("allow"), "GET,HEAD");
    } else {
        response.problem(404, "not-found");
    }
}

async fn no_host(site: Site) {
    site.get("/host/ping").send().await.problem(404, "not-found");
}

fn desk() -> (App, Desk) {
    let app = App::default();
    let desk = app::desk(&app, &Settings::default()).unwrap();
    (app, desk)
}

/// Middleware of an axum app: requests need a key.
async fn axum_auth(request: axum::extract::Request, next: axum::middleware::Next) -> axum::response::Response {
    if request.headers().contains_key("x-key") {
        let mut response = next.run(request).await;
        response.headers_mut().insert("x-layer", "passed".parse().unwrap());
        response
    } else {
        (http::StatusCode::UNAUTHORIZED, "no key").into_response()
    }
}

/// The same middleware for an actix app.
async fn actix_auth<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, &'static str>>, actix_web::Error> {
    if request.headers().contains_key("x-key") {
        let mut response = next.call(request).await?.map_into_left_body();
        let name = actix_web::http::header::HeaderName::from_static("x-layer");
        let value = actix_web::http::header::HeaderValue::from_static("passed");
        response.headers_mut().insert(name, value);
        return Ok(response);
    }
    let refused = actix_web::HttpResponse::Unauthorized().message_body("no key")?;
    Ok(request.into_response(refused).map_into_right_body())
}

fn with_auth(adapter: Adapter) -> Site {
    let (app, desk) = desk();
    let server = if adapter == Adapter::Axum {
        let host = servers::axum::host(app.clone(), desk).layer(axum::middleware::from_fn(axum_auth));
        servers::axum::start(host, 0)
    } else {
        let app = app.clone();
        servers::actix::start(0, move |listener| {
            let make = move || {
                ActixApp::new()
                    .wrap(frontdesk::actix::pages(&desk))
                    .wrap(from_fn(actix_auth))
                    .configure(servers::actix::host(app.clone(), desk.clone()))
            };
            Ok(HttpServer::new(make)
                .workers(2)
                .disable_signals()
                .listen(listener)?
                .run())
        })
    };
    Site::with_server(adapter, app, server.unwrap())
}

async fn covered(adapter: Adapter) {
    let site = with_auth(adapter);
    for path in ["/hello", "/nothing", "/notes", "/host/ping", "/_actions/nope"] {
        assert_eq!(site.get(path).send().await.expect(401).text(), "no key", "{path}");
        let response = site.get(path).header("x-key", "k").send().await;
        assert_eq!(response.header("x-layer"), "passed", "{path}");
    }
    site.action("count").send().await.expect(401);
    assert_eq!(site.app.counts.calls(), 0);
    let response = site.action("count").header("x-key", "k").send().await.expect(200);
    assert_eq!((response.header("x-layer"), response.json()), ("passed", 1.into()));
    let page = site.get("/host/notes").header("x-key", "k").send().await.expect(200);
    assert!(page.text().contains("/_actions/create_note"));
}

async fn not_covered(adapter: Adapter) {
    let (app, desk) = desk();
    let host = axum::Router::new()
        .route("/host/own", axum::routing::get(async || "own"))
        .layer(axum::middleware::from_fn(axum_auth))
        .desk(desk);
    let site = Site::with_server(adapter, app, servers::axum::start(host, 0).unwrap());
    site.get("/host/own").send().await.expect(401);
    site.get("/hello").send().await.expect(200);
}

/// A page of the host on which the layer is missing.
async fn no_layer(adapter: Adapter) {
    async fn axum_page(_: frontdesk::Forms) -> &'static str {
        "never"
    }
    async fn actix_page(_: frontdesk::actix::Forms) -> &'static str {
        "never"
    }
    let (app, desk) = desk();
    let server = if adapter == Adapter::Axum {
        let page = axum::Router::new().route("/host/late", axum::routing::get(axum_page));
        servers::axum::start(axum::Router::new().desk(desk).merge(page), 0)
    } else {
        servers::actix::start(0, move |listener| {
            let make = move || {
                ActixApp::new()
                    .route("/host/late", actix_web::web::get().to(actix_page))
                    .configure(frontdesk::actix::desk(desk.clone()))
            };
            Ok(HttpServer::new(make)
                .workers(2)
                .disable_signals()
                .listen(listener)?
                .run())
        })
    };
    let site = Site::with_server(adapter, app, server.unwrap());
    let response = site.get("/host/late").send().await.expect(500);
    for leak in ["Forms", "frontdesk", "layer", "wrap"] {
        assert!(!response.text().contains(leak), "{response}");
    }
    site.get("/hello").send().await.expect(200);
}

async fn keep_alive(site: Site) {
    let host = site.address();
    let call = format!(
        "POST /_actions/add HTTP/1.1\r\nHost: {host}\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 7\r\n\r\na=1&b=2"
    );
    let refused = call.replace("same-origin", "cross-site");
    let last = format!("GET /hello HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    let response = crate::harness::raw::exchange(&site, &format!("{call}{call}{last}")).await;
    let rest = String::from_utf8_lossy(&response.body).to_lowercase();
    assert_eq!(
        (response.status, rest.matches("http/1.1 200").count()),
        (200, 2),
        "{rest}"
    );
    // The unread body of a refused request is not taken for a request.
    let smuggled = refused.replace("Content-Length: 7\r\n\r\na=1&b=2", "Content-Length: 52\r\n\r\n");
    let inner = "GET /any HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n   ";
    assert_eq!(inner.len(), 52);
    let response = crate::harness::raw::exchange(&site, &format!("{smuggled}{inner}{last}")).await;
    assert_eq!(response.status, 403, "{}", response.head);
    let rest = String::from_utf8_lossy(&response.body);
    assert!(!rest.contains("\"method\""), "{rest}");
}

async fn many(site: Site) {
    let calls: Vec<_> = (0..200).map(|_| site.action("count").send()).collect();
    let responses = futures_util::future::join_all(calls).await;
    let mut counts: Vec<_> = responses
        .into_iter()
        .map(|response| response.expect(200).json().as_u64().unwrap())
        .collect();
    counts.sort_unstable();
    assert_eq!(counts, (1..=200).collect::<Vec<_>>());
}

async fn fallback(site: Site) {
    async fn not_found(method: http::Method, uri: http::Uri) -> (http::StatusCode, String) {
        (
            http::StatusCode::NOT_FOUND,
            format!("{method} {} is unknown", uri.path()),
        )
    }
    let site = Site::with_desk(site.adapter, |desk| desk.fallback(not_found));
    for method in ["GET", "POST", "OPTIONS", "PURGE"] {
        let response = site.call(method, "/nothing?x=1").send().await.expect(404);
        assert_eq!(response.text(), format!("{method} /nothing is unknown"));
    }
    assert!(site.call("HEAD", "/nothing").send().await.expect(404).body.is_empty());
    // Other methods of a route, and unknown actions, don't reach the fallback.
    site.post("/hello").send().await.problem(405, "method-not-allowed");
    site.action("nope").send().await.problem(404, "unknown-action");
}
