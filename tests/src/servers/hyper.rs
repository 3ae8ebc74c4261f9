//! The desk on plain hyper, with no framework around it.

use std::io;

use frontdesk::Desk;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use hyper_util::service::TowerToHyperService;

use super::Server;

/// Serves a desk.
///
/// # Errors
///
/// When the port can't be had.
pub fn start(desk: Desk, port: u16) -> io::Result<Server> {
    Server::run(port, |listener, stopped| {
        super::block_on(
            async move {
                let listener = tokio::net::TcpListener::from_std(listener)?;
                serve(&listener, desk).await
            },
            stopped,
        );
    })
}

async fn serve(listener: &tokio::net::TcpListener, desk: Desk) -> io::Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        let service = TowerToHyperService::new(desk.clone());
        tokio::spawn(async move {
            let connection = auto::Builder::new(TokioExecutor::new());
            // A client that leaves early is no news.
            if let Err(error) = connection.serve_connection(TokioIo::new(stream), service).await {
                tracing::debug!(error, "a connection ended early");
            }
        });
    }
}
