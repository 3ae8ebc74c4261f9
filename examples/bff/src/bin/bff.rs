//! The app in an axum app.

use std::error::Error;

use axum::Router;
use bff::{Bff, Settings, host};
use frontdesk::axum::RouterExt as _;
use tokio::sync::oneshot;
use tokio::time::timeout;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let listener = tokio::net::TcpListener::from_std(host::start()?)?;
    let bff = Bff::start(Settings::from_env()?).await?;
    let webhooks = bff.webhooks.clone();
    webhooks.listen_on(listener.local_addr()?);
    let desk = bff::desk(bff)?;
    let app = Router::new().desk(desk.clone());
    let (stop, stopping) = oneshot::channel::<()>();
    let server = axum::serve(listener, app).with_graceful_shutdown(async { drop(stopping.await) });
    let server = tokio::spawn(server.into_future());

    host::stop_signal().await?;
    drop(stop); // Accepts no more connections.
    eprintln!("{}", desk.shutdown(host::DEADLINE).await);
    let _ = timeout(host::CLOSING, server).await;
    webhooks.worker.stop().await;
    Ok(())
}
