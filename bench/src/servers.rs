//! The apps of the servers. They have the routes of the comparisons in one process.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::task::{Context, Poll};

use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpResponse, http};
use frontdesk::adapter::{Ctx, Mount};
use frontdesk::axum::RouterExt as _;
use frontdesk::http::request::Parts;
use frontdesk::{Desk, IntoResponse as _, Request, Response, Uri};
use tower_service::Service;

use crate::app::App;
use crate::case;
use crate::forms::{self, Add};
use crate::routes;
use crate::upload;

/// Builds the desk.
#[must_use]
pub fn desk() -> Desk {
    case::desk(upload::frontdesk)
}

/// What an adapter can serve in place of a desk: responds to every request with the same text. It shows
/// what the adapter costs.
#[derive(Clone)]
pub struct Text(Desk);

impl Service<Request> for Text {
    type Response = Response;
    type Error = Infallible;
    type Future = Ready<Result<Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request) -> Self::Future {
        let headers = [("cache-control", "private, no-cache")];
        ready(Ok((headers, "ok").into_response()))
    }
}

impl Mount for Text {
    fn base(&self) -> &str {
        self.0.base()
    }

    fn enter(&self, uri: &Uri, parts: &Parts) -> Ctx {
        self.0.enter(uri, parts)
    }
}

/// Builds a service that responds with a text.
#[must_use]
pub fn text() -> Text {
    Text(desk())
}

/// Builds an axum app that contains the desk.
pub fn axum_desk() -> axum::Router {
    axum::Router::new().desk(desk())
}

/// Builds an axum app with axum's own handlers.
pub fn axum_bare() -> axum::Router {
    forms::axum(routes::axum()).with_state(App::new())
}

/// Adds actix's own handlers to an app.
pub fn actix_bare(config: &mut ServiceConfig) {
    async fn text() -> &'static str {
        "ok"
    }
    async fn add(app: web::Data<App>, form: web::Form<Add>) -> HttpResponse {
        std::hint::black_box(form.into_inner().make(&app));
        let location = (http::header::LOCATION, "/items");
        HttpResponse::SeeOther().insert_header(location).finish()
    }
    config
        .app_data(web::Data::new(App::new()))
        .route("/health", web::get().to(text))
        .route("/_actions/add", web::post().to(add));
    for path in routes::others() {
        config.route(&path, web::get().to(text));
    }
    upload::actix(config);
}
