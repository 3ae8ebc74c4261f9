//! Where form state lives that is too large for a cookie.

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use frontdesk_router::BoxFuture;

/// Keeps small values for a short time, by a random key. Made so that several instances of an app can share one.
///
/// What is kept is sealed: a store sees neither what people typed nor can it change it.
pub trait StateStore: Send + Sync + 'static {
    /// Keeps `value` until `lifetime` after `now` has passed.
    ///
    /// # Errors
    ///
    /// When the store is out of reach or full; the form then keeps what fits without it.
    fn put(&self, key: String, value: Vec<u8>, now: SystemTime, lifetime: Duration) -> BoxFuture<'_, io::Result<()>>;

    /// The value of a key, if it is still kept.
    ///
    /// # Errors
    ///
    /// When the store is out of reach.
    fn get(&self, key: &str, now: SystemTime) -> BoxFuture<'_, io::Result<Option<Vec<u8>>>>;

    /// Whether other instances of the app read what this one keeps. They can only if all seal with the same keys, so a desk
    /// with a shared store and no keys of its own is not built.
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

/// The store of a single instance: in memory, bounded by bytes.
pub struct MemoryStore {
    capacity: usize,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    values: HashMap<String, (SystemTime, Vec<u8>)>,
    bytes: usize,
}

impl MemoryStore {
    /// A store that holds up to `capacity` bytes of values.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        Self {
            capacity,
            kept: Mutex::default(),
        }
    }

    fn with<T>(&self, job: impl FnOnce(&mut Kept) -> T) -> T {
        job(&mut self.kept.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Default for MemoryStore {
    /// Holds up to 16 MiB.
    fn default() -> Self {
        Self::new(16 * 1024 * 1024)
    }
}

impl Kept {
    fn forget(&mut self, key: &str) {
        if let Some((_, value)) = self.values.remove(key) {
            self.bytes = self.bytes.saturating_sub(value.len());
        }
    }

    fn forget_expired(&mut self, now: SystemTime) {
        self.values.retain(|_, (expires, _)| *expires > now);
        self.bytes = self.values.values().map(|(_, value)| value.len()).sum();
    }

    /// Makes room by forgetting what expires soonest.
    fn make_room(&mut self, needed: usize, capacity: usize) {
        while self.bytes + needed > capacity {
            let soonest = self
                .values
                .iter()
                .min_by_key(|(_, (expires, _))| *expires)
                .map(|(key, _)| key.clone());
            let Some(key) = soonest else { return };
            self.forget(&key);
        }
    }
}

impl StateStore for MemoryStore {
    fn is_shared(&self) -> bool {
        false
    }

    fn put(&self, key: String, value: Vec<u8>, now: SystemTime, lifetime: Duration) -> BoxFuture<'_, io::Result<()>> {
        let put = self.with(|kept| {
            if value.len() > self.capacity {
                return Err(io::Error::other("larger than the whole store"));
            }
            if kept.bytes + value.len() > self.capacity {
                kept.forget_expired(now);
                kept.make_room(value.len(), self.capacity);
            }
            kept.forget(&key);
            kept.bytes += value.len();
            kept.values.insert(key, (now + lifetime, value));
            Ok(())
        });
        Box::pin(std::future::ready(put))
    }

    fn get(&self, key: &str, now: SystemTime) -> BoxFuture<'_, io::Result<Option<Vec<u8>>>> {
        let value = self.with(|kept| {
            let (expires, value) = kept.values.get(key)?;
            (*expires > now).then(|| value.clone())
        });
        Box::pin(std::future::ready(Ok(value)))
    }

    fn remove(&self, key: &str) -> BoxFuture<'_, io::Result<()>> {
        self.with(|kept| kept.forget(key));
        Box::pin(std::future::ready(Ok(())))
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryStore")
            .field("capacity", &self.capacity)
            .finish_non_exhaustive()
    }
}
