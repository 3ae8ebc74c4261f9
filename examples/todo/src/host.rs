//! What both host apps share. An app of yours has its own of all this already.

use std::env;
use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, TcpListener};

use askama::Template;
use frontdesk::{FormView, Forms};
use sqlx::Error;

use crate::actions::AddTodo;
use crate::store::Todos;

/// Logs to stderr.
pub fn log() {
    tracing_subscriber::fmt().with_writer(io::stderr).init();
}

/// Opens the list in `todo.db` here, or in the file that `TODO_DB` names.
///
/// # Errors
///
/// Those of [`Todos::open`].
pub async fn open() -> Result<Todos, Error> {
    Todos::open(env::var_os("TODO_DB").unwrap_or_else(|| "todo.db".into())).await
}

/// Listens on `PORT` of this machine; without it on 3000, or on a free port when 3000 is taken.
///
/// # Errors
///
/// When `PORT` is no port, or taken.
pub fn listen() -> io::Result<TcpListener> {
    let on = |port: u16| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    let listener = match env::var("PORT") {
        Ok(port) => on(port.parse().map_err(io::Error::other)?)?,
        Err(_) => match on(3000) {
            Err(error) if error.kind() == ErrorKind::AddrInUse => {
                eprintln!("Port 3000 is taken; taking a free one.");
                on(0)?
            }
            result => result?,
        },
    };
    // tokio takes over a listener only when it doesn't block.
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// A page that is the host's own, with a form of the desk on it.
#[derive(Debug, Template)]
#[template(path = "welcome.html")]
pub struct Welcome {
    /// The framework's name.
    pub framework: &'static str,
    /// How often the page has been seen: something that only the host knows.
    pub visits: u64,
    /// The quick way to add a todo.
    pub form: FormView<AddTodo>,
}

impl Welcome {
    /// The page for this visit.
    #[must_use]
    pub fn new(framework: &'static str, visits: u64, forms: &Forms) -> Self {
        Self {
            framework,
            visits,
            form: forms.of(),
        }
    }
}
