//! The store of a single instance.

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::io;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use frontdesk_router::BoxFuture;

use super::StateStore;

/// What a value takes besides itself and its key, roughly: the tables that find it.
const OVERHEAD: usize = 128;

/// The store of a single instance: in memory, bounded by bytes.
///
/// When it is full, what expires soonest goes. What stands for a form that was sent and may be sent once (about 300 bytes, for
/// as long as the form could be sent) never goes before its time: a store full of that refuses more.
pub struct MemoryStore {
    capacity: usize,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    values: HashMap<String, Value>,
    /// The keys of what may be forgotten, soonest first; and of what may not.
    loose: BTreeSet<(SystemTime, String)>,
    pinned: BTreeSet<(SystemTime, String)>,
    bytes: usize,
}

struct Value {
    expires: SystemTime,
    bytes: Vec<u8>,
    pinned: bool,
}

impl MemoryStore {
    /// A store that holds up to `capacity` bytes.
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

    fn insert(&self, key: String, value: Value, now: SystemTime) -> io::Result<()> {
        self.with(|kept| {
            kept.forget(&key);
            kept.make_room(cost(&key, &value), self.capacity, now)?;
            kept.insert(key, value);
            Ok(())
        })
    }
}

impl Default for MemoryStore {
    /// Holds up to 16 MiB.
    fn default() -> Self {
        Self::new(16 * 1024 * 1024)
    }
}

/// When a value's time is up; a lifetime that no clock can show has no end worth counting.
fn end(now: SystemTime, lifetime: Duration) -> SystemTime {
    const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);
    now.checked_add(lifetime.min(CENTURY)).unwrap_or(now)
}

fn cost(key: &str, value: &Value) -> usize {
    key.len() + value.bytes.len() + OVERHEAD
}

impl Kept {
    fn index(&mut self, pinned: bool) -> &mut BTreeSet<(SystemTime, String)> {
        if pinned { &mut self.pinned } else { &mut self.loose }
    }

    fn insert(&mut self, key: String, value: Value) {
        self.bytes += cost(&key, &value);
        self.index(value.pinned).insert((value.expires, key.clone()));
        self.values.insert(key, value);
    }

    fn forget(&mut self, key: &str) {
        if let Some((key, value)) = self.values.remove_entry(key) {
            self.bytes = self.bytes.saturating_sub(cost(&key, &value));
            self.index(value.pinned).remove(&(value.expires, key));
        }
    }

    /// Forgets what is over, and then what expires soonest, until there is room.
    fn make_room(&mut self, needed: usize, capacity: usize, now: SystemTime) -> io::Result<()> {
        for pinned in [false, true] {
            while let Some((_, key)) = self.index(pinned).first().filter(|(at, _)| *at <= now).cloned() {
                self.forget(&key);
            }
        }
        if needed > capacity {
            return Err(io::Error::other("larger than the whole store"));
        }
        while self.bytes + needed > capacity {
            let Some((_, key)) = self.loose.first().cloned() else {
                return Err(io::Error::other("the store is full of what may not be forgotten"));
            };
            self.forget(&key);
        }
        Ok(())
    }

    fn get(&self, key: &str, now: SystemTime) -> Option<&Value> {
        self.values.get(key).filter(|value| value.expires > now)
    }
}

impl StateStore for MemoryStore {
    fn is_shared(&self) -> bool {
        false
    }

    fn put(&self, key: String, value: Vec<u8>, now: SystemTime, lifetime: Duration) -> BoxFuture<'_, io::Result<()>> {
        let value = Value {
            expires: end(now, lifetime),
            bytes: value,
            pinned: false,
        };
        Box::pin(std::future::ready(self.insert(key, value, now)))
    }

    fn put_new(
        &self,
        key: String,
        value: Vec<u8>,
        now: SystemTime,
        lifetime: Duration,
    ) -> BoxFuture<'_, io::Result<bool>> {
        let value = Value {
            expires: end(now, lifetime),
            bytes: value,
            pinned: true,
        };
        let put = self.with(|kept| {
            if kept.get(&key, now).is_some() {
                return Ok(false);
            }
            kept.forget(&key);
            kept.make_room(cost(&key, &value), self.capacity, now)?;
            kept.insert(key, value);
            Ok(true)
        });
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
    fn what_is_full_forgets_the_soonest_but_no_promise() {
        let store = MemoryStore::new(3 * (100 + 1 + OVERHEAD));
        let put = |key: &str, seconds| now(store.put(key.into(), vec![0; 100], at(seconds), MINUTE));
        let put_new = |key: &str, seconds| now(store.put_new(key.into(), vec![0; 100], at(seconds), MINUTE));
        let has = |key: &str, seconds| now(store.get(key, at(seconds))).unwrap().is_some();
        assert!(put_new("a", 0).unwrap());
        assert!(!put_new("a", 1).unwrap());
        put("b", 1).unwrap();
        put("c", 2).unwrap();
        put("d", 3).unwrap();
        assert_eq!(["a", "b", "c", "d"].map(|key| has(key, 3)), [true, false, true, true]);
        assert!(put_new("e", 4).unwrap() && put_new("f", 5).unwrap());
        assert!(put_new("g", 6).is_err() && put("h", 6).is_err());
        assert!(!has("a", 60), "over");
        assert!(put_new("a", 60).unwrap(), "and may be promised anew");
        now(store.remove("a")).unwrap();
        assert!(put_new("g", 61).unwrap());
        assert!(store.with(|kept| kept.bytes) <= store.capacity);
        assert!(now(store.put("i".into(), vec![0; 1000], at(61), MINUTE)).is_err());
    }
}
