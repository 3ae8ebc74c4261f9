//! An actix-web app with the todo desk in it.

use std::error::Error;
use std::sync::atomic::{AtomicU64, Ordering};

use actix_web::error::ErrorInternalServerError;
use actix_web::middleware::Logger;
use actix_web::web::{self, Data, Html, Json, ServiceConfig};
use actix_web::{App, HttpServer};
use askama::Template;
use frontdesk::Desk;
use frontdesk::actix::Forms;
use todo::host::{self, Welcome};

/// The app's own state. The desk has its own.
#[derive(Debug, Default)]
struct Visits(AtomicU64);

#[actix_web::main]
async fn main() -> Result<(), Box<dyn Error>> {
    host::log();
    let desk = todo::desk(host::open().await?)?;
    eprintln!("{}", desk.table());

    let listener = host::listen()?;
    println!("http://{}", listener.local_addr()?);
    let visits = Data::new(Visits::default());
    // Each worker thread makes an app of its own. The desk and the state are shared.
    let served = desk.clone();
    let server = HttpServer::new(move || {
        App::new()
            .app_data(visits.clone())
            .wrap(frontdesk::actix::pages(&served)) // The app's own pages can have forms of the desk.
            .wrap(Logger::default())
            .configure(app(served.clone()))
    });
    let server = server.disable_signals().shutdown_timeout(1).listen(listener)?.run();
    let handle = server.handle();
    actix_web::rt::spawn(server);

    host::stop_signal().await?;
    handle.pause().await; // Accepts no more connections. The workers stay alive.
    let report = desk.shutdown(host::DEADLINE).await;
    eprintln!("{report}");
    handle.stop(true).await;
    Ok(())
}

/// The app: routes of its own, and the desk for everything else.
fn app(desk: Desk) -> impl FnOnce(&mut ServiceConfig) {
    |config| {
        config
            .route("/health", web::get().to(health))
            .route("/welcome", web::get().to(welcome))
            .configure(frontdesk::actix::desk(desk)); // Serves all paths that the app has no route for.
    }
}

async fn health() -> Json<&'static str> {
    Json("ok")
}

/// A page of the app itself. Its form calls an action of the desk.
async fn welcome(visits: Data<Visits>, forms: Forms) -> actix_web::Result<Html> {
    let visits = visits.0.fetch_add(1, Ordering::Relaxed) + 1;
    let page = Welcome::new("actix-web", visits, &forms);
    Ok(Html::new(page.render().map_err(ErrorInternalServerError)?))
}
