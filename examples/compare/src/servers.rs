//! Two apps that embed the desk, each with a route of its own.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};

use frontdesk::Desk;
use frontdesk::axum::RouterExt as _;

/// The framework of an app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Host {
    /// An axum app.
    Axum,
    /// An actix-web app.
    Actix,
}

impl Host {
    /// All frameworks.
    pub const ALL: [Self; 2] = [Self::Axum, Self::Actix];

    /// Returns the name of the framework.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Axum => "axum",
            Self::Actix => "actix",
        }
    }

    /// Starts the app on a free port of this machine. It runs until the runtime ends.
    ///
    /// # Errors
    ///
    /// Fails if no port can be bound.
    pub fn start(self, desk: Desk) -> io::Result<SocketAddr> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        match self {
            Self::Axum => axum(listener, desk)?,
            Self::Actix => actix(listener, desk)?,
        }
        Ok(address)
    }
}

fn axum(listener: TcpListener, desk: Desk) -> io::Result<()> {
    let app = axum::Router::new()
        .route("/health", axum::routing::get(async || "ok"))
        .desk(desk);
    let listener = tokio::net::TcpListener::from_std(listener)?;
    tokio::spawn(async { axum::serve(listener, app).await });
    Ok(())
}

fn actix(listener: TcpListener, desk: Desk) -> io::Result<()> {
    use actix_web::{App, HttpServer, web};

    let app = move || {
        App::new()
            .wrap(frontdesk::actix::pages(&desk))
            .route("/health", web::get().to(async || "ok"))
            .configure(frontdesk::actix::desk(desk.clone()))
    };
    let server = HttpServer::new(app).workers(1).disable_signals().listen(listener)?;
    tokio::spawn(server.run());
    Ok(())
}
