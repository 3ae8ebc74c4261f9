//! The apps of the servers. They have the routes of the comparisons in one process.

use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpResponse, http};
use frontdesk::Desk;
use frontdesk::axum::RouterExt as _;

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
