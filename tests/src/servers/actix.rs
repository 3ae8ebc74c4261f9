//! The desk in an actix-web app that has pages of its own.

use std::io;
use std::net::TcpListener;

use actix_web::http::header::ContentType;
use actix_web::web::{self, ServiceConfig};
use actix_web::{App as ActixApp, HttpResponse, HttpServer, dev};
use frontdesk::Desk;
use frontdesk::actix::{Flashes, Forms, Language, Search};
use tokio::sync::oneshot;

use super::server::Server;
use crate::app::{App, Find, find_page, notes_page, shelf_page};

/// The number of worker threads. There is more than one, so that tests notice if anything depends
/// on the thread.
pub const WORKERS: usize = 2;

/// Returns the host app: four handlers of its own, and the desk, below the app's base path. The
/// handlers' `Forms` need the middleware `frontdesk::actix::pages` around the app.
pub fn host(app: App, desk: Desk) -> impl FnOnce(&mut ServiceConfig) {
    move |config| {
        let base = app.base.as_str().to_owned();
        let own = move |config: &mut ServiceConfig| {
            config
                .app_data(web::Data::new(app))
                .route("/host/ping", web::get().to(async || "pong from actix"))
                .service(
                    web::resource("/host/notes")
                        .route(web::get().to(notes))
                        // actix has no HEAD unless it is registered.
                        .route(web::head().to(notes)),
                )
                .route("/host/shelf", web::get().to(shelf))
                .route("/host/find", web::get().to(find))
                .configure(frontdesk::actix::desk(desk));
        };
        if base.is_empty() {
            config.configure(own);
        } else {
            config.service(web::scope(&base).configure(own));
        }
    }
}

async fn notes(forms: Forms, flashes: Flashes, app: web::Data<App>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(ContentType::html())
        .body(notes_page(&forms, &flashes, &app.notes))
}

async fn find(language: Language, search: Search<Find>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(ContentType::html())
        .body(find_page(language.tag(), &search))
}

async fn shelf(forms: Forms, app: web::Data<App>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(ContentType::html())
        .body(shelf_page(&forms, &app.shelf))
}

/// Serves the host app.
///
/// # Errors
///
/// Fails if the port can't be bound.
pub fn start_host(app: App, desk: Desk, port: u16) -> io::Result<Server> {
    start(port, move |listener| {
        let make = move || {
            ActixApp::new()
                .wrap(frontdesk::actix::pages(&desk))
                .configure(host(app.clone(), desk.clone()))
        };
        Ok(HttpServer::new(make)
            .workers(WORKERS)
            .disable_signals()
            .listen(listener)?
            .run())
    })
}

/// Serves any app: `make` turns a listening socket into actix's server.
///
/// # Errors
///
/// Fails if the port can't be bound.
pub fn start(
    port: u16,
    make: impl FnOnce(TcpListener) -> io::Result<dev::Server> + Send + 'static,
) -> io::Result<Server> {
    Server::run(port, |listener, stopped| {
        let served = actix_web::rt::System::new().block_on(serve(make(listener), stopped));
        if let Err(error) = served {
            tracing::error!(%error, "the server failed");
        }
    })
}

async fn serve(server: io::Result<dev::Server>, stopped: oneshot::Receiver<()>) -> io::Result<()> {
    let server = server?;
    let handle = server.handle();
    actix_web::rt::spawn(async move {
        if stopped.await.is_ok() {
            handle.stop(false).await;
        }
    });
    server.await
}
