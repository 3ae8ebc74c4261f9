//! The store on the server: form state that is too large for a cookie, and the claims and results
//! of forms that run once.

use std::io;
use std::time::{Duration, SystemTime};

use frontdesk_router::{BoxFuture, Runtime};

use crate::timer::within;

mod memory;

pub use memory::MemoryStore;

/// How long a request waits for the store.
const PATIENCE: Duration = Duration::from_secs(5);

/// Awaits an operation of a store, for at most [`PATIENCE`].
///
/// # Errors
///
/// Returns the store's error, or one of kind `TimedOut`.
pub(crate) async fn in_time<T>(operation: BoxFuture<'_, io::Result<T>>, runtime: &dyn Runtime) -> io::Result<T> {
    let result = within(operation, PATIENCE, runtime).await;
    result.unwrap_or_else(|| {
        Err(io::Error::new(
            io::ErrorKind::TimedOut,
            "the store did not respond in time",
        ))
    })
}

/// A key-value store with expiry, for form state and for forms that run once. Several instances of
/// an app can share one.
///
/// Keys are random. Values are small: rarely larger than the text fields of one form, or a
/// [`Reply`](crate::Reply) of at most 64 KiB. Values are sealed, so the store can neither read nor modify
/// user input. An operation that takes longer than
/// 5 seconds counts as failed.
///
/// Use [`MemoryStore`] for a single instance. For several instances, implement this trait on a
/// shared database. Each comment below names the command of Redis that does the same:
///
/// ```
/// use std::collections::HashMap;
/// use std::io;
/// use std::sync::{Mutex, MutexGuard, PoisonError};
/// use std::time::{Duration, SystemTime};
///
/// use frontdesk_actions::StateStore;
/// use frontdesk_router::BoxFuture;
///
/// /// A map, in place of the connection to a database.
/// #[derive(Default)]
/// struct MapStore(Mutex<HashMap<String, (SystemTime, Vec<u8>)>>);
///
/// impl MapStore {
///     /// Returns the values that have not expired.
///     fn values(&self, now: SystemTime) -> MutexGuard<'_, HashMap<String, (SystemTime, Vec<u8>)>> {
///         let mut values = self.0.lock().unwrap_or_else(PoisonError::into_inner);
///         values.retain(|_, (expires, _)| *expires > now);
///         values
///     }
/// }
///
/// impl StateStore for MapStore {
///     // SET key value PX lifetime
///     fn put(
///         &self,
///         key: String,
///         value: Vec<u8>,
///         now: SystemTime,
///         lifetime: Duration,
///     ) -> BoxFuture<'_, io::Result<()>> {
///         Box::pin(async move {
///             self.values(now).insert(key, (now + lifetime, value));
///             Ok(())
///         })
///     }
///
///     // SET key value NX PX lifetime
///     fn put_new(
///         &self,
///         key: String,
///         value: Vec<u8>,
///         now: SystemTime,
///         lifetime: Duration,
///     ) -> BoxFuture<'_, io::Result<bool>> {
///         Box::pin(async move {
///             let mut values = self.values(now);
///             let is_new = !values.contains_key(&key);
///             if is_new {
///                 values.insert(key, (now + lifetime, value));
///             }
///             Ok(is_new)
///         })
///     }
///
///     // GET key
///     fn get(&self, key: &str, now: SystemTime) -> BoxFuture<'_, io::Result<Option<Vec<u8>>>> {
///         let value = self.values(now).get(key).map(|(_, value)| value.clone());
///         Box::pin(async move { Ok(value) })
///     }
///
///     // DEL key
///     fn remove(&self, key: &str) -> BoxFuture<'_, io::Result<()>> {
///         self.values(SystemTime::UNIX_EPOCH).remove(key);
///         Box::pin(async { Ok(()) })
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> io::Result<()> {
/// let store = MapStore::default();
/// let (now, minute) = (SystemTime::now(), Duration::from_secs(60));
/// store.put("a".to_owned(), b"1".to_vec(), now, minute).await?;
/// assert_eq!(store.get("a", now).await?, Some(b"1".to_vec()));
/// assert_eq!(store.get("a", now + minute).await?, None);
///
/// assert!(store.put_new("b".to_owned(), b"2".to_vec(), now, minute).await?);
/// assert!(!store.put_new("b".to_owned(), b"3".to_vec(), now, minute).await?);
/// # Ok(())
/// # }
/// ```
pub trait StateStore: Send + Sync + 'static {
    /// Stores `value` under `key` until `lifetime` after `now`, and replaces the value that is
    /// there.
    ///
    /// Frontdesk never calls it with a key that it passes to [`put_new`](Self::put_new). A full
    /// store may remove values of `put` before they expire.
    ///
    /// # Errors
    ///
    /// Returns an error if the store is unreachable or full. Of the submitted values, the form then
    /// keeps those that fit into a cookie.
    fn put(&self, key: String, value: Vec<u8>, now: SystemTime, lifetime: Duration) -> BoxFuture<'_, io::Result<()>>;

    /// Stores `value` as [`put`](Self::put) does, but only if there is no value under `key`.
    /// Returns whether it was stored.
    ///
    /// This must be one atomic step for all instances that share the store: of two simultaneous
    /// calls, exactly one returns `true`.
    ///
    /// Such a value guarantees that an action does not run twice. So the store must not remove it
    /// before it expires, even when it is full, except by [`remove`](Self::remove).
    ///
    /// # Errors
    ///
    /// Returns an error if the store is unreachable or full. The action is then not run.
    fn put_new(
        &self,
        key: String,
        value: Vec<u8>,
        now: SystemTime,
        lifetime: Duration,
    ) -> BoxFuture<'_, io::Result<bool>>;

    /// Returns the value under `key`, or `None` if there is none or it has expired at the time
    /// `now`.
    ///
    /// # Errors
    ///
    /// Returns an error if the store is unreachable.
    fn get(&self, key: &str, now: SystemTime) -> BoxFuture<'_, io::Result<Option<Vec<u8>>>>;

    /// Returns whether other instances of the app can read the values, and they survive a restart.
    /// Default: `true`.
    ///
    /// The instances can read each other's values only with the same keys, so building a desk that
    /// has a shared store but no configured keys fails. If the store is not shared, only the process
    /// that rendered a form knows whether its action ran: others refuse it (`once-unknown`), unless the
    /// action takes a [`OnceKey`](crate::OnceKey).
    fn is_shared(&self) -> bool {
        true
    }

    /// Removes the value under `key`, if there is one.
    ///
    /// # Errors
    ///
    /// Returns an error if the store is unreachable. The value then remains until it expires.
    fn remove(&self, key: &str) -> BoxFuture<'_, io::Result<()>>;
}
