//! The secrets that are shared with each provider.

use std::env;

use super::github::GitHub;
use super::keys::Keys;
use super::scheme::{InvalidSecret, Scheme};
use super::standard::Standard;
use super::stripe::Stripe;

/// The secrets of this app's endpoints.
#[derive(Debug, Clone)]
pub struct Secrets {
    /// Those of Stripe.
    pub stripe: Keys<Stripe>,
    /// Those of GitHub.
    pub github: Keys<GitHub>,
    /// Those of Standard Webhooks.
    pub standard: Keys<Standard>,
}

impl Secrets {
    /// Makes secrets that nobody else has.
    ///
    /// # Errors
    ///
    /// If the system has no random numbers.
    pub fn random() -> Result<Self, InvalidSecret> {
        Ok(Self {
            stripe: Keys::random()?,
            github: Keys::random()?,
            standard: Keys::random()?,
        })
    }

    /// Takes the secrets from `STRIPE_WEBHOOK_SECRET`, `GITHUB_WEBHOOK_SECRET` and
    /// `STANDARD_WEBHOOK_SECRET`. While one is being rotated, the old one is in the same variable with
    /// `_OLD` after it. Without a variable, the secret is a random one.
    ///
    /// # Errors
    ///
    /// If a secret is not valid.
    pub fn from_env() -> Result<Self, InvalidSecret> {
        Ok(Self {
            stripe: keys("STRIPE_WEBHOOK_SECRET")?,
            github: keys("GITHUB_WEBHOOK_SECRET")?,
            standard: keys("STANDARD_WEBHOOK_SECRET")?,
        })
    }
}

fn keys<S: Scheme>(variable: &str) -> Result<Keys<S>, InvalidSecret> {
    let variables = [variable.to_owned(), format!("{variable}_OLD")];
    let secrets: Vec<_> = variables.iter().filter_map(|name| env::var(name).ok()).collect();
    if secrets.is_empty() {
        Keys::random()
    } else {
        Keys::new(&secrets)
    }
}
