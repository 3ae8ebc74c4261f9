//! What both host apps share. Your app already has its own version of all this.

use std::env;
use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, TcpListener};
use std::time::Duration;

use askama::Template;
use frontdesk::{FormView, Forms, Message};
use sqlx::Error;

use crate::actions::AddTodo;
use crate::store::Todos;
use crate::words::Texts;

/// Sends the log to stderr.
pub fn log() {
    tracing_subscriber::fmt().with_writer(io::stderr).init();
}

/// Opens the database file of `TODO_DB`, by default `todo.db` in the current directory.
///
/// # Errors
///
/// Fails like [`Todos::open`].
pub async fn open() -> Result<Todos, Error> {
    Todos::open(env::var_os("TODO_DB").unwrap_or_else(|| "todo.db".into())).await
}

/// Listens on `PORT` of this machine. By default it is 3000, or a free port if that is taken.
///
/// # Errors
///
/// Fails if `PORT` is not a valid port, or can't be bound.
pub fn listen() -> io::Result<TcpListener> {
    let on = |port: u16| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    let listener = match env::var("PORT") {
        Ok(port) => on(port.parse().map_err(io::Error::other)?)?,
        Err(_) => match on(3000) {
            Err(error) if error.kind() == ErrorKind::AddrInUse => {
                eprintln!("Port 3000 is in use, so a free one is chosen.");
                on(0)?
            }
            result => result?,
        },
    };
    // tokio only accepts listeners that don't block.
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// How long responses and actions may continue after the signal to stop.
pub const DEADLINE: Duration = Duration::from_secs(10);

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

/// A page of the host app with a form of the desk.
#[derive(Debug, Template)]
#[template(path = "welcome.html")]
pub struct Welcome {
    /// The texts of the page.
    pub texts: Texts,
    /// A sentence about the host app: its framework, and how often the page was requested.
    pub intro: Message,
    /// The form to add a todo.
    pub form: FormView<AddTodo>,
}

impl Welcome {
    /// Makes the page.
    #[must_use]
    pub fn new(framework: &'static str, visits: u64, forms: &Forms) -> Self {
        let texts = Texts::new(&forms.language());
        let params = [("framework", framework.into()), ("visits", visits.into())];
        Self {
            intro: texts.get_with("welcome-text", params),
            texts,
            form: forms.of(),
        }
    }
}
