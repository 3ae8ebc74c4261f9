//! What middlewares of actix see of the desk's responses.

use std::sync::{Arc, Mutex};

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::{Compress, Next, from_fn};
use actix_web::{App as ActixApp, HttpServer};
use conformance::app::{self, App, Settings};
use conformance::servers::{self, Adapter};
use frontdesk::{Cookies, Desk, Event, Router, Sse, StatusCode, get};
use futures_util::stream;
use tokio::sync::mpsc;

use crate::harness::site::Site;
use crate::harness::suite::Suite;

const ACTIX: [Adapter; 1] = [Adapter::Actix];

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("actix_middleware");
    topic.bare("server_error_has_an_error_of_actix", &ACTIX, errors);
    topic.bare("compressed_events_are_sent_one_by_one", &ACTIX, compressed_events);
}

/// The status of each response, and the text of its error.
type Errors = Arc<Mutex<Vec<(u16, Option<String>)>>>;

async fn note<B: MessageBody + 'static>(
    errors: Errors,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let response = next.call(request).await?;
    let error = response.response().error().map(ToString::to_string);
    errors.lock().unwrap().push((response.status().as_u16(), error));
    Ok(response)
}

fn site(more: impl FnOnce() -> Router<App>, errors: &Errors) -> Site {
    let app = App::default();
    let desk = app::builder(&app, &Settings::default()).routes(more()).build().unwrap();
    let (host, errors) = (app.clone(), Arc::clone(errors));
    let server = servers::actix::start(0, move |listener| {
        let make = move || {
            let errors = Arc::clone(&errors);
            ActixApp::new()
                .wrap(frontdesk::actix::pages(&desk))
                .wrap(from_fn(move |request, next| note(Arc::clone(&errors), request, next)))
                .wrap(Compress::default())
                .configure(servers::actix::host(host.clone(), Desk::clone(&desk)))
        };
        let server = HttpServer::new(make).workers(1).disable_signals();
        Ok(server.listen(listener)?.run())
    });
    Site::with_server(Adapter::Actix, app, server.unwrap())
}

async fn errors(_: Adapter) {
    async fn unavailable(cookies: Cookies) -> (StatusCode, &'static str) {
        cookies.set("a", "1");
        cookies.set("b", "2");
        (StatusCode::SERVICE_UNAVAILABLE, "later")
    }
    let errors = Errors::default();
    let site = site(|| Router::new().route("/unavailable", get(unavailable)), &errors);
    for (method, path, status) in [
        ("GET", "/hello", 200),
        ("GET", "/nothing", 404),
        ("DELETE", "/hello", 405),
        ("GET", "/error/panic", 500),
        ("HEAD", "/error/panic", 500),
        ("POST", "/_actions/fails", 500),
        ("GET", "/unavailable", 503),
        ("HEAD", "/unavailable", 503),
    ] {
        let response = site
            .call(method, path)
            .header("sec-fetch-site", "same-origin")
            .send()
            .await;
        let response = response.expect(status);
        let (seen, error) = errors.lock().unwrap().pop().unwrap();
        assert_eq!((seen, error.is_some()), (status, status >= 500), "{method} {path}");
        let Some(error) = error else { continue };
        assert!(
            error.starts_with(&format!("the desk responded with {status} ")),
            "{error}"
        );
        // The response is the desk's own, with all of its headers.
        match (method, status) {
            ("HEAD", _) => assert!(response.body.is_empty()),
            (_, 503) => assert_eq!(response.text(), "later"),
            _ => drop(response.problem(500, "internal")),
        }
        if status == 503 {
            let cookies = response.set_cookies();
            assert!(cookies.len() == 2 && cookies[0].starts_with("a=1") && cookies[1].starts_with("b=2"));
        }
    }
}

/// The next event is made only once the client has the one before.
async fn compressed_events(_: Adapter) {
    let (sender, receiver) = mpsc::unbounded_channel::<String>();
    let receiver = Arc::new(tokio::sync::Mutex::new(receiver));
    let words = move |_: frontdesk::Uri| {
        let receiver = Arc::clone(&receiver);
        async move {
            Sse::new(stream::unfold(receiver, async |receiver| {
                let data = receiver.lock().await.recv().await?;
                Some((Event::new(data), receiver))
            }))
        }
    };
    let site = site(|| Router::new().route("/words", get(words)), &Errors::default());
    let mut open = site.get("/words").header("accept-encoding", "gzip").open().await;
    let mut sizes = Vec::new();
    for word in ["one", "two", "three"] {
        sender.send(word.repeat(100)).unwrap();
        let chunk = open.chunk().await.expect("an event");
        sizes.push(chunk.len());
    }
    drop(sender);
    while open.chunk().await.is_some() {}
    assert_eq!(open.response.headers()["content-encoding"], "gzip", "{sizes:?}");
}
