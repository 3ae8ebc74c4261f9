//! The app in an actix-web app.

use std::error::Error;

use actix_web::{App, HttpServer};
use bff::{Bff, host};

#[actix_web::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let listener = host::start()?;
    let desk = bff::desk(Bff::start(Default::default()).await?)?;
    let served = desk.clone();
    let server = HttpServer::new(move || App::new().configure(frontdesk::actix::desk(served.clone())));
    let server = server.disable_signals().shutdown_timeout(1).listen(listener)?.run();
    let handle = server.handle();
    actix_web::rt::spawn(server);

    tokio::signal::ctrl_c().await?;
    handle.pause().await; // Accepts no more connections. The workers stay alive.
    eprintln!("{}", desk.shutdown(host::DEADLINE).await);
    handle.stop(true).await;
    Ok(())
}
