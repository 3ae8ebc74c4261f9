//! A limit of the host app on bodies, lower than those of the desk, where the length is not
//! declared: the desk finds it while it reads.

use actix_web::body::MessageBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::middleware::{Next, from_fn};
use actix_web::{App as ActixApp, HttpMessage as _, HttpServer};
use conformance::app::{self, App, Settings};
use conformance::servers::{self, Adapter};
use frontdesk::{Bytes, Desk, Form, Json, Router, post};
use futures_util::StreamExt as _;
use serde_json::Value;
use tower_http::limit::RequestBodyLimitLayer;

use crate::harness::browser::{Browser, CREATE};
use crate::harness::multipart::{File, Parts};
use crate::harness::site::Site;
use crate::harness::suite::Suite;

/// The host's limit, in bytes.
const LIMIT: usize = 1000;

const URLENCODED: &str = "application/x-www-form-urlencoded";

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("host_limits");
    topic.bare("chunked_body_of_a_handler_is_413", &Adapter::ALL, handlers);
    topic.bare("chunked_body_of_an_action_is_413", &Adapter::ALL, actions);
    topic.bare("form_over_the_limit_is_repopulated", &Adapter::ALL, repopulated);
}

fn site(adapter: Adapter) -> Site {
    let app = App::default();
    let routes = Router::new()
        .route("/limited/bytes", post(async |bytes: Bytes| bytes.len().to_string()))
        .route("/limited/text", post(async |text: String| text))
        .route("/limited/json", post(async |Json(json): Json<Value>| json.to_string()))
        .route(
            "/limited/form",
            post(async |Form(form): Form<Vec<(String, String)>>| form.len().to_string()),
        );
    let builder = app::builder(&app, &Settings::default()).routes(routes);
    let limit = RequestBodyLimitLayer::new(LIMIT);
    let server = match adapter {
        // There is no host around the desk.
        Adapter::Hyper => servers::hyper::start(builder.layer(limit).build().unwrap(), 0),
        Adapter::Axum => {
            let host = servers::axum::host(app.clone(), builder.build().unwrap());
            // Each layer wraps the body once more.
            let host = host.layer(axum::middleware::from_fn(pass)).layer(limit);
            servers::axum::start(host.layer(axum::middleware::from_fn(pass)), 0)
        }
        Adapter::Actix => start_actix(app.clone(), builder.build().unwrap()),
    };
    Site::with_server(adapter, app, server.unwrap())
}

async fn pass(request: axum::extract::Request, next: axum::middleware::Next) -> axum::response::Response {
    next.run(request.map(axum::body::Body::new)).await
}

fn start_actix(app: App, desk: Desk) -> std::io::Result<servers::Server> {
    servers::actix::start(0, move |listener| {
        let make = move || {
            ActixApp::new()
                .wrap(frontdesk::actix::pages(&desk))
                .wrap(from_fn(limit_payload))
                .configure(servers::actix::host(app.clone(), desk.clone()))
        };
        let server = HttpServer::new(make).workers(1).disable_signals();
        Ok(server.listen(listener)?.run())
    })
}

/// A middleware that limits bodies, with actix's own error.
async fn limit_payload<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let mut read = 0;
    let limited = request.take_payload().map(move |chunk| {
        let chunk = chunk?;
        read += chunk.len();
        if read > LIMIT {
            Err(PayloadError::Overflow)
        } else {
            Ok(chunk)
        }
    });
    request.set_payload(Payload::Stream {
        payload: Box::pin(limited),
    });
    next.call(request).await
}

async fn handlers(adapter: Adapter) {
    let site = site(adapter);
    for (path, kind, body) in [
        ("/limited/bytes", "text/plain", "x".repeat(LIMIT)),
        ("/limited/text", "text/plain", "x".repeat(LIMIT)),
        (
            "/limited/json",
            "application/json",
            format!("\"{}\"", "x".repeat(LIMIT - 2)),
        ),
        ("/limited/form", URLENCODED, format!("a={}", "x".repeat(LIMIT - 2))),
    ] {
        let call = |body: String| site.post(path).header("content-type", kind).in_chunks(body, 100);
        call(body.clone()).send().await.expect(200);
        call(body.clone() + " ").send().await.problem(413, "body-too-large");
        let page = call(body + &"x".repeat(LIMIT)).browser().send().await;
        page.problem_page(413, "body-too-large");
    }
}

async fn actions(adapter: Adapter) {
    let site = site(adapter);
    let multipart = Parts::default().text("text", "x".repeat(2 * LIMIT)).finished();
    let type_of_multipart = format!("multipart/form-data; boundary={}", boundary(&multipart));
    for (kind, body) in [
        (URLENCODED, format!("text={}", "x".repeat(LIMIT))),
        ("application/json", format!("{{\"text\":\"{}\"}}", "x".repeat(LIMIT))),
        ("application/postcard", "x".repeat(LIMIT + 1)),
        (&type_of_multipart, String::from_utf8(multipart).unwrap()),
    ] {
        let call = site.action("short_text").header("content-type", kind);
        let response = call.in_chunks(body, 100).send().await.expect(413);
        if kind != "application/postcard" {
            response.problem(413, "body-too-large");
        }
    }
    let within = site.action("short_text").header("content-type", URLENCODED);
    within.in_chunks("text=short", 3).send().await.expect(200);
}

fn boundary(multipart: &[u8]) -> String {
    let first = multipart.split(|byte| *byte == b'\r').next().unwrap();
    String::from_utf8_lossy(first).trim_start_matches("--").to_owned()
}

/// What arrived before the limit is shown again.
async fn repopulated(adapter: Adapter) {
    let site = site(adapter);
    let fields = [
        ("__fd_return", "/notes"),
        ("title", "first"),
        ("body", &"x".repeat(2 * LIMIT)),
    ];
    let urlencoded = fields.map(|(name, value)| format!("{name}={value}")).join("&");
    let multipart = fields
        .iter()
        .fold(Parts::default(), |parts, (name, value)| parts.text(name, value))
        .file("file", &File::new("a", "", "x"))
        .finished();
    for (is_multipart, body) in [(false, urlencoded.into_bytes()), (true, multipart)] {
        let call = site.action("create_note").browser();
        let call = if is_multipart {
            call.multipart_type()
        } else {
            call.header("content-type", URLENCODED)
        };
        let response = call.in_chunks(body, 100).send().await.expect(303);
        let mut browser = Browser::new(&site);
        browser.jar.take(&response);
        let (page, _) = browser.open(response.location()).await;
        assert_eq!(page.problems(), ["body-too-large"]);
        assert_eq!(
            page.form(CREATE).value("title"),
            Some("first"),
            "multipart: {is_multipart}"
        );
    }
}
