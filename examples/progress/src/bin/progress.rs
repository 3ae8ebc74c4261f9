//! Long jobs in an axum app.

use std::error::Error;

use axum::Router;
use frontdesk::axum::RouterExt as _;
use progress::host;
use tokio::sync::oneshot;
use tokio::time::timeout;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let jobs = host::jobs();
    let desk = progress::desk(jobs.clone())?;
    let app = Router::new().desk(desk.clone());
    let stop_signal = host::stop_signal()?;
    let listener = tokio::net::TcpListener::from_std(host::start()?)?;
    let (stop, stopping) = oneshot::channel::<()>();
    let server = axum::serve(listener, app).with_graceful_shutdown(async { drop(stopping.await) });
    let server = tokio::spawn(server.into_future());

    stop_signal.await;
    drop(stop); // Accepts no more connections.
    eprintln!("{}", jobs.close());
    eprintln!("{}", desk.shutdown(host::DEADLINE).await);
    // A connection that is still busy, with half a request say, must not keep the process alive.
    let _ = timeout(host::CLOSING, server).await;
    Ok(())
}
