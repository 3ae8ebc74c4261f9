//! What both binaries share. Your app already has its own version of all this.

use std::env;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::sleep;

use crate::jobs::{Jobs, Limits};

/// How long readers may take to get the last event, and then responses to end, after the signal to stop.
pub const DEADLINE: Duration = Duration::from_secs(5);

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
