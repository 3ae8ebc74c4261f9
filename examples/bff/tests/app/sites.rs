//! The hosts that embed the app.

use std::net::SocketAddr;
use std::time::Duration;

use actix_web::{App, HttpServer};
use bff::upstream::Policy;
use bff::{Bff, Settings};
use conformance::servers::Server;
use frontdesk::axum::RouterExt as _;

/// A running app.
pub(crate) struct Site {
    pub(crate) bff: Bff,
    server: Server,
}

/// A policy for services that respond.
pub(crate) fn patient() -> Policy {
    let minute = Duration::from_secs(60);
    Policy {
        attempts: 3,
        attempt: minute,
        total: minute,
        backoff: Duration::from_millis(1),
    }
}

/// A policy for a service that never responds.
pub(crate) fn hasty() -> Policy {
    Policy {
        attempt: Duration::from_millis(300),
        ..patient()
    }
}

/// Settings under which no healthy service is ever too slow, on however busy a machine.
pub(crate) fn settings() -> Settings {
    Settings {
        orders: patient(),
        catalogue: patient(),
        ..Settings::default()
    }
}

/// Starts an app in axum and one in actix.
pub(crate) async fn sites(settings: Settings) -> [(&'static str, Site); 2] {
    let axum = Bff::start(settings.clone()).await.unwrap();
    let actix = Bff::start(settings).await.unwrap();
    [("axum", in_axum(axum)), ("actix", in_actix(actix))]
}

pub(crate) fn in_axum(bff: Bff) -> Site {
    let app = axum::Router::new().desk(bff::desk(bff.clone()).unwrap());
    let server = conformance::servers::axum::start(app, 0).unwrap();
    Site { bff, server }
}

pub(crate) fn in_actix(bff: Bff) -> Site {
    let desk = bff::desk(bff.clone()).unwrap();
    let server = conformance::servers::actix::start(0, move |listener| {
        let server = HttpServer::new(move || App::new().configure(frontdesk::actix::desk(desk.clone())));
        Ok(server.workers(2).disable_signals().listen(listener)?.run())
    });
    let server = server.unwrap();
    Site { bff, server }
}

impl Site {
    pub(crate) fn address(&self) -> SocketAddr {
        self.server.address()
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.server.address())
    }
}
