//! When a delivery is attempted again, and when not.

use std::time::{Duration, SystemTime};

use frontdesk::{HeaderMap, StatusCode};
use tokio::time::sleep;

use super::backoff::Backoff;
use crate::retry_after::retry_after;

/// The longest time that a receiver can have the sender wait by `Retry-After`.
const LONGEST_WAIT: Duration = Duration::from_secs(24 * 60 * 60);

/// How one attempt ended: the response, or `None` if there was none in time.
pub(super) type Attempt = Option<Response>;

/// What the sender looks at in a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Response {
    /// The status.
    pub(super) status: StatusCode,
    /// How long the receiver asked to be left alone.
    pub(super) retry_after: Option<Duration>,
}

/// How a delivery ended, and after how many attempts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// The event was received: the status is one of success.
    Received(StatusCode, u32),
    /// The receiver wants no more events (410): send it none.
    Gone(u32),
    /// The event was not received. The last response, if there was one.
    GaveUp(Option<StatusCode>, u32),
}

impl Response {
    /// Reads a response.
    pub(super) fn new(status: StatusCode, headers: &HeaderMap, now: SystemTime) -> Self {
        Self {
            status,
            retry_after: retry_after(headers, now),
        }
    }
}

/// Makes attempts until one succeeds, the receiver is gone, or there were enough of them. After each there
/// is a pause, which is at least as long as the receiver asked for. A redirect is a failure like any other:
/// whom the event is for is the sender's business.
pub(super) async fn deliver<F: Future<Output = Attempt>>(
    backoff: &Backoff,
    mut attempt: impl FnMut() -> F,
) -> Delivery {
    let mut count = 1;
    loop {
        let response = attempt().await;
        let status = response.map(|response| response.status);
        match status {
            Some(status) if status.is_success() => return Delivery::Received(status, count),
            Some(StatusCode::GONE) => return Delivery::Gone(count),
            _ if count >= backoff.attempts => return Delivery::GaveUp(status, count),
            _ => {}
        }
        let asked = response.and_then(|response| response.retry_after).unwrap_or_default();
        sleep(backoff.pause(count).max(asked.min(LONGEST_WAIT))).await;
        count += 1;
    }
}

#[cfg(test)]
mod tests;
