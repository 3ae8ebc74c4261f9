//! The providers of webhooks, and the events that they send.

use frontdesk::{Bytes, FromForm, Json, Problem};
use serde::de::DeserializeOwned;

/// A provider, by its scheme of signatures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromForm)]
#[form(rename_all = "lowercase")]
pub enum Source {
    /// Stripe: `Stripe-Signature`.
    Stripe,
    /// GitHub: `X-Hub-Signature-256`.
    GitHub,
    /// Standard Webhooks, as Svix and Clerk send them: `webhook-signature`.
    Standard,
}

impl Source {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Stripe, Self::GitHub, Self::Standard];

    /// Returns the name in the path of its endpoint and in the database.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Stripe => "stripe",
            Self::GitHub => "github",
            Self::Standard => "standard",
        }
    }

    /// Returns the provider of a name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.name() == name)
    }
}

/// An event of a provider. Each delivery of it has the same id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The provider.
    pub source: Source,
    /// The provider's id of the event.
    pub id: String,
    /// What has happened: `checkout.session.completed`, `push`.
    pub kind: String,
    /// The body as it was signed.
    pub body: Bytes,
}

impl Event {
    /// Deserializes the body.
    ///
    /// # Errors
    ///
    /// Fails like [`Json`], if the body is not the JSON that was expected.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        Json::from_bytes(&self.body).map(|Json(value)| value)
    }
}
