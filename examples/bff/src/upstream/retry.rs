//! Sending a request again.

use std::time::Duration;

use tokio::time::{Instant, sleep, timeout};

use super::budget::Budget;
use super::failure::Failure;

/// How long calls to a service may take, and how often they are tried.
#[derive(Debug, Clone)]
pub struct Policy {
    /// How many attempts there are at most.
    pub attempts: u32,
    /// How long one attempt may take.
    pub attempt: Duration,
    /// How long all attempts may take, with the pauses between them.
    pub total: Duration,
    /// The longest pause after the first attempt. It doubles with each one.
    pub backoff: Duration,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            attempts: 3,
            attempt: Duration::from_millis(800),
            total: Duration::from_secs(2),
            backoff: Duration::from_millis(50),
        }
    }
}

impl Policy {
    /// Returns a random pause after an attempt, so that clients that failed together don't come back
    /// together.
    fn pause(&self, attempts: u32) -> Duration {
        let longest = self.backoff.saturating_mul(1 << (attempts - 1).min(16));
        let random = getrandom::u32().unwrap_or(u32::MAX);
        longest.mul_f64(f64::from(random) / f64::from(u32::MAX))
    }
}

/// Makes attempts until one succeeds, or none may follow.
///
/// Only for requests that may safely be sent twice. One attempt follows another if its failure
/// [may pass](Failure::is_transient), the policy and the budget allow it, and there is time for the
/// pause: a random one, and at least what the service asked for by `Retry-After`.
///
/// # Errors
///
/// The failure of the last attempt.
pub async fn with_retries<T, F>(policy: &Policy, budget: &Budget, attempt: impl Fn() -> F) -> Result<T, Failure>
where
    F: Future<Output = Result<T, Failure>>,
{
    let begun = Instant::now();
    let time_left = || policy.total.saturating_sub(begun.elapsed());
    budget.earn();
    for attempts in 1.. {
        let result = timeout(policy.attempt.min(time_left()), attempt()).await;
        let failure = match result.unwrap_or(Err(Failure::TimedOut)) {
            Err(failure) if failure.is_transient() && attempts < policy.attempts => failure,
            result => return result,
        };
        let pause = policy.pause(attempts).max(failure.retry_after().unwrap_or_default());
        if pause >= time_left() || !budget.spend() {
            return Err(failure);
        }
        sleep(pause).await;
    }
    Err(Failure::TimedOut)
}

#[cfg(test)]
mod tests;
