//! The route of a request as the label of metrics and traces in the host app: read as the
//! middlewares that people have read it.

use std::sync::{Arc, Mutex};

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::{Next, from_fn};
use actix_web::{App as ActixApp, HttpMessage as _, HttpServer, web};
use conformance::app::{self, App, Base, Settings};
use conformance::servers::{self, Adapter};
use frontdesk::{Desk, MatchedRoute};

use crate::harness::site::Site;
use crate::harness::suite::Suite;

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("route_labels");
    topic.bare("label_is_the_pattern", &Adapter::ALL, |adapter| labelled(adapter, ""));
    topic.bare("label_has_the_base_path", &[Adapter::Axum, Adapter::Actix], |adapter| {
        labelled(adapter, "/app")
    });
    topic.bare("host_keeps_the_labels_of_its_own_routes", &[Adapter::Actix], own_routes);
}

/// What was read of each request, by where.
type Labels = Arc<Mutex<Vec<(&'static str, Option<String>)>>>;

/// Method and path of requests, and their route.
const CASES: [(&str, &str, &str); 20] = [
    ("GET", "/hello", "/hello"),
    ("GET", "/hello?secret=1", "/hello"),
    ("HEAD", "/hello", "/hello"),
    ("OPTIONS", "/hello", "/hello"),
    ("DELETE", "/hello", "/hello"),
    ("GET", "/api/items", "/api/items"),
    ("GET", "/api/items/7", "/api/items/{id}"),
    ("PUT", "/api/items/secret", "/api/items/{id}"),
    ("POST", "/_actions/count", "/_actions/count"),
    ("GET", "/_actions/count", "/_actions/count"),
    ("GET", "/shelf", "/shelf"),
    ("POST", "/shelf", "/shelf"),
    ("POST", "/shelf/3/drop", "/shelf/{number}/drop"),
    ("GET", "/shelf/secret/drop", "/shelf/{number}/drop"),
    ("POST", "/_actions/shelve", "unmatched"),
    ("POST", "/shelf/secret", "unmatched"),
    ("POST", "/_actions/secret", "unmatched"),
    ("GET", "/secret", "unmatched"),
    ("GET", "//hello", "unmatched"),
    ("GET", "/hello/", "unmatched"),
];

async fn labelled(adapter: Adapter, base: &'static str) {
    let labels = Labels::default();
    let site = site(adapter, base, &labels);
    for (method, path, route) in CASES {
        // Below `nest`, axum takes two slashes for one.
        if adapter == Adapter::Axum && !base.is_empty() && path.starts_with("//") {
            continue;
        }
        let call = site.call(method, &format!("{base}{path}"));
        call.header("sec-fetch-site", "same-origin").send().await;
        let route = if route.starts_with('/') {
            format!("{base}{route}")
        } else {
            route.to_owned()
        };
        let read = std::mem::take(&mut *labels.lock().unwrap());
        assert!(!read.is_empty());
        for (place, label) in read {
            // actix has no pattern for a miss; its middlewares have a label for that.
            let label = label.unwrap_or_else(|| MatchedRoute::UNMATCHED.to_owned());
            assert_eq!(label, route, "{place}: {method} {path}");
        }
    }
}

fn site(adapter: Adapter, base: &'static str, labels: &Labels) -> Site {
    let app = App {
        base: Base::new(base),
        ..App::default()
    };
    let builder = app::builder(&app, &Settings::default()).expose_route();
    let server = match adapter {
        Adapter::Hyper => {
            let (request, response) = (Arc::clone(labels), Arc::clone(labels));
            let builder = builder
                .layer(tower::util::MapRequestLayer::new(move |got: frontdesk::Request| {
                    let route = MatchedRoute::of_request(&got);
                    request
                        .lock()
                        .unwrap()
                        .push(("request", route.map(|route| route.to_string())));
                    got
                }))
                .layer(tower::util::MapResponseLayer::new(move |got: frontdesk::Response| {
                    let route = got.extensions().get::<MatchedRoute>();
                    response
                        .lock()
                        .unwrap()
                        .push(("response", route.map(ToString::to_string)));
                    got
                }));
            servers::hyper::start(builder.build().unwrap(), 0)
        }
        Adapter::Axum => {
            let desk = builder.build().unwrap();
            let (watched, labels) = (desk.clone(), Arc::clone(labels));
            let host = servers::axum::host(app.clone(), desk);
            let layer = axum::middleware::from_fn(move |request, next| {
                axum_labels(watched.clone(), Arc::clone(&labels), request, next)
            });
            servers::axum::start(host.layer(layer), 0)
        }
        Adapter::Actix => start_actix(app.clone(), builder.build().unwrap(), base, Arc::clone(labels)),
    };
    Site::with_server(adapter, app, server.unwrap())
}

async fn axum_labels(
    desk: Desk,
    labels: Labels,
    request: axum::extract::Request,
    next: axum::middleware::Next,
) -> axum::response::Response {
    let route = desk.matched_route(request.uri().path());
    labels.lock().unwrap().push(("request", Some(route.to_string())));
    let response = next.run(request).await;
    let route = response.extensions().get::<MatchedRoute>();
    labels
        .lock()
        .unwrap()
        .push(("response", route.map(ToString::to_string)));
    response
}

fn start_actix(app: App, desk: Desk, base: &'static str, labels: Labels) -> std::io::Result<servers::Server> {
    servers::actix::start(0, move |listener| {
        let make = move || {
            let labels = Arc::clone(&labels);
            let (app, desk) = (app.clone(), desk.clone());
            ActixApp::new()
                .wrap(frontdesk::actix::pages(&desk))
                .wrap(from_fn(move |request, next| {
                    actix_labels(Arc::clone(&labels), request, next)
                }))
                .configure(move |config| {
                    let resources = frontdesk::actix::resources(desk.clone());
                    if base.is_empty() {
                        let host = servers::actix::host(app, desk);
                        config.configure(host).configure(resources);
                    } else {
                        let desk = frontdesk::actix::desk(desk);
                        config.service(web::scope(base).configure(desk).configure(resources));
                    }
                })
        };
        let server = HttpServer::new(make).workers(1).disable_signals();
        Ok(server.listen(listener)?.run())
    })
}

async fn actix_labels<B: MessageBody + 'static>(
    labels: Labels,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let push = |place, label| labels.lock().unwrap().push((place, label));
    push("match_pattern before", request.match_pattern());
    let response = next.call(request).await?;
    push("match_pattern after", response.request().match_pattern());
    let route = response
        .request()
        .extensions()
        .get::<MatchedRoute>()
        .map(ToString::to_string);
    push("request", route);
    let route = response
        .response()
        .extensions()
        .get::<MatchedRoute>()
        .map(ToString::to_string);
    push("response", route);
    Ok(response)
}

async fn own_routes(adapter: Adapter) {
    let labels = Labels::default();
    let site = site(adapter, "", &labels);
    site.get("/host/ping").send().await.expect(200);
    let read = std::mem::take(&mut *labels.lock().unwrap());
    assert_eq!(read[0], ("match_pattern before", Some("/host/ping".to_owned())));
    // The desk did not respond, so it has no route for this.
    assert_eq!(read[2], ("request", None));
}
