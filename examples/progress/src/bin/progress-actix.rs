//! Long jobs in an actix-web app.

use std::error::Error;

use actix_web::{App, HttpServer};
use progress::host;

#[actix_web::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let jobs = host::jobs();
    let desk = progress::desk(jobs.clone())?;
    let served = desk.clone();
    let stop_signal = host::stop_signal()?;
    let server = HttpServer::new(move || App::new().configure(frontdesk::actix::desk(served.clone())));
    let server = server
        .disable_signals()
        .shutdown_timeout(host::CLOSING.as_secs())
        .listen(host::start()?)?
        .run();
    let handle = server.handle();
    actix_web::rt::spawn(server);

    stop_signal.await;
    handle.pause().await; // Accepts no more connections. The workers stay alive.
    eprintln!("{}", jobs.close());
    eprintln!("{}", desk.shutdown(host::DEADLINE).await);
    handle.stop(true).await;
    Ok(())
}
