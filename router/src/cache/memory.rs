//! A store in the memory of one instance.

use std::fmt;
use std::future::ready;
use std::io;

use bytes::Bytes;
use moka::sync::Cache;

use super::key::is_prefix_only;
use super::names::{Name, Names};
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
    by_route: Cache<Bytes, StoredResponse>,
    by_request: Cache<Bytes, StoredResponse>,
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
            by_route: bounded(capacity),
            by_request: bounded(capacity),
            stamps: Stamps::default(),
            capacity,
        }
    }

    /// Returns how many bytes it holds.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        let spaces = [&self.by_route, &self.by_request];
        let held = spaces.map(|space| {
            space.run_pending_tasks();
            space.weighted_size()
        });
        held.iter().sum()
    }

    /// Returns where a key's response is stored.
    fn space(&self, key: &[u8]) -> &Cache<Bytes, StoredResponse> {
        if is_prefix_only(key) {
            &self.by_route
        } else {
            &self.by_request
        }
    }
}

fn bounded(capacity: u64) -> Cache<Bytes, StoredResponse> {
    let weigh = |key: &Bytes, response: &StoredResponse| u32::try_from(key.len() + response.size()).unwrap_or(u32::MAX);
    Cache::builder().max_capacity(capacity).weigher(weigh).build()
}

impl Default for MemoryCache {
    /// Creates a store with a capacity of 64 MiB.
    fn default() -> Self {
        Self::new(64 * 1024 * 1024)
    }
}

impl CacheStore for MemoryCache {
    fn get<'a>(&'a self, key: &'a [u8], names: Names<'a>) -> BoxFuture<'a, io::Result<Lookup>> {
        let sequence = self.stamps.sequence();
        let response = self.space(key).get(key);
        let is_newer = response
            .as_ref()
            .is_some_and(|response| response.sequence() >= sequence);
        let newest_stamp = if is_newer { 0 } else { self.stamps.newest(names) };
        Box::pin(ready(Ok(Lookup::new(response, newest_stamp, sequence))))
    }

    fn put(&self, key: Bytes, response: StoredResponse) -> BoxFuture<'_, io::Result<bool>> {
        let space = self.space(&key);
        space.insert(key.clone(), response);
        // Otherwise moka evicts only after some hundred calls, and it is not known yet whether this
        // response stays.
        space.run_pending_tasks();
        Box::pin(ready(Ok(space.contains_key(&key))))
    }

    fn remove<'a>(&'a self, key: &'a [u8]) -> BoxFuture<'a, io::Result<()>> {
        self.space(key).invalidate(key);
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
