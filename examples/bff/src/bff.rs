//! The state of the app.

use std::error::Error;
use std::sync::Arc;

use frontdesk::{FromRef, Uri};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};

use crate::catalogue::{Catalogue, Freshness};
use crate::demo::Demo;
use crate::session::Sessions;
use crate::upstream::{Policy, Upstream};
use crate::webhooks::{self, Webhooks};

/// The state of the app.
#[derive(Debug, Clone)]
pub struct Bff {
    /// The orders service: what belongs to one person.
    pub orders: Upstream,
    /// The catalogue: what is the same for all, and cached.
    pub catalogue: Catalogue,
    /// The sessions.
    pub sessions: Arc<Sessions>,
    /// The two services, which this app starts itself.
    pub demo: Arc<Demo>,
    /// What webhooks need.
    pub webhooks: Webhooks,
}

/// What tests and the environment set.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// How the orders service is called.
    pub orders: Policy,
    /// How the catalogue service is called.
    pub catalogue: Policy,
    /// How long the catalogue is cached.
    pub freshness: Freshness,
    /// Where the events of webhooks are, and their secrets.
    pub webhooks: webhooks::Options,
}

impl Settings {
    /// Takes from the environment what [`webhooks::Options::from_env`] does.
    ///
    /// # Errors
    ///
    /// If a secret is not valid.
    pub fn from_env() -> Result<Self, webhooks::InvalidSecret> {
        Ok(Self {
            webhooks: webhooks::Options::from_env()?,
            ..Self::default()
        })
    }
}

impl Bff {
    /// Starts the upstream services, and opens what webhooks need.
    ///
    /// # Errors
    ///
    /// Fails if no port is free, or the database can't be opened.
    pub async fn start(settings: Settings) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let demo = Demo::start().await?;
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let connections = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .build(connector);
        let upstream = |name, base: Uri, policy| Upstream::new(name, base, connections.clone(), policy);
        let catalogue = upstream("catalogue", demo.catalogue.url()?, settings.catalogue);
        Ok(Self {
            orders: upstream("orders", demo.orders.url()?, settings.orders),
            catalogue: Catalogue::new(catalogue, &settings.freshness)?,
            sessions: Arc::default(),
            demo: Arc::new(demo),
            webhooks: Webhooks::open(settings.webhooks).await?,
        })
    }
}

impl FromRef<Bff> for Arc<Sessions> {
    fn from_ref(bff: &Bff) -> Self {
        Self::clone(&bff.sessions)
    }
}

impl FromRef<Bff> for Webhooks {
    fn from_ref(bff: &Bff) -> Self {
        bff.webhooks.clone()
    }
}
