//! The store of a single instance.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::io;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use frontdesk_router::BoxFuture;

use super::StateStore;

/// What a value takes besides itself and its key, roughly: the tables that find it.
const OVERHEAD: usize = 128;

/// What one value may take of the store, as a fraction: a single sender must not push out all others.
const SHARE: usize = 8;

/// The store of a single instance: in memory, bounded by bytes. Memory is taken only as it fills.
///
/// It has two halves, so that neither can crowd out the other. In one is what may be forgotten: form state and the answers of forms
/// that were sent; when it is full, what has been there longest goes. In the other is what stands for a form that was sent and may be
/// sent once (about 250 bytes, for as long as the form could be sent: a day). That never goes before its time; a half full of it
/// refuses more, and the log warns when it is half full. By default that is after about 130,000 such forms: an app that gets more of them in a
/// day makes a larger store, or shares one.
pub struct MemoryStore {
    /// Of each half.
    capacity: usize,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    values: HashMap<String, Value>,
    loose: Loose,
    pinned: Pinned,
}

/// The keys of what may be forgotten, in the order in which it came.
#[derive(Default)]
struct Loose {
    by_age: BTreeMap<u64, String>,
    next: u64,
    bytes: usize,
}

/// The keys of what may not, soonest over first.
#[derive(Default)]
struct Pinned {
    by_end: BTreeSet<(SystemTime, String)>,
    bytes: usize,
    warned: bool,
}

struct Value {
    expires: SystemTime,
    bytes: Vec<u8>,
    place: Place,
}

#[derive(Clone, Copy)]
enum Place {
    Loose(u64),
    Pinned,
}

impl MemoryStore {
    /// A store whose halves hold up to `capacity` bytes each, and of a single form an eighth of that.
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
    /// Holds up to 32 MiB in each half.
    fn default() -> Self {
        Self::new(32 * 1024 * 1024)
    }
}

/// When a value's time is up; a lifetime that no clock can show has no end worth counting.
fn end(now: SystemTime, lifetime: Duration) -> SystemTime {
    const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);
    now.checked_add(lifetime.min(CENTURY)).unwrap_or(now)
}

fn cost(key: &str, bytes: &[u8]) -> usize {
    key.len() + bytes.len() + OVERHEAD
}

impl Kept {
    /// Keeps what may be forgotten, in place of what is there under the key.
    fn put(
        &mut self,
        key: String,
        bytes: Vec<u8>,
        (now, expires): (SystemTime, SystemTime),
        capacity: usize,
    ) -> io::Result<()> {
        self.forget(&key);
        let needed = cost(&key, &bytes);
        if needed > capacity / SHARE {
            return Err(io::Error::other("too large a part of the store"));
        }
        while let Some(oldest) = self.loose.by_age.values().next().cloned()
            && (self.loose.bytes + needed > capacity || self.get(&oldest, now).is_none())
        {
            self.forget(&oldest);
        }
        let age = self.loose.next;
        self.loose.next += 1;
        self.loose.bytes += needed;
        self.loose.by_age.insert(age, key.clone());
        self.insert(key, bytes, expires, Place::Loose(age));
        Ok(())
    }

    /// Keeps what may not be forgotten, if nothing is there under the key.
    fn put_new(
        &mut self,
        key: String,
        bytes: Vec<u8>,
        (now, expires): (SystemTime, SystemTime),
        capacity: usize,
    ) -> io::Result<bool> {
        if self.get(&key, now).is_some() {
            return Ok(false);
        }
        self.forget(&key);
        while let Some((_, key)) = self.pinned.by_end.first().filter(|(end, _)| *end <= now).cloned() {
            self.forget(&key);
        }
        let needed = cost(&key, &bytes);
        if self.pinned.bytes + needed > capacity {
            return Err(io::Error::other("the store is full of what may not be forgotten"));
        }
        self.pinned.bytes += needed;
        self.pinned.by_end.insert((expires, key.clone()));
        self.insert(key, bytes, expires, Place::Pinned);
        self.pinned.warn(capacity);
        Ok(true)
    }

    fn insert(&mut self, key: String, bytes: Vec<u8>, expires: SystemTime, place: Place) {
        self.values.insert(key, Value { expires, bytes, place });
    }

