//! The store of a single instance.

use std::fmt;
use std::future::ready;
use std::io;

use bytes::Bytes;
use moka::sync::Cache;

use super::answer::KeptAnswer;
use super::names::{Name, Names};
use super::stamps::Stamps;
use super::store::{CacheStore, Lookup};
use crate::runtime::BoxFuture;

/// Keeps answers in this process's memory, bounded by bytes: what is asked for least goes first.
///
/// ```
/// use frontdesk_router::MemoryCache;
///
/// let store = MemoryCache::new(16 * 1024 * 1024);
/// assert_eq!(store.bytes(), 0);
/// ```
pub struct MemoryCache {
    answers: Cache<Bytes, KeptAnswer>,
    stamps: Stamps,
    capacity: u64,
}

impl MemoryCache {
    /// A store that holds up to `capacity` bytes of answers: keys, headers and bodies.
    #[must_use]
    pub fn new(capacity: u64) -> Self {
        let weigh = |key: &Bytes, answer: &KeptAnswer| u32::try_from(key.len() + answer.size()).unwrap_or(u32::MAX);
        Self {
            answers: Cache::builder().max_capacity(capacity).weigher(weigh).build(),
            stamps: Stamps::default(),
            capacity,
        }
    }

    /// How many bytes it holds.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.answers.run_pending_tasks();
        self.answers.weighted_size()
    }
}

impl Default for MemoryCache {
    /// Holds up to 64 MiB.
    fn default() -> Self {
        Self::new(64 * 1024 * 1024)
    }
}

impl CacheStore for MemoryCache {
    fn get<'a>(&'a self, key: &'a [u8], names: Names<'a>) -> BoxFuture<'a, io::Result<Lookup>> {
        let sequence = self.stamps.sequence();
        let answer = self.answers.get(key);
        let newer = answer.as_ref().is_some_and(|answer| answer.sequence() >= sequence);
        let newest = if newer { 0 } else { self.stamps.newest(names) };
        Box::pin(ready(Ok(Lookup {
            answer,
            newest,
            sequence,
        })))
    }

    fn put(&self, key: Bytes, answer: KeptAnswer) -> BoxFuture<'_, io::Result<()>> {
        self.answers.insert(key, answer);
        // Without this, what is over the bound goes some hundred calls later.
        self.answers.run_pending_tasks();
        Box::pin(ready(Ok(())))
    }

    fn remove<'a>(&'a self, key: &'a [u8]) -> BoxFuture<'a, io::Result<()>> {
        self.answers.invalidate(key);
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
