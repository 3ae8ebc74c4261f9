//! The app in an axum app.

use std::error::Error;

use axum::Router;
use bff::{Bff, Settings, host};
use frontdesk::axum::RouterExt as _;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let listener = tokio::net::TcpListener::from_std(host::start()?)?;
    let bff = Bff::start(Settings::from_env()?).await?;
    let webhooks = bff.webhooks.clone();
    webhooks.listen_on(listener.local_addr()?);
    let desk = bff::desk(bff)?;
    let app = Router::new().desk(desk.clone());
    let stop = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    axum::serve(listener, app).with_graceful_shutdown(stop).await?;
    eprintln!("{}", desk.shutdown(host::DEADLINE).await);
    webhooks.worker.stop().await;
    Ok(())
}
