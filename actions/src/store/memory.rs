//! The store of an app with a single instance.

use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::BuildHasher;
use std::io;
use std::sync::Arc;
use std::thread::available_parallelism;
use std::time::{Duration, SystemTime};

use frontdesk_router::BoxFuture;

use super::StateStore;

mod cost;
mod shard;
#[cfg(test)]
mod tests;
mod usage;

use self::cost::Cost;
use self::shard::{Place, Shard, Values};
use self::usage::Usage;

/// The maximum number of expired values that one operation removes, because other operations wait
/// meanwhile.
const MAX_PURGED: usize = 100;

/// One value may take at most this fraction (an eighth) of the capacity, so that a single client
/// can't evict all other values.
const MAX_SHARE: usize = 8;

/// The maximum number of shards.
const MAX_SHARDS: usize = 64;

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
    usage: Usage,
    /// A power of two, a few per core, so that operations on different keys rarely wait for each
    /// other.
    shards: Box<[Shard]>,
    hasher: RandomState,
}

impl MemoryStore {
    /// Creates a store whose halves hold up to `capacity` bytes each. One form may take an eighth
    /// of that.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        let cores = available_parallelism().map_or(1, usize::from);
        let shards = (4 * cores).next_power_of_two().min(MAX_SHARDS);
        Self::with_shards(capacity, shards)
    }

    fn with_shards(capacity: usize, shards: usize) -> Self {
        Self {
            capacity,
            usage: Usage::new(capacity),
            shards: (0..shards).map(|_| Shard::new()).collect(),
            hasher: RandomState::new(),
        }
    }

    /// Runs an operation on the values of a key's shard, after removing some of the expired ones.
    fn with<T>(&self, key: &str, now: SystemTime, operation: impl FnOnce(&mut Values) -> T) -> T {
        let mut values = self.shard(key).lock();
        values.purge(now, MAX_PURGED, &self.usage);
        operation(&mut values)
    }

    fn shard(&self, key: &str) -> &Shard {
        let hash = self.hasher.hash_one(key) as usize;
        // The index is below the number of shards, because that is a power of two.
        &self.shards[hash & (self.shards.len() - 1)]
    }

    /// Stores an evictable value, in place of the one under the key.
    ///
    /// # Errors
    ///
    /// Returns an error if the value is larger than one value may be.
    fn put_evictable(&self, key: &Arc<str>, bytes: &Arc<[u8]>, now: SystemTime, expires: SystemTime) -> io::Result<()> {
        let cost = Cost::new(key, bytes);
        if cost.bytes > self.capacity / MAX_SHARE {
            return Err(io::Error::other("the value is too large for the store"));
        }
        let put = |values: &mut Values| {
            let Some(age) = self.usage.exchange_evictable(values.evictable_cost(key), cost) else {
                return false;
            };
            if let Some((cost, Place::Pinned)) = values.take(key) {
                self.usage.release_pinned(cost);
            }
            values.insert(Arc::clone(key), Arc::clone(bytes), expires, Place::Evictable(age));
            true
        };
        while !self.with(key, now, put) {
            self.make_room(cost, now);
        }
        Ok(())
    }

    /// Makes room for an evictable value: removes all expired values, and then the oldest of the
    /// size class that takes most of the memory.
    ///
    /// By age alone, 64 forms of 1 MB would evict all other submissions of the last minutes. By
    /// size alone, long texts would always be evicted first.
    fn make_room(&self, cost: Cost, now: SystemTime) {
        self.purge_all(now);
        while !self.usage.has_room_for(cost) {
            if !self.evict_one() {
                // The memory is reserved for values that others are just inserting.
                self.shards.iter().for_each(|shard| drop(shard.lock()));
                return;
            }
        }
    }

    fn evict_one(&self) -> bool {
        let mut classes = self.usage.largest_classes().into_iter();
        classes.any(|class| {
            let in_class = || {
                self.shards
                    .iter()
                    .filter_map(|shard| Some((shard.oldest(class)?, shard)))
            };
            // Again where another thread was faster.
            while let Some((_, shard)) = in_class().min_by_key(|(age, _)| *age) {
                if shard.lock().evict(class, &self.usage) {
                    return true;
                }
            }
            false
        })
    }

    fn purge_all(&self, now: SystemTime) {
        let expired = self.shards.iter().filter(|shard| shard.has_expired(now));
        expired.for_each(|shard| shard.lock().purge(now, usize::MAX, &self.usage));
    }

    /// Stores a value that is never evicted, unless there is one under the key. Returns whether it
    /// was stored.
    ///
    /// # Errors
    ///
    /// Returns an error if the half for such values is full.
    fn put_pinned(&self, key: &Arc<str>, bytes: &Arc<[u8]>, now: SystemTime, expires: SystemTime) -> io::Result<bool> {
        let cost = Cost::new(key, bytes);
        // `None` if there is no room.
        let put = |values: &mut Values| {
            if values.get(key, now).is_some() {
                return Some(false);
            }
            values.remove(key, &self.usage);
            self.usage.add_pinned(cost).then(|| {
                values.insert(Arc::clone(key), Arc::clone(bytes), expires, Place::Pinned);
                true
            })
        };
        let stored = self.with(key, now, put).or_else(|| {
            self.purge_all(now);
            self.with(key, now, put)
        });
        stored.ok_or_else(|| io::Error::other("the store is full of claims of forms that run once"))
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

impl StateStore for MemoryStore {
    fn is_shared(&self) -> bool {
        false
    }

    fn put(&self, key: String, value: Vec<u8>, now: SystemTime, lifetime: Duration) -> BoxFuture<'_, io::Result<()>> {
        let put = self.put_evictable(&key.into(), &value.into(), now, expiry(now, lifetime));
        Box::pin(std::future::ready(put))
    }

    fn put_new(
        &self,
        key: String,
        value: Vec<u8>,
        now: SystemTime,
        lifetime: Duration,
    ) -> BoxFuture<'_, io::Result<bool>> {
        let put = self.put_pinned(&key.into(), &value.into(), now, expiry(now, lifetime));
        Box::pin(std::future::ready(put))
    }

    fn get(&self, key: &str, now: SystemTime) -> BoxFuture<'_, io::Result<Option<Vec<u8>>>> {
        let value = self.with(key, now, |values| values.get(key, now).cloned());
        Box::pin(std::future::ready(Ok(value.map(|bytes| bytes.to_vec()))))
    }

    fn remove(&self, key: &str) -> BoxFuture<'_, io::Result<()>> {
        self.shard(key).lock().remove(key, &self.usage);
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
