//! How many requests may be sent again.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// A request earns a tenth of a repeat, and a repeat costs a whole one.
const REPEAT: u32 = 10;

/// At most so many repeats are saved up.
const MAX_REPEATS: u32 = 10;

/// A budget of repeats, which all requests to a service share: after the first few, at most one request
/// in ten is sent again. A service that is down or overloaded then gets a tenth more load, and not the
/// threefold that three attempts each would be.
#[derive(Debug, Clone)]
pub struct Budget(Arc<AtomicU32>);

impl Budget {
    /// Counts a request that is sent for the first time.
    pub fn earn(&self) {
        let _ = self
            .0
            .fetch_update(Relaxed, Relaxed, |saved| Some((saved + 1).min(MAX_REPEATS * REPEAT)));
    }

    /// Pays for a repeat. Returns `false` if that is too much.
    #[must_use]
    pub fn spend(&self) -> bool {
        let spent = self.0.fetch_update(Relaxed, Relaxed, |saved| saved.checked_sub(REPEAT));
        spent.is_ok()
    }
}

impl Default for Budget {
    /// Begins with ten repeats.
    fn default() -> Self {
        Self(Arc::new(AtomicU32::new(MAX_REPEATS * REPEAT)))
    }
}
