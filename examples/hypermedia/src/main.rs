//! The list in an axum app.

use std::error::Error;
use std::net::Ipv4Addr;
use std::time::Duration;
use std::{env, io};

use axum::Router;
use frontdesk::axum::RouterExt as _;
use hypermedia::{App, Scripts};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::time::timeout;

/// How long responses may continue after the signal to stop.
const DEADLINE: Duration = Duration::from_secs(5);

/// How long connections may then stay open.
const CLOSING: Duration = Duration::from_secs(1);

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    tracing_subscriber::fmt().with_writer(io::stderr).init();
    let scripts = env::var("SCRIPTS").map_or_else(|_| Scripts::default(), |url| Scripts::below(&url));
    let desk = hypermedia::desk(App {
        scripts,
        ..App::default()
    })?;
    let app = Router::new().desk(desk.clone());
    let stop_signal = stop_signal()?;
    let port = env::var("PORT").map_or(Ok(0), |port| port.parse())?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    println!("http://{}", listener.local_addr()?);
    let (stop, stopping) = oneshot::channel::<()>();
    let server = axum::serve(listener, app).with_graceful_shutdown(async { drop(stopping.await) });
    let server = tokio::spawn(server.into_future());

    stop_signal.await;
    drop(stop); // Accepts no more connections.
    eprintln!("{}", desk.shutdown(DEADLINE).await);
    // A connection that is still busy, with half a request say, must not keep the process alive.
    let _ = timeout(CLOSING, server).await;
    Ok(())
}

/// Returns a future that waits for the signal to stop: Ctrl+C, or SIGTERM. From this call on, they don't end
/// the process by themselves.
#[cfg(unix)]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Returns a future that waits for the signal to stop: Ctrl+C.
#[cfg(windows)]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move { drop(interrupt.recv().await) })
}
