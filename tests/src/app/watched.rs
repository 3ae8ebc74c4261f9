//! Counters that a test can wait for.

use std::sync::Arc;

use tokio::sync::watch;

/// Counts how often something happened.
#[derive(Debug, Clone)]
pub struct Tally(Arc<watch::Sender<u32>>);

impl Default for Tally {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(0)))
    }
}

impl Tally {
    /// Adds one and returns the new count.
    #[must_use]
    pub fn add(&self) -> u32 {
        let mut times = 0;
        self.0.send_modify(|count| {
            *count += 1;
            times = *count;
        });
        times
    }

    /// Returns the count.
    #[must_use]
    pub fn count(&self) -> u32 {
        *self.0.borrow()
    }

    /// Waits until the count is at least `times`.
    pub async fn reaches(&self, times: u32) {
        // The sender lives as long as the tally, so the wait can't fail.
        let _ = self.0.subscribe().wait_for(|count| *count >= times).await;
    }
}

/// Counts the open streams of events.
#[derive(Debug, Clone)]
pub struct Listeners(Arc<watch::Sender<usize>>);

impl Default for Listeners {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(0)))
    }
}

impl Listeners {
    /// Adds a listener, until the returned guard is dropped.
    #[must_use]
    pub fn enter(&self) -> Listening {
        self.0.send_modify(|count| *count += 1);
        Listening(self.clone())
    }

    /// Waits until there are exactly `many` listeners.
    pub async fn are(&self, many: usize) {
        let _ = self.0.subscribe().wait_for(|count| *count == many).await;
    }
}

/// The guard of one of the [`Listeners`].
#[derive(Debug)]
pub struct Listening(Listeners);

impl Drop for Listening {
    fn drop(&mut self) {
        self.0.0.send_modify(|count| *count -= 1);
    }
}
