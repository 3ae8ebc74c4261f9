//! The app in an axum app.

use std::error::Error;

use axum::Router;
use bff::{Bff, host};
use frontdesk::axum::RouterExt as _;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let listener = tokio::net::TcpListener::from_std(host::start()?)?;
    let desk = bff::desk(Bff::start(Default::default()).await?)?;
    let app = Router::new().desk(desk.clone());
    let stop = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    axum::serve(listener, app).with_graceful_shutdown(stop).await?;
    eprintln!("{}", desk.shutdown(host::DEADLINE).await);
    Ok(())
}
