//! One part of the memory store: the values of some of the keys.

use std::array;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use super::cost::{CLASSES, Cost};
use super::usage::Usage;

/// A shard: its values behind a lock, and what others read without it.
pub(super) struct Shard {
    values: Mutex<Values>,
    published: Arc<Published>,
}

/// Which values are to be removed first. Where there are none, the highest numbers.
struct Published {
    /// When the first value expires, in nanoseconds since the Unix epoch.
    first_expiry: AtomicU64,
    /// The age of the oldest evictable value of each size class.
    oldest: [AtomicU64; CLASSES],
}

impl Default for Published {
    fn default() -> Self {
        Self {
            first_expiry: AtomicU64::new(u64::MAX),
            oldest: array::from_fn(|_| AtomicU64::new(u64::MAX)),
        }
    }
}

/// The values of a shard.
#[derive(Default)]
pub(super) struct Values {
    by_key: HashMap<Arc<str>, Value>,
    /// All keys, in the order of expiry.
    by_expiry: BTreeSet<(SystemTime, Arc<str>)>,
    /// The keys of evictable values, by size class and age.
    by_age: HashMap<usize, BTreeMap<u64, Arc<str>>>,
    published: Arc<Published>,
}

struct Value {
    expires: SystemTime,
    bytes: Arc<[u8]>,
    place: Place,
}

/// The half of the store that a value is in.
#[derive(Clone, Copy)]
pub(super) enum Place {
    /// In the half that evicts, with its age.
    Evictable(u64),
    Pinned,
}

impl Shard {
    pub(super) fn new() -> Self {
        let published = Arc::<Published>::default();
        Self {
            values: Mutex::new(Values {
                published: Arc::clone(&published),
                ..Values::default()
            }),
            published,
        }
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Values> {
        self.values.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns whether a value has expired.
    pub(super) fn has_expired(&self, now: SystemTime) -> bool {
        self.published.first_expiry.load(Ordering::Relaxed) <= nanos(now)
    }

    /// Returns the age of the oldest evictable value of a size class, if there is one.
    pub(super) fn oldest(&self, class: usize) -> Option<u64> {
        let age = self.published.oldest.get(class)?.load(Ordering::Relaxed);
        (age < u64::MAX).then_some(age)
    }
}

impl Values {
    pub(super) fn get(&self, key: &str, now: SystemTime) -> Option<&Arc<[u8]>> {
        let value = self.by_key.get(key).filter(|value| value.expires > now);
        value.map(|value| &value.bytes)
    }

    /// Returns the cost of the evictable value under a key.
    pub(super) fn evictable_cost(&self, key: &str) -> Option<Cost> {
        let value = self.by_key.get(key)?;
        matches!(value.place, Place::Evictable(_)).then(|| Cost::new(key, &value.bytes))
    }

    pub(super) fn insert(&mut self, key: Arc<str>, bytes: Arc<[u8]>, expires: SystemTime, place: Place) {
        if let Place::Evictable(age) = place {
            let class = Cost::new(&key, &bytes).class();
            self.by_age.entry(class).or_default().insert(age, Arc::clone(&key));
            self.publish_oldest(class);
        }
        self.by_expiry.insert((expires, Arc::clone(&key)));
        self.publish_expiry();
        self.by_key.insert(key, Value { expires, bytes, place });
    }

    /// Removes up to `count` expired values.
    pub(super) fn purge(&mut self, now: SystemTime, count: usize, usage: &Usage) {
        for _ in 0..count {
            let Some((_, key)) = self.by_expiry.first().filter(|(expires, _)| *expires <= now).cloned() else {
                break;
            };
            self.remove(&key, usage);
        }
    }

    /// Removes the oldest evictable value of a size class. Returns whether there was one.
    pub(super) fn evict(&mut self, class: usize, usage: &Usage) -> bool {
        let keys = self.by_age.get(&class);
        let oldest = keys.and_then(|keys| keys.values().next().cloned());
        oldest.is_some_and(|key| self.remove(&key, usage))
    }

    /// Removes a value. Returns whether there was one.
    pub(super) fn remove(&mut self, key: &str, usage: &Usage) -> bool {
        let Some((cost, place)) = self.take(key) else {
            return false;
        };
        match place {
            Place::Evictable(_) => usage.release_evictable(cost),
            Place::Pinned => usage.release_pinned(cost),
        }
        true
    }

    /// Removes a value whose memory stays reserved.
    pub(super) fn take(&mut self, key: &str) -> Option<(Cost, Place)> {
        let (key, value) = self.by_key.remove_entry(key)?;
        let cost = Cost::new(&key, &value.bytes);
        if let Place::Evictable(age) = value.place {
            if let Some(keys) = self.by_age.get_mut(&cost.class()) {
                keys.remove(&age);
            }
            self.publish_oldest(cost.class());
        }
        self.by_expiry.remove(&(value.expires, key));
        self.publish_expiry();
        Some((cost, value.place))
    }

    fn publish_oldest(&self, class: usize) {
        let keys = self.by_age.get(&class);
        let oldest = keys.and_then(|keys| keys.keys().next().copied());
        if let Some(published) = self.published.oldest.get(class) {
            published.store(oldest.unwrap_or(u64::MAX), Ordering::Relaxed);
        }
    }

    fn publish_expiry(&self) {
        let first = self.by_expiry.first().map_or(u64::MAX, |(expires, _)| nanos(*expires));
        self.published.first_expiry.store(first, Ordering::Relaxed);
    }

    #[cfg(test)]
    pub(super) fn lens(&self) -> [usize; 3] {
        let ages = self.by_age.values().map(BTreeMap::len);
        [self.by_key.len(), self.by_expiry.len(), ages.sum()]
    }
}

/// Returns a time in nanoseconds since the Unix epoch, which suffice for five centuries.
fn nanos(time: SystemTime) -> u64 {
    let since_epoch = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since_epoch.as_nanos()).unwrap_or(u64::MAX)
}