    fn forget(&mut self, key: &str) {
        let Some((key, value)) = self.values.remove_entry(key) else {
            return;
        };
        let cost = cost(&key, &value.bytes);
        match value.place {
            Place::Loose(age) => {
                self.loose.bytes = self.loose.bytes.saturating_sub(cost);
                self.loose.by_age.remove(&age);
            }
            Place::Pinned => {
                self.pinned.bytes = self.pinned.bytes.saturating_sub(cost);
                self.pinned.by_end.remove(&(value.expires, key));
            }
        }
    }

    fn get(&self, key: &str, now: SystemTime) -> Option<&Value> {
        self.values.get(key).filter(|value| value.expires > now)
    }
}

impl Pinned {
    /// Warns, once each time, while there is still something to be done about it.
    fn warn(&mut self, capacity: usize) {
        let half_full = self.bytes > capacity / 2;
        if half_full && !self.warned {
            let forms = self.by_end.len();
            tracing::warn!(
                forms,
                "half of what the store can hold of forms that run once is taken; when it is full, they are refused"
            );
        }
        self.warned = half_full;
    }
}

impl StateStore for MemoryStore {
    fn is_shared(&self) -> bool {
        false
    }

    fn put(&self, key: String, value: Vec<u8>, now: SystemTime, lifetime: Duration) -> BoxFuture<'_, io::Result<()>> {
        let put = self.with(|kept| kept.put(key, value, (now, end(now, lifetime)), self.capacity));
        Box::pin(std::future::ready(put))
    }

    fn put_new(
        &self,
        key: String,
        value: Vec<u8>,
        now: SystemTime,
        lifetime: Duration,
    ) -> BoxFuture<'_, io::Result<bool>> {
        let put = self.with(|kept| kept.put_new(key, value, (now, end(now, lifetime)), self.capacity));
        Box::pin(std::future::ready(put))
    }

    fn get(&self, key: &str, now: SystemTime) -> BoxFuture<'_, io::Result<Option<Vec<u8>>>> {
        let value = self.with(|kept| kept.get(key, now).map(|value| value.bytes.clone()));
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

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use futures_util::FutureExt;

    use super::*;

    fn at(seconds: u64) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(seconds)
    }

    fn now<T>(future: BoxFuture<'_, T>) -> T {
        future.now_or_never().unwrap()
    }

    const MINUTE: Duration = Duration::from_secs(60);

    #[test]
    fn each_half_fills_by_itself() {
        let store = MemoryStore::new(8 * (100 + 1 + OVERHEAD));
        let put = |key: &str, seconds| now(store.put(key.into(), vec![0; 100], at(seconds), MINUTE));
        let put_new = |key: &str, seconds| now(store.put_new(key.into(), vec![0; 100], at(seconds), MINUTE));
        let has = |key: &str, seconds| now(store.get(key, at(seconds))).unwrap().is_some();

        // What may be forgotten goes in the order in which it came, whatever else has been promised for longer.
        for key in ["a", "b", "c", "d", "e", "f", "g", "h", "i"] {
            put(key, 0).unwrap();
        }
        assert_eq!(["a", "b", "i"].map(|key| has(key, 1)), [false, true, true]);
        put("b", 1).unwrap();
        put("j", 1).unwrap();
        assert_eq!(["b", "c", "d"].map(|key| has(key, 1)), [true, false, true]);
        assert!(!has("d", 60), "over");
        assert!(now(store.put("k".into(), vec![0; 101], at(61), MINUTE)).is_err());

        for key in ["1", "2", "3", "4", "5", "6", "7", "8"] {
            assert!(put_new(key, 2).unwrap());
        }
        assert!(!put_new("1", 3).unwrap());
        assert!(put_new("9", 3).is_err() && put("k", 3).is_ok());
        assert!(put_new("1", 62).unwrap(), "over, and may be promised anew");
        now(store.remove("1")).unwrap();
        assert!(put_new("9", 63).unwrap());
        let used = store.with(|kept| [kept.loose.bytes, kept.pinned.bytes]);
        assert!(used.iter().all(|used| *used <= store.capacity), "{used:?}");
    }
}
