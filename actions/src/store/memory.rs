//! The store of an app with a single instance.

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use frontdesk_router::BoxFuture;

use super::StateStore;

mod evictable;
#[cfg(test)]
mod tests;

use self::evictable::Evictable;

/// The memory that a value takes besides itself and its key, in bytes: its share of the tables,
/// which are half empty after they grew. This is a measured value.
const OVERHEAD: usize = 300;

/// The maximum number of expired values that one operation removes, because other operations wait
/// meanwhile.
const MAX_PURGED: usize = 100;

/// One value may take at most this fraction (an eighth) of the capacity, so that a single client
/// can't evict all other values.
const MAX_SHARE: usize = 8;

/// A store in memory for an app with a single instance, limited by bytes. It allocates only what it
/// needs.
///
/// The store has two halves with the same capacity, so that neither can crowd out the other. The
/// capacity covers the values and the tables to find them. Fragmentation between values of many
/// sizes may take up to half of it in addition.
///
/// One half holds evictable values: form state, and the stored results of forms that run once. When
/// it is full, it evicts the oldest value of the size class that takes most of the memory, so a
/// flood of large forms evicts only large forms.
///
/// The other half holds the claims of forms that run once: about 400 bytes for each submission, for
/// as long as the form can be sent (a day). It never evicts. When it is full, further submissions
/// of such forms are refused; when it is half full, the store logs a warning. By default, it holds
/// about 160,000 claims. An app with more such submissions a day needs a larger store or a shared
/// one. Since anyone who can load a page can send its form any number of times, a form that needs
/// no login needs rate limiting.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// use std::time::{Duration, SystemTime};
///
/// use frontdesk_actions::{MemoryStore, StateStore};
///
/// let store = MemoryStore::new(256 * 1024 * 1024);
/// assert!(!store.is_shared());
///
/// let (now, minute) = (SystemTime::now(), Duration::from_secs(60));
/// store.put("key".to_owned(), b"value".to_vec(), now, minute).await?;
/// assert_eq!(store.get("key", now).await?, Some(b"value".to_vec()));
/// assert_eq!(store.get("key", now + minute).await?, None);
/// # Ok(())
/// # }
/// ```
pub struct MemoryStore {
    /// The capacity of each half in bytes.
    capacity: usize,
    contents: Mutex<Contents>,
}

/// The values of both halves.
#[derive(Default)]
struct Contents {
    values: HashMap<Arc<str>, Value>,
    /// All keys, in the order of expiry.
    by_expiry: BTreeSet<(SystemTime, Arc<str>)>,
    evictable: Evictable,
    pinned: Pinned,
}

/// The size of the half that never evicts.
#[derive(Default)]
struct Pinned {
    forms: usize,
    bytes: usize,
    warned: bool,
}

struct Value {
    expires: SystemTime,
    bytes: Arc<[u8]>,
    place: Place,
}

#[derive(Clone, Copy)]
enum Place {
    /// In the half that evicts, with its age.
    Evictable(u64),
    Pinned,
}

impl MemoryStore {
    /// Creates a store whose halves hold up to `capacity` bytes each. One form may take an eighth
    /// of that.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        Self {
            capacity,
            contents: Mutex::default(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Contents> {
        self.contents.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs an operation, after removing some of the expired values.
    fn with<T>(&self, now: SystemTime, operation: impl FnOnce(&mut Contents) -> T) -> T {
        let mut contents = self.lock();
        contents.purge(now, MAX_PURGED);
        operation(&mut contents)
    }
}

impl Default for MemoryStore {
    /// Creates a store that holds up to 64 MiB in each half.
    fn default() -> Self {
        Self::new(64 * 1024 * 1024)
    }
}

/// Returns when a value expires. A lifetime is at most a century, so that the clock doesn't
/// overflow.
fn expiry(now: SystemTime, lifetime: Duration) -> SystemTime {
    const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);
    now.checked_add(lifetime.min(CENTURY)).unwrap_or(now)
}

fn cost(key: &str, bytes: &[u8]) -> usize {
    key.len() + bytes.len() + OVERHEAD
}

impl Contents {
    /// Stores an evictable value, in place of the one under the key.
    ///
    /// # Errors
    ///
    /// Returns an error if the value is larger than one value may be.
    fn put(&mut self, key: Arc<str>, bytes: Arc<[u8]>, expires: SystemTime, capacity: usize) -> io::Result<()> {
        let needed = cost(&key, &bytes);
        if needed > capacity / MAX_SHARE {
            return Err(io::Error::other("the value is too large for the store"));
        }
        self.remove(&key);
        while self.evictable.bytes + needed > capacity
            && let Some(key) = self.evictable.next_to_evict()
        {
            self.remove(&key);
        }
        let age = self.evictable.add(Arc::clone(&key), needed);
        self.insert(key, bytes, expires, Place::Evictable(age));
        Ok(())
    }

