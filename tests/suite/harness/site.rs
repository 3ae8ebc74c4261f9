//! A running server, with its address and its state.

use std::net::SocketAddr;
use std::sync::{Arc, LazyLock};

use conformance::app::{self, App, Base, Settings};
use conformance::servers::{Adapter, Server};
use frontdesk::{Desk, DeskBuilder};
use http::Method;

use crate::harness::client::Call;

/// A running server.
#[derive(Clone)]
pub(crate) struct Site {
    pub(crate) adapter: Adapter,
    pub(crate) app: App,
    server: Arc<Server>,
}

static SHARED: LazyLock<[Site; 3]> =
    LazyLock::new(|| Adapter::ALL.map(|adapter| Site::start(adapter, &Settings::default())));

impl Site {
    /// Returns the server that cases share which don't change its state.
    pub(crate) fn shared(adapter: Adapter) -> Self {
        let found = SHARED.iter().find(|site| site.adapter == adapter);
        found.expect("there is one of each").clone()
    }

    /// Starts the reference app.
    pub(crate) fn start(adapter: Adapter, settings: &Settings) -> Self {
        let app = App::default();
        let desk = app::desk(&app, settings).unwrap();
        Self::of(adapter, app, desk)
    }

    /// Starts the reference app with a desk that has more than usual.
    pub(crate) fn with_desk(adapter: Adapter, more: impl FnOnce(DeskBuilder<App>) -> DeskBuilder<App>) -> Self {
        Self::below(adapter, "", more)
    }

    /// Does the same, mounted below a path.
    pub(crate) fn below(adapter: Adapter, base: &str, more: impl FnOnce(DeskBuilder<App>) -> DeskBuilder<App>) -> Self {
        let app = App {
            base: Base::new(base),
            ..App::default()
        };
        let desk = more(app::builder(&app, &Settings::default())).build().unwrap();
        Self::of(adapter, app, desk)
    }

    fn of(adapter: Adapter, app: App, desk: Desk) -> Self {
        let server = adapter.start(app.clone(), desk, 0).unwrap();
        Self::with_server(adapter, app, server)
    }

    /// Wraps a server that was started by the caller.
    pub(crate) fn with_server(adapter: Adapter, app: App, server: Server) -> Self {
        Self {
            adapter,
            app,
            server: Arc::new(server),
        }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// Returns the server's origin, as browsers write it.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address())
    }

    pub(crate) fn call(&self, method: &str, target: &str) -> Call {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        Call::new(self.address(), method, target)
    }

    pub(crate) fn get(&self, target: &str) -> Call {
        self.call("GET", target)
    }

    pub(crate) fn post(&self, target: &str) -> Call {
        self.call("POST", target)
    }

    /// Calls an action as a script of the app's own page does.
    pub(crate) fn action(&self, name: &str) -> Call {
        self.post(&format!("/_actions/{name}"))
            .header("sec-fetch-site", "same-origin")
    }
}
