//! Webhooks: their signatures, and each event once.

use std::error::Error;

use frontdesk::Router;

use crate::bff::Bff;

/// What webhooks need.
#[derive(Debug, Clone)]
pub struct Webhooks;

impl Webhooks {
    /// Opens the database of events.
    ///
    /// # Errors
    ///
    /// Fails if the database can't be opened.
    pub async fn open() -> Result<Self, Box<dyn Error + Send + Sync>> {
        Ok(Self)
    }
}

pub(crate) fn routes() -> Router<Bff> {
    Router::new()
}