    /// Stores a value that is never evicted, unless there is one under the key. Returns whether it
    /// was stored.
    ///
    /// # Errors
    ///
    /// Returns an error if the half for such values is full.
    fn put_new(
        &mut self,
        key: Arc<str>,
        bytes: Arc<[u8]>,
        (now, expires): (SystemTime, SystemTime),
        capacity: usize,
    ) -> io::Result<bool> {
        if self.get(&key, now).is_some() {
            return Ok(false);
        }
        self.remove(&key);
        let needed = cost(&key, &bytes);
        if self.pinned.bytes + needed > capacity {
            self.purge(now, usize::MAX);
        }
        if self.pinned.bytes + needed > capacity {
            return Err(io::Error::other("the store is full of claims of forms that run once"));
        }
        self.pinned.add(needed, capacity);
        self.insert(key, bytes, expires, Place::Pinned);
        Ok(true)
    }

    fn insert(&mut self, key: Arc<str>, bytes: Arc<[u8]>, expires: SystemTime, place: Place) {
        self.by_expiry.insert((expires, Arc::clone(&key)));
        self.values.insert(key, Value { expires, bytes, place });
    }

    fn get(&self, key: &str, now: SystemTime) -> Option<&Arc<[u8]>> {
        let value = self.values.get(key).filter(|value| value.expires > now);
        value.map(|value| &value.bytes)
    }

    /// Removes up to `count` expired values.
    fn purge(&mut self, now: SystemTime, count: usize) {
        for _ in 0..count {
            let Some((_, key)) = self.by_expiry.first().filter(|(expires, _)| *expires <= now).cloned() else {
                break;
            };
            self.remove(&key);
        }
    }

    fn remove(&mut self, key: &str) {
        let Some((key, value)) = self.values.remove_entry(key) else {
            return;
        };
        let cost = cost(&key, &value.bytes);
        match value.place {
            Place::Evictable(age) => self.evictable.remove(age, cost),
            Place::Pinned => self.pinned.remove(cost),
        }
        self.by_expiry.remove(&(value.expires, key));
    }
}

impl Pinned {
    /// Adds a claim. Logs a warning whenever the half becomes half full, while there is time to
    /// react.
    fn add(&mut self, cost: usize, capacity: usize) {
        self.forms += 1;
        self.bytes += cost;
        let half_full = self.bytes > capacity / 2;
        if half_full && !self.warned {
            let forms = self.forms;
            tracing::warn!(
                forms,
                "the memory store is half full of claims of `once` forms; when full, it refuses such forms"
            );
        }
        self.warned = half_full;
    }

    fn remove(&mut self, cost: usize) {
        self.forms = self.forms.saturating_sub(1);
        self.bytes = self.bytes.saturating_sub(cost);
    }
}

impl StateStore for MemoryStore {
    fn is_shared(&self) -> bool {
        false
    }

    fn put(&self, key: String, value: Vec<u8>, now: SystemTime, lifetime: Duration) -> BoxFuture<'_, io::Result<()>> {
        let (key, value, expires) = (key.into(), value.into(), expiry(now, lifetime));
        let put = self.with(now, |contents| contents.put(key, value, expires, self.capacity));
        Box::pin(std::future::ready(put))
    }

    fn put_new(
        &self,
        key: String,
        value: Vec<u8>,
        now: SystemTime,
        lifetime: Duration,
    ) -> BoxFuture<'_, io::Result<bool>> {
        let (key, value, expires) = (key.into(), value.into(), expiry(now, lifetime));
        let put = self.with(now, |contents| {
            contents.put_new(key, value, (now, expires), self.capacity)
        });
        Box::pin(std::future::ready(put))
    }

    fn get(&self, key: &str, now: SystemTime) -> BoxFuture<'_, io::Result<Option<Vec<u8>>>> {
        let value = self.with(now, |contents| contents.get(key, now).cloned());
        Box::pin(std::future::ready(Ok(value.map(|bytes| bytes.to_vec()))))
    }

    fn remove(&self, key: &str) -> BoxFuture<'_, io::Result<()>> {
        self.lock().remove(key);
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
