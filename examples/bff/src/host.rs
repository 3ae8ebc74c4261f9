//! What both binaries share. Your app already has its own version of all this.

use std::env;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::time::Duration;

/// How long responses may continue after the signal to stop.
pub const DEADLINE: Duration = Duration::from_secs(5);

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
