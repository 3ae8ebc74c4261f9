//! Where form state lives that is too large for a cookie, and what has been sent that may be sent once.

use std::io;
use std::time::{Duration, SystemTime};

use frontdesk_router::{BoxFuture, Runtime};

use crate::timer::within;

mod memory;

pub use memory::MemoryStore;

/// How long a store is waited for: a person is waiting too.
const PATIENCE: Duration = Duration::from_secs(5);

/// What a store answers; an error when it doesn't in time.
pub(crate) async fn in_time<T>(answer: BoxFuture<'_, io::Result<T>>, runtime: &dyn Runtime) -> io::Result<T> {
    let answer = within(answer, PATIENCE, runtime).await;
    answer.unwrap_or_else(|| {
        Err(io::Error::new(
            io::ErrorKind::TimedOut,
            "the store did not answer in time",
        ))
    })
}

/// Keeps small values for a short time, by a random key. Made so that several instances of an app can share one.
///
/// What is kept is sealed: a store sees neither what people typed nor can it change it. One that takes longer than 5 seconds for an
/// answer counts as out of reach.
pub trait StateStore: Send + Sync + 'static {
    /// Keeps `value` until `lifetime` after `now` has passed, in place of what is there. Never called with a key of
    /// [`put_new`](Self::put_new).
    ///
    /// # Errors
    ///
    /// When the store is out of reach or full; the form then keeps what fits without it.
    fn put(&self, key: String, value: Vec<u8>, now: SystemTime, lifetime: Duration) -> BoxFuture<'_, io::Result<()>>;

    /// Keeps `value` as [`put`](Self::put) does, but only if nothing is kept under `key`; says whether it did. One atomic step for all
    /// who share the store: of two callers at the same time, one gets `true` (Redis: `SET key value NX PX lifetime`).
    ///
    /// What is kept by this is a promise that something is not done again, so it stays until its lifetime ends or it is
    /// removed, however full the store is.
    ///
    /// # Errors
    ///
    /// When the store is out of reach or full; what was to be promised is then not done at all.
    fn put_new(
        &self,
        key: String,
        value: Vec<u8>,
        now: SystemTime,
        lifetime: Duration,
    ) -> BoxFuture<'_, io::Result<bool>>;

    /// The value of a key, if it is still kept.
    ///
    /// # Errors
    ///
    /// When the store is out of reach.
    fn get(&self, key: &str, now: SystemTime) -> BoxFuture<'_, io::Result<Option<Vec<u8>>>>;

    /// Whether other instances of the app read what this one keeps, and it is there after a restart. They can only read it if all
    /// seal with the same keys, so a desk with a shared store and no keys of its own is not built. Forms of actions that run
    /// `once` are good for one process only, where the store isn't shared.
    fn is_shared(&self) -> bool {
        true
    }

    /// Forgets a key.
    ///
    /// # Errors
    ///
    /// When the store is out of reach; the value then goes when its lifetime ends.
    fn remove(&self, key: &str) -> BoxFuture<'_, io::Result<()>>;
}
