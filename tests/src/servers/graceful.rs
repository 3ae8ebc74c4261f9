//! Each adapter's server with the graceful shutdown that the documentation shows.

use std::io;
use std::net::TcpListener;
use std::time::Duration;

use actix_web::{App as ActixApp, HttpServer};
use frontdesk::{Desk, ShutdownReport};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::actix::{WORKERS, host as actix_host};
use super::adapter::Adapter;
use super::axum::host as axum_host;
use super::server::{Server, block_on};
use crate::app::App;

/// How long a server waits for its connections after the desk has shut down.
const CLOSING: Duration = Duration::from_secs(1);

/// Starts the reference app on a free port. When the server is stopped, the desk has `deadline` to
/// shut down. The receiver gets its report.
///
/// # Errors
///
/// Fails if no port can be bound.
pub fn start(
    adapter: Adapter,
    app: App,
    desk: Desk,
    deadline: Duration,
) -> io::Result<(Server, oneshot::Receiver<ShutdownReport>)> {
    let (sender, report) = oneshot::channel();
    let server = Server::run(0, move |listener, stopped| match adapter {
        Adapter::Hyper => run(hyper(listener, desk, deadline, stopped), sender),
        Adapter::Axum => run(axum(listener, app, desk, deadline, stopped), sender),
        Adapter::Actix => {
            let served = actix(listener, app, desk, deadline, stopped);
            send(actix_web::rt::System::new().block_on(served), sender);
        }
    })?;
    Ok((server, report))
}

/// Runs a server until it has ended by itself.
fn run(server: impl Future<Output = io::Result<ShutdownReport>>, report: oneshot::Sender<ShutdownReport>) {
    let (_never, stopped) = oneshot::channel();
    let server = async {
        send(server.await, report);
        Ok(())
    };
    block_on(server, stopped);
}

fn send(served: io::Result<ShutdownReport>, report: oneshot::Sender<ShutdownReport>) {
    match served {
        // A test may not wait for it.
        Ok(served) => drop(report.send(served)),
        Err(error) => tracing::error!(%error, "the server failed"),
    }
}

async fn hyper(
    listener: TcpListener,
    desk: Desk,
    deadline: Duration,
    mut stopped: oneshot::Receiver<()>,
) -> io::Result<ShutdownReport> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let graceful = GracefulShutdown::new();
    loop {
        let (stream, _) = tokio::select! {
            accepted = listener.accept() => accepted?,
            _ = &mut stopped => break,
        };
        let service = TowerToHyperService::new(desk.clone());
        let builder = auto::Builder::new(TokioExecutor::new());
        let connection = builder.serve_connection(TokioIo::new(stream), service).into_owned();
        tokio::spawn(graceful.watch(connection));
    }
    drop(listener);
    let closed = tokio::spawn(graceful.shutdown());
    let report = desk.shutdown(deadline).await;
    drop(timeout(CLOSING, closed).await);
    Ok(report)
}

async fn axum(
    listener: TcpListener,
    app: App,
    desk: Desk,
    deadline: Duration,
    stopped: oneshot::Receiver<()>,
) -> io::Result<ShutdownReport> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let (stop, stopping) = oneshot::channel::<()>();
    let server = ::axum::serve(listener, axum_host(app, desk.clone()));
    let server = server.with_graceful_shutdown(async { drop(stopping.await) });
    let server = tokio::spawn(server.into_future());
    drop(stopped.await);
    drop(stop);
    let report = desk.shutdown(deadline).await;
    drop(timeout(CLOSING, server).await);
    Ok(report)
}

async fn actix(
    listener: TcpListener,
    app: App,
    desk: Desk,
    deadline: Duration,
    stopped: oneshot::Receiver<()>,
) -> io::Result<ShutdownReport> {
    let served = desk.clone();
    let make = move || {
        ActixApp::new()
            .wrap(frontdesk::actix::pages(&served))
            .configure(actix_host(app.clone(), served.clone()))
    };
    let server = HttpServer::new(make).workers(WORKERS).disable_signals();
    let server = server.shutdown_timeout(CLOSING.as_secs()).listen(listener)?.run();
    let handle = server.handle();
    actix_web::rt::spawn(server);
    drop(stopped.await);
    handle.pause().await;
    let report = desk.shutdown(deadline).await;
    handle.stop(true).await;
    Ok(report)
}
