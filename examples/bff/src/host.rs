//! What both binaries share. Your app already has its own version of all this.

use std::env::{self, VarError};
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::time::Duration;

/// How long responses may continue after the signal to stop.
pub const DEADLINE: Duration = Duration::from_secs(5);

/// How long connections may then stay open.
pub const CLOSING: Duration = Duration::from_secs(1);

/// Sends the log to stderr, and listens on `PORT` of this machine, by default a free port. Prints the
/// URL.
///
/// # Errors
///
/// Fails if `PORT` is not a valid port, or can't be bound.
pub fn start() -> io::Result<TcpListener> {
    tracing_subscriber::fmt().with_writer(io::stderr).init();
    let port = match env::var("PORT") {
        Ok(port) => port.parse().map_err(io::Error::other)?,
        Err(VarError::NotPresent) => 0,
        Err(error) => return Err(io::Error::other(error)),
    };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
    listener.set_nonblocking(true)?;
    println!("http://{}", listener.local_addr()?);
    Ok(listener)
}

/// Waits for the signal to stop: Ctrl-C, or SIGTERM.
///
/// # Errors
///
/// Fails if the system doesn't report signals.
pub async fn stop_signal() -> io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}
