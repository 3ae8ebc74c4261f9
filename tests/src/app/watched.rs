//! Counts that a test can wait for.

use std::sync::Arc;

use tokio::sync::watch;

/// How often something happened.
#[derive(Debug, Clone)]
pub struct Tally(Arc<watch::Sender<u32>>);

impl Default for Tally {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(0)))
    }
}

impl Tally {
    /// It happens once more; returns how often that makes.
    #[must_use]
    pub fn add(&self) -> u32 {
        let mut times = 0;
        self.0.send_modify(|count| {
            *count += 1;
            times = *count;
        });
        times
    }

    /// How often it happened.
    #[must_use]
    pub fn count(&self) -> u32 {
        *self.0.borrow()
    }

    /// Waits until it has happened so often.
    pub async fn reaches(&self, times: u32) {
        // The sender lives as long as the tally, so the wait can't fail.
        let _ = self.0.subscribe().wait_for(|count| *count >= times).await;
    }
}

/// How many streams of events there are.
#[derive(Debug, Clone)]
pub struct Listeners(Arc<watch::Sender<usize>>);

impl Default for Listeners {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(0)))
    }
}

impl Listeners {
    /// One more, until what this returns is dropped.
    #[must_use]
    pub fn enter(&self) -> Listening {
        self.0.send_modify(|count| *count += 1);
        Listening(self.clone())
    }

    /// Waits until there are so many.
    pub async fn are(&self, many: usize) {
        let _ = self.0.subscribe().wait_for(|count| *count == many).await;
    }
}

/// One of the [`Listeners`].
#[derive(Debug)]
pub struct Listening(Listeners);

impl Drop for Listening {
    fn drop(&mut self) {
        self.0.0.send_modify(|count| *count -= 1);
    }
}
