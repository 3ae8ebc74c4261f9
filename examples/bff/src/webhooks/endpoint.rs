//! Where events are received.

use frontdesk::{FromRef, Problem, Router, RouterExt as _, State, StatusCode, post};

use super::actions::{Redeliver, SendTest};
use super::github::GitHub;
use super::keys::Keys;
use super::pages;
use super::scheme::Scheme;
use super::signed::Signed;
use super::standard::Standard;
use super::state::Webhooks;
use super::stripe::Stripe;
use crate::bff::Bff;

pub(crate) fn routes() -> Router<Bff> {
    Router::new()
        .route("/webhooks/stripe", post(receive::<Stripe>))
        .route("/webhooks/github", post(receive::<GitHub>))
        .route("/webhooks/standard", post(receive::<Standard>))
        .page("/webhooks", pages::events)
        .action::<SendTest>()
        .action::<Redeliver>()
}

/// Records an event, and responds. Its work follows: a provider waits some seconds only, and would send
/// again what takes longer. 202 for an event that is new, 200 for one that was received before.
async fn receive<S: Scheme>(State(webhooks): State<Webhooks>, signed: Signed<S>) -> Result<StatusCode, Problem> {
    let is_new = webhooks.receive(signed.event).await?;
    Ok(if is_new { StatusCode::ACCEPTED } else { StatusCode::OK })
}

impl FromRef<Bff> for Keys<Stripe> {
    fn from_ref(bff: &Bff) -> Self {
        bff.webhooks.secrets.stripe.clone()
    }
}

impl FromRef<Bff> for Keys<GitHub> {
    fn from_ref(bff: &Bff) -> Self {
        bff.webhooks.secrets.github.clone()
    }
}

impl FromRef<Bff> for Keys<Standard> {
    fn from_ref(bff: &Bff) -> Self {
        bff.webhooks.secrets.standard.clone()
    }
}
