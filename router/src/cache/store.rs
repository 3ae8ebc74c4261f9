//! Where kept answers live.

use std::fmt;
use std::io;

use bytes::Bytes;

use super::answer::StoredResponse;
use super::names::{Name, Names};
use crate::runtime::BoxFuture;

/// Keeps answers by key, and remembers what was revalidated when. Made so that several instances of an app can share one.
///
/// # How revalidation works
///
/// A store has a **sequence number** that begins at 0 and only grows. [`revalidate`](Self::revalidate) adds one to it and
/// writes the new number beside the name: that is the name's **stamp**. An answer carries the sequence number that the store
/// had before its handler ran ([`StoredResponse::sequence`]). So an answer is outdated exactly if one of its names has a higher
/// stamp, and a handler that was already running when its data changed can't leave an old answer that counts as new. No index
/// of keys by name is needed, and no clock.
///
/// # For those who write a store
///
/// - A stamp may be forgotten only if all answers with a lower sequence number are forgotten too, or if `newest` is from then
///   on at least that stamp for all names. After losing everything a store may begin at 0 again.
/// - An answer may be forgotten at any time.
/// - An error is never an error of the request: a `get` that fails counts as "nothing kept".
/// - A static GET is kept until it is revalidated, so a store that outlives the program should put the build's own name in
///   front of every key.
pub trait CacheStore: Send + Sync + 'static {
    /// What is kept under a key, with the highest stamp of any of `names` and the sequence number.
    ///
    /// # Errors
    ///
    /// When the store is out of reach. The request is then answered by its handler.
    fn get<'a>(&'a self, key: &'a [u8], names: Names<'a>) -> BoxFuture<'a, io::Result<Lookup>>;

    /// Keeps an answer under a key, in place of one that is there. False when it is not kept, for want of room.
    ///
    /// # Errors
    ///
    /// When the store is out of reach. The answer is then not kept.
    fn put(&self, key: Bytes, answer: StoredResponse) -> BoxFuture<'_, io::Result<bool>>;

    /// Forgets what is kept under a key.
    ///
    /// # Errors
    ///
    /// When the store is out of reach.
    fn remove<'a>(&'a self, key: &'a [u8]) -> BoxFuture<'a, io::Result<()>>;

    /// Gives a name a new stamp: from the end of this future on, every answer that has the name is outdated. A name that no
    /// answer has changes nothing else.
    ///
    /// # Errors
    ///
    /// When the store is out of reach. Answers then stay until they are stale by time; the log says so.
    fn revalidate<'a>(&'a self, name: Name<'a>) -> BoxFuture<'a, io::Result<()>>;

    /// The longest body that is kept, in bytes; a longer one is passed through. Default: 8 MiB.
    fn longest_body(&self) -> u64 {
        8 * 1024 * 1024
    }
}

/// What [`CacheStore::get`] found.
#[derive(Debug, Clone, Default)]
pub struct Lookup {
    /// What is kept under the key, outdated or not.
    pub answer: Option<StoredResponse>,
    /// The highest stamp of any of the names; 0 when none has one. Where the answer's own sequence number is at least the
    /// store's, 0 will do.
    pub newest: u64,
    /// The store's sequence number.
    pub sequence: u64,
}

impl fmt::Debug for dyn CacheStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CacheStore")
    }
}
