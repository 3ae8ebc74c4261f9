//! The adapters, and how each starts the reference app.

use std::{fmt, io};

use frontdesk::Desk;

use super::server::Server;
use super::{actix, axum, hyper};
use crate::app::App;

/// The kind of server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Adapter {
    /// Plain hyper.
    Hyper,
    /// An axum app.
    Axum,
    /// An actix-web app.
    Actix,
}

impl Adapter {
    /// All adapters.
    pub const ALL: [Self; 3] = [Self::Hyper, Self::Axum, Self::Actix];

    /// Returns the name of the adapter.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Hyper => "hyper",
            Self::Axum => "axum",
            Self::Actix => "actix",
        }
    }

    /// Starts the reference app on a port, in the host app of this adapter. Port 0 means any free
    /// one.
    ///
    /// # Errors
    ///
    /// Fails if the port can't be bound.
    pub fn start(self, app: App, desk: Desk, port: u16) -> io::Result<Server> {
        match self {
            Self::Hyper => hyper::start(desk, port),
            Self::Axum => axum::start(axum::host(app, desk), port),
            Self::Actix => actix::start_host(app, desk, port),
        }
    }
}

impl fmt::Display for Adapter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
