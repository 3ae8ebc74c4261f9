//! The app in an actix-web app.

use std::error::Error;

use actix_web::{App, HttpServer};
use bff::{Bff, Settings, host};

#[actix_web::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let listener = host::start()?;
    let bff = Bff::start(Settings::from_env()?).await?;
    let webhooks = bff.webhooks.clone();
    webhooks.listen_on(listener.local_addr()?);
    let desk = bff::desk(bff)?;
    let served = desk.clone();
    let server = HttpServer::new(move || App::new().configure(frontdesk::actix::desk(served.clone())));
    let server = server.disable_signals().shutdown_timeout(1).listen(listener)?.run();
    let handle = server.handle();
    actix_web::rt::spawn(server);

    host::stop_signal().await?;
    handle.pause().await; // Accepts no more connections. The workers stay alive.
    eprintln!("{}", desk.shutdown(host::DEADLINE).await);
    handle.stop(true).await;
    webhooks.worker.stop().await;
    Ok(())
}
