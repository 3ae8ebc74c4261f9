//! Long jobs in an axum app.

use std::error::Error;

use axum::Router;
use frontdesk::axum::RouterExt as _;
use progress::host;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let jobs = host::jobs();
    let desk = progress::desk(jobs.clone())?;
    let app = Router::new().desk(desk.clone());
    let listener = tokio::net::TcpListener::from_std(host::start()?)?;
    let stop = async move {
        let _ = tokio::signal::ctrl_c().await;
        eprintln!("{}", jobs.close(host::DEADLINE).await);
    };
    axum::serve(listener, app).with_graceful_shutdown(stop).await?;
    eprintln!("{}", desk.shutdown(host::DEADLINE).await);
    Ok(())
}
