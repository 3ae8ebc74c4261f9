//! The store of a single instance.

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use frontdesk_router::BoxFuture;

use super::StateStore;

mod loose;
#[cfg(test)]
mod tests;

use self::loose::Loose;

/// What a value takes besides itself and its key: the tables that find it, half empty as they are after they grew. As measured.
const OVERHEAD: usize = 300;

/// How many values that are over are cleared up at a time: others wait meanwhile.
const PURGED: usize = 100;

/// What one value may take of the store, as a fraction: a single sender must not push out all others.
const SHARE: usize = 8;

/// The store of a single instance: in memory, bounded by bytes. Memory is taken only as it fills.
///
/// It has two halves, so that neither can crowd out the other. `capacity` counts what is kept and the tables that find it; what an
/// allocator can't give back between values of many sizes comes on top, up to a half of it.
///
/// In one is what may be forgotten: form state and the answers of forms that were sent. When it is full, what goes is the oldest
/// of the size that takes up most of it, so a flood of large forms pushes out itself.
///
/// In the other is what stands for a form that was sent and may be sent once (about 400 bytes, for as long as the form could be
/// sent: a day). That never goes before its time; a half full of it refuses more, and the log warns when it is half full. By
/// default that is after about 80,000 of 160,000 such forms. An app that gets more of them in a day makes a larger store, or
/// shares one. Anyone who can load the page can send its form as often: one that needs no login needs a limit of requests.
pub struct MemoryStore {
    /// Of each half.
    capacity: usize,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    values: HashMap<Arc<str>, Value>,
    /// The keys of all, soonest over first.
    by_end: BTreeSet<(SystemTime, Arc<str>)>,
    loose: Loose,
    pinned: Pinned,
}

/// What may not be forgotten.
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
    /// When it came.
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

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does a job, and some of the clearing up that is due.
    fn with<T>(&self, now: SystemTime, job: impl FnOnce(&mut Kept) -> T) -> T {
        let mut kept = self.lock();
        kept.purge(now, PURGED);
        job(&mut kept)
    }
}

impl Default for MemoryStore {
    /// Holds up to 64 MiB in each half.
    fn default() -> Self {
        Self::new(64 * 1024 * 1024)
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
    fn put(&mut self, key: Arc<str>, bytes: Arc<[u8]>, expires: SystemTime, capacity: usize) -> io::Result<()> {
        let needed = cost(&key, &bytes);
        if needed > capacity / SHARE {
            return Err(io::Error::other("too large a part of the store"));
        }
        self.forget(&key);
        while self.loose.bytes + needed > capacity
            && let Some(key) = self.loose.next_to_go()
        {
            self.forget(&key);
        }
        let age = self.loose.add(Arc::clone(&key), needed);
        self.insert(key, bytes, expires, Place::Loose(age));
        Ok(())
    }

    /// Keeps what may not be forgotten, if nothing is there under the key.
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
        self.forget(&key);
        let needed = cost(&key, &bytes);
        if self.pinned.bytes + needed > capacity {
            self.purge(now, usize::MAX);
        }
        if self.pinned.bytes + needed > capacity {
            return Err(io::Error::other("the store is full of what may not be forgotten"));
        }
        self.pinned.add(needed, capacity);
        self.insert(key, bytes, expires, Place::Pinned);
        Ok(true)
    }

    fn insert(&mut self, key: Arc<str>, bytes: Arc<[u8]>, expires: SystemTime, place: Place) {
        self.by_end.insert((expires, Arc::clone(&key)));
        self.values.insert(key, Value { expires, bytes, place });
    }

    fn get(&self, key: &str, now: SystemTime) -> Option<&Arc<[u8]>> {
        let value = self.values.get(key).filter(|value| value.expires > now);
        value.map(|value| &value.bytes)
    }

    /// Clears up what is over.
    fn purge(&mut self, now: SystemTime, most: usize) {
        for _ in 0..most {
            let Some((_, key)) = self.by_end.first().filter(|(end, _)| *end <= now).cloned() else {
                break;
            };
            self.forget(&key);
        }
    }

    fn forget(&mut self, key: &str) {
        let Some((key, value)) = self.values.remove_entry(key) else {
            return;
        };
        let cost = cost(&key, &value.bytes);
        match value.place {
            Place::Loose(age) => self.loose.remove(age, cost),
            Place::Pinned => self.pinned.remove(cost),
        }
        self.by_end.remove(&(value.expires, key));
    }
}

impl Pinned {
    /// Adds a form, and warns, once each time, while there is still something to be done about it.
    fn add(&mut self, cost: usize, capacity: usize) {
        self.forms += 1;
        self.bytes += cost;
        let half_full = self.bytes > capacity / 2;
        if half_full && !self.warned {
            let forms = self.forms;
            tracing::warn!(
                forms,
                "half of what the store can hold of forms that run once is taken; when it is full, they are refused"
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
        let (key, value, expires) = (key.into(), value.into(), end(now, lifetime));
        let put = self.with(now, |kept| kept.put(key, value, expires, self.capacity));
        Box::pin(std::future::ready(put))
    }

    fn put_new(
        &self,
        key: String,
        value: Vec<u8>,
        now: SystemTime,
        lifetime: Duration,
    ) -> BoxFuture<'_, io::Result<bool>> {
        let (key, value, expires) = (key.into(), value.into(), end(now, lifetime));
        let put = self.with(now, |kept| kept.put_new(key, value, (now, expires), self.capacity));
        Box::pin(std::future::ready(put))
    }

    fn get(&self, key: &str, now: SystemTime) -> BoxFuture<'_, io::Result<Option<Vec<u8>>>> {
        let value = self.with(now, |kept| kept.get(key, now).cloned());
        Box::pin(std::future::ready(Ok(value.map(|bytes| bytes.to_vec()))))
    }

    fn remove(&self, key: &str) -> BoxFuture<'_, io::Result<()>> {
        self.lock().forget(key);
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
