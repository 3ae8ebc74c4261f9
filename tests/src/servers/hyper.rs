//! The desk on plain hyper, with no framework around it.

use std::io;

use frontdesk::Desk;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use hyper_util::service::TowerToHyperService;

use super::server::{Server, block_on};

/// Serves a desk.
///
/// # Errors
///
/// Fails if the port can't be bound.
pub fn start(desk: Desk, port: u16) -> io::Result<Server> {
    Server::run(port, |listener, stopped| {
        block_on(
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
            // Clients may disconnect at any time.
            if let Err(error) = connection.serve_connection(TokioIo::new(stream), service).await {
                tracing::debug!(error, "a connection was closed early");
            }
        });
    }
}
