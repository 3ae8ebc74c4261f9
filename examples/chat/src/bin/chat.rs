//! The chat in an axum app.

use std::error::Error;

use axum::Router;
use chat::{Chat, host};
use frontdesk::axum::RouterExt as _;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let chat = Chat::new()?;
    let desk = chat::desk(chat.clone())?;
    let app = Router::new().desk(desk.clone());
    let listener = tokio::net::TcpListener::from_std(host::start()?)?;
    let stop = async move {
        let _ = tokio::signal::ctrl_c().await;
        chat.close();
    };
    axum::serve(listener, app).with_graceful_shutdown(stop).await?;
    eprintln!("{}", desk.shutdown(host::DEADLINE).await);
    Ok(())
}
