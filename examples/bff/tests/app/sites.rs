//! The hosts that embed the app.

use actix_web::{App, HttpServer};
use bff::{Bff, Settings};
use conformance::servers::Server;
use frontdesk::axum::RouterExt as _;

/// A running app.
pub(crate) struct Site {
    pub(crate) bff: Bff,
    pub(crate) server: Server,
}

/// Starts an app in axum and one in actix.
pub(crate) async fn sites() -> [(&'static str, Site); 2] {
    let [one, other] = [
        Bff::start(Settings::default()).await.unwrap(),
        Bff::start(Settings::default()).await.unwrap(),
    ];
    [("axum", in_axum(one)), ("actix", in_actix(other))]
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
    Site {
        bff,
        server: server.unwrap(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn page_is_served() {
    for (host, site) in sites().await {
        let _ = &site.bff;
        assert_ne!(site.server.address().port(), 0, "{host}");
    }
}
