//! A store in the memory of one instance.

use std::fmt;
use std::future::ready;
use std::io;
use std::sync::Arc;

use bytes::Bytes;
use moka::sync::Cache;

use super::key::is_prefix_only;
use super::names::{Name, Names};
use super::near::{Entry, NearTable};
use super::response::StoredResponse;
use super::stamps::Stamps;
use super::store::{CacheStore, Lookup};
use crate::runtime::BoxFuture;

/// Stores responses in this process's memory, bounded by bytes: the least requested ones are
/// evicted first.
///
/// The responses of routes that read nothing of a request, one each, have a space of their own. So
/// they stay, however many different paths and queries clients request from other routes.
///
/// ```
/// use frontdesk_router::MemoryCache;
///
/// let store = MemoryCache::new(16 * 1024 * 1024);
/// assert_eq!(store.bytes(), 0);
/// ```
pub struct MemoryCache {
    by_route: Space,
    by_request: Space,
    stamps: Stamps,
    capacity: u64,
}

impl MemoryCache {
    /// Creates a store that holds up to `capacity` bytes of responses whose keys depend on the
    /// request's path and query, and as much again of responses of which each route has one: keys,
    /// headers, bodies and the store's overhead ([`StoredResponse::size`]). A body may have an
    /// eighth of the capacity.
    #[must_use]
    pub fn new(capacity: u64) -> Self {
        Self {
            by_route: Space::new(capacity),
            by_request: Space::new(capacity),
            stamps: Stamps::default(),
            capacity,
        }
    }

    /// Returns how many bytes it holds.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        let spaces = [&self.by_route, &self.by_request];
        let held = spaces.map(|space| {
            space.cache.run_pending_tasks();
            space.cache.weighted_size()
        });
        held.iter().sum()
    }

    /// Returns where a key's response is stored.
    fn space(&self, key: &[u8]) -> &Space {
        if is_prefix_only(key) {
            &self.by_route
        } else {
            &self.by_request
        }
    }

    fn lookup(&self, key: &[u8], names: Names<'_>) -> Lookup {
        // Before the response is: a later revalidation outdates it from the next request on.
        let sequence = self.stamps.sequence();
        let space = self.space(key);
        let near = space.near.find(key);
        if let Some(entry) = near.as_ref().and_then(|near| near.entry(key)) {
            return self.found(entry, names, sequence);
        }
        match space.cache.get(key) {
            Some(entry) => {
                space.near.add(&entry);
                self.found(&entry, names, sequence)
            }
            None => Lookup::new(None, self.stamps.newest(names), sequence),
        }
    }

    fn found(&self, entry: &Entry, names: Names<'_>, sequence: u64) -> Lookup {
        let own = entry.response.sequence();
        let of_all = names.are_of_all_requests(entry.response.tags());
        let is_current = own >= sequence || of_all && entry.is_current_at(sequence);
        let newest_stamp = if is_current { own } else { self.stamps.newest(names) };
        if of_all && !is_current && newest_stamp <= own {
            entry.set_current_at(sequence);
        }
        Lookup::new(Some(entry.response.clone()), newest_stamp, sequence)
    }
}

/// A cache, and a table of what it was asked for last.
struct Space {
    cache: Cache<Bytes, Arc<Entry>>,
    near: Arc<NearTable>,
}

impl Space {
    fn new(capacity: u64) -> Self {
        let near = Arc::new(NearTable::new(capacity));
        let weigh =
            |key: &Bytes, entry: &Arc<Entry>| u32::try_from(key.len() + entry.response.size()).unwrap_or(u32::MAX);
        let release = {
            let near = Arc::clone(&near);
            move |_, entry, _| near.release(&entry)
        };
        let cache = Cache::builder().max_capacity(capacity).weigher(weigh);
        Self {
            cache: cache.eviction_listener(release).build(),
            near,
        }
    }
}

impl Default for MemoryCache {
    /// Creates a store with a capacity of 64 MiB.
    fn default() -> Self {
        Self::new(64 * 1024 * 1024)
    }
}

impl CacheStore for MemoryCache {
    fn get<'a>(&'a self, key: &'a [u8], names: Names<'a>) -> BoxFuture<'a, io::Result<Lookup>> {
        Box::pin(ready(Ok(self.lookup(key, names))))
    }

    fn get_now(&self, key: &[u8], names: Names<'_>) -> Option<Lookup> {
        Some(self.lookup(key, names))
    }

    fn put(&self, key: Bytes, response: StoredResponse) -> BoxFuture<'_, io::Result<bool>> {
        let cache = &self.space(&key).cache;
        let entry = Arc::new(Entry::new(key.clone(), response));
        cache.insert(key.clone(), entry);
        // Otherwise moka evicts only after some hundred calls, and it is not known yet whether this
        // response stays.
        cache.run_pending_tasks();
        Box::pin(ready(Ok(cache.contains_key(&key))))
    }

    fn remove<'a>(&'a self, key: &'a [u8]) -> BoxFuture<'a, io::Result<()>> {
        self.space(key).cache.invalidate(key);
        Box::pin(ready(Ok(())))
    }

    fn revalidate<'a>(&'a self, name: Name<'a>) -> BoxFuture<'a, io::Result<()>> {
        self.stamps.revalidate(name);
        Box::pin(ready(Ok(())))
    }

    /// Returns an eighth of the capacity, so that one response does not evict all others.
    fn max_body_len(&self) -> u64 {
        self.capacity / 8
    }
}

impl fmt::Debug for MemoryCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryCache")
            .field("capacity", &self.capacity)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
