//! What both binaries share. Your app already has its own version of all this.

use std::env;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::sleep;

use crate::jobs::{Jobs, Limits};

/// How long responses may continue after the signal to stop.
pub const DEADLINE: Duration = Duration::from_secs(5);

/// How long connections may then stay open.
pub const CLOSING: Duration = Duration::from_secs(1);

/// How long each row takes: as long as a request to another service, say.
const ROW: Duration = Duration::from_millis(150);

/// Creates the queue. Jobs run on the runtime that this is called on.
#[must_use]
pub fn jobs() -> Jobs {
    Jobs::new(Handle::current(), Limits::default(), Arc::new(|_| Box::pin(sleep(ROW))))
}

/// Sends the log to stderr, and listens on `PORT` of this machine, by default a free port. Prints the
/// URL.
///
/// # Errors
///
/// Fails if `PORT` is not a valid port, or can't be bound.
pub fn start() -> io::Result<TcpListener> {
    tracing_subscriber::fmt().with_writer(io::stderr).init();
    let port = env::var("PORT")
        .map_or(Ok(0), |port| port.parse())
        .map_err(io::Error::other)?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
    listener.set_nonblocking(true)?;
    println!("http://{}", listener.local_addr()?);
    Ok(listener)
}

/// Returns a future that waits for the signal to stop: Ctrl+C, or SIGTERM. From this call on, they don't end
/// the process by themselves.
///
/// # Errors
///
/// Fails if the system doesn't report signals.
#[cfg(unix)]
pub fn stop_signal() -> io::Result<impl Future<Output = ()>> {
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
///
/// # Errors
///
/// Fails if the system doesn't report signals.
#[cfg(windows)]
pub fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move { drop(interrupt.recv().await) })
}
