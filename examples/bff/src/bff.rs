//! The state of the app.

use std::error::Error;

use frontdesk::FromRef;

use crate::webhooks::{Options, Webhooks};

/// The state of the app.
#[derive(Debug, Clone)]
pub struct Bff {
    /// What webhooks need.
    pub webhooks: Webhooks,
}

impl Bff {
    /// Starts the upstream services, and opens what webhooks need.
    ///
    /// # Errors
    ///
    /// Fails if no port is free, or the database can't be opened.
    pub async fn start(webhooks: Options) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let webhooks = Webhooks::open(webhooks).await?;
        Ok(Self { webhooks })
    }
}

impl FromRef<Bff> for Webhooks {
    fn from_ref(bff: &Bff) -> Self {
        bff.webhooks.clone()
    }
}
