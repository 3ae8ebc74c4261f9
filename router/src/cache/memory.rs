//! The store of a single instance.

use std::fmt;
use std::future::ready;
use std::io;

use bytes::Bytes;
use moka::sync::Cache;

use super::answer::StoredResponse;
use super::key::is_of_route;
use super::names::{Name, Names};
use super::stamps::Stamps;
use super::store::{CacheStore, Lookup};
use crate::runtime::BoxFuture;

/// Keeps answers in this process's memory, bounded by bytes: what is asked for least goes first.
///
/// The answers of routes that read nothing of a request, one each, have a space of their own. So they stay, however many paths
/// and queries of other routes strangers ask for.
///
/// ```
/// use frontdesk_router::MemoryCache;
///
/// let store = MemoryCache::new(16 * 1024 * 1024);
/// assert_eq!(store.bytes(), 0);
/// ```
pub struct MemoryCache {
    of_routes: Cache<Bytes, StoredResponse>,
    of_requests: Cache<Bytes, StoredResponse>,
    stamps: Stamps,
    capacity: u64,
}

impl MemoryCache {
    /// A store that holds up to `capacity` bytes of answers whose keys clients choose, by path and query, and as much again of
    /// those that are one to a route: keys, headers, bodies and what the store needs to keep them
    /// ([`StoredResponse::size`]).
    #[must_use]
    pub fn new(capacity: u64) -> Self {
        Self {
            of_routes: bounded(capacity),
            of_requests: bounded(capacity),
            stamps: Stamps::default(),
            capacity,
        }
    }

    /// How many bytes it holds.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        let spaces = [&self.of_routes, &self.of_requests];
        let held = spaces.map(|space| {
            space.run_pending_tasks();
            space.weighted_size()
        });
        held.iter().sum()
    }

    /// Where a key's answer is kept.
    fn space(&self, key: &[u8]) -> &Cache<Bytes, StoredResponse> {
        if is_of_route(key) {
            &self.of_routes
        } else {
            &self.of_requests
        }
    }
}

fn bounded(capacity: u64) -> Cache<Bytes, StoredResponse> {
    let weigh = |key: &Bytes, answer: &StoredResponse| u32::try_from(key.len() + answer.size()).unwrap_or(u32::MAX);
    Cache::builder().max_capacity(capacity).weigher(weigh).build()
}

impl Default for MemoryCache {
    /// Holds up to 64 MiB of each kind.
    fn default() -> Self {
        Self::new(64 * 1024 * 1024)
    }
}

impl CacheStore for MemoryCache {
    fn get<'a>(&'a self, key: &'a [u8], names: Names<'a>) -> BoxFuture<'a, io::Result<Lookup>> {
        let sequence = self.stamps.sequence();
        let answer = self.space(key).get(key);
        let newer = answer.as_ref().is_some_and(|answer| answer.sequence() >= sequence);
        let newest = if newer { 0 } else { self.stamps.newest(names) };
        Box::pin(ready(Ok(Lookup {
            answer,
            newest,
            sequence,
        })))
    }

    fn put(&self, key: Bytes, answer: StoredResponse) -> BoxFuture<'_, io::Result<bool>> {
        let space = self.space(&key);
        space.insert(key.clone(), answer);
        // Without this, what is over the bound goes some hundred calls later, and nobody knows yet whether this one stays.
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

    /// An eighth of the capacity: one answer must not push out all others.
    fn longest_body(&self) -> u64 {
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
