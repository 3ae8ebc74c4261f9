//! The interface of stores for cached responses.

use std::fmt;
use std::io;

use bytes::Bytes;

use super::names::{Name, Names};
use super::response::StoredResponse;
use crate::runtime::BoxFuture;

/// Stores responses by key, and records what was revalidated when. Several instances of an app can
/// share one.
///
/// # How revalidation works
///
/// A store has a **sequence number** that begins at 0 and only grows.
/// [`revalidate`](Self::revalidate) adds one to it and stores the new number with the name: that is
/// the name's **stamp**. A response has the sequence number that the store had before its handler
/// ran ([`StoredResponse::sequence`]). So a response is outdated exactly if one of its names has a
/// higher stamp, and a handler that was already running when its data changed cannot leave an old
/// response that counts as new. This needs no index of keys by name, and no clock.
///
/// # Implementing a store
///
/// - A stamp may be dropped only if all responses with a lower sequence number are dropped too, or
///   if `newest_stamp` is from then on at least that stamp for all names. After losing everything,
///   a store may begin at 0 again.
/// - A response may be dropped at any time.
/// - An error never fails the request: a `get` that fails counts as a miss. So do stored bytes that
///   [`StoredResponse::from_bytes`] rejects; return no response for them.
/// - A static GET is cached until it is revalidated, so a store that outlives the program should
///   prefix all keys with the version of the build.
///
/// ```
/// use frontdesk_router::{BoxFuture, Bytes, CacheStore, Lookup, Name, Names, StoredResponse};
/// use std::collections::HashMap;
/// use std::io;
/// use std::sync::{Mutex, MutexGuard, PoisonError};
///
/// #[derive(Default)]
/// struct Tables {
///     responses: HashMap<Vec<u8>, Vec<u8>>,
///     stamps: HashMap<String, u64>,
///     sequence: u64,
/// }
///
/// /// The model of a store that keeps bytes, such as one in a database.
/// #[derive(Default)]
/// struct Database(Mutex<Tables>);
///
/// impl Database {
///     fn tables(&self) -> MutexGuard<'_, Tables> {
///         self.0.lock().unwrap_or_else(PoisonError::into_inner)
///     }
/// }
///
/// impl CacheStore for Database {
///     fn get<'a>(&'a self, key: &'a [u8], names: Names<'a>) -> BoxFuture<'a, io::Result<Lookup>> {
///         Box::pin(async move {
///             let tables = self.tables();
///             let bytes = tables.responses.get(key).cloned();
///             let response = bytes.and_then(|bytes| StoredResponse::from_bytes(&bytes.into()).ok());
///             let stamps = names.iter().filter_map(|name| tables.stamps.get(&name.to_string()).copied());
///             Ok(Lookup::new(response, stamps.max().unwrap_or(0), tables.sequence))
///         })
///     }
///
///     fn put(&self, key: Bytes, response: StoredResponse) -> BoxFuture<'_, io::Result<bool>> {
///         Box::pin(async move {
///             self.tables().responses.insert(key.to_vec(), response.to_bytes());
///             Ok(true)
///         })
///     }
///
///     fn remove<'a>(&'a self, key: &'a [u8]) -> BoxFuture<'a, io::Result<()>> {
///         Box::pin(async move {
///             self.tables().responses.remove(key);
///             Ok(())
///         })
///     }
///
///     fn revalidate<'a>(&'a self, name: Name<'a>) -> BoxFuture<'a, io::Result<()>> {
///         Box::pin(async move {
///             let mut tables = self.tables();
///             tables.sequence += 1;
///             let stamp = tables.sequence;
///             tables.stamps.insert(name.to_string(), stamp);
///             Ok(())
///         })
///     }
/// }
/// ```
pub trait CacheStore: Send + Sync + 'static {
    /// Returns the response under a key, with the highest stamp of any of `names` and the sequence
    /// number.
    ///
    /// # Errors
    ///
    /// If the store is unreachable. The request's handler then runs.
    fn get<'a>(&'a self, key: &'a [u8], names: Names<'a>) -> BoxFuture<'a, io::Result<Lookup>>;

    /// Looks up a key as [`get`](Self::get) does, if that needs no waiting. The default is `None`,
    /// and `get` is called.
    ///
    /// A store in this process should implement it: then a response from it costs no future.
    fn get_now(&self, _key: &[u8], _names: Names<'_>) -> Option<Lookup> {
        None
    }

    /// Stores a response under a key and replaces the one that is there. Returns false if there was
    /// no room for it.
    ///
    /// # Errors
    ///
    /// If the store is unreachable. The response is then not stored.
    fn put(&self, key: Bytes, response: StoredResponse) -> BoxFuture<'_, io::Result<bool>>;

    /// Removes the response under a key.
    ///
    /// # Errors
    ///
    /// If the store is unreachable.
    fn remove<'a>(&'a self, key: &'a [u8]) -> BoxFuture<'a, io::Result<()>>;

    /// Gives a name a new stamp. Once this future has completed, every response with the name is
    /// outdated. A name that no response has changes nothing else.
    ///
    /// # Errors
    ///
    /// If the store is unreachable. Responses then stay until they are stale by time, and the loss
    /// is logged.
    fn revalidate<'a>(&'a self, name: Name<'a>) -> BoxFuture<'a, io::Result<()>>;

    /// Returns the maximum length of a stored body in bytes. Longer ones are sent but not stored.
    /// Default: 8 MiB.
    fn max_body_len(&self) -> u64 {
        8 * 1024 * 1024
    }
}

/// What [`CacheStore::get`] found. The default is a miss in an empty store.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Lookup {
    /// The response under the key, outdated or not.
    pub response: Option<StoredResponse>,
    /// The highest stamp of any of the names, or 0 if none has one. If that is at most the
    /// response's own sequence number, every number up to that one is correct too.
    pub newest_stamp: u64,
    /// The store's sequence number.
    pub sequence: u64,
}

impl Lookup {
    /// Creates the result of a lookup. The arguments are the fields in their order.
    ///
    /// ```
    /// use frontdesk_router::Lookup;
    ///
    /// let miss = Lookup::new(None, 0, 7);
    /// assert!(miss.response.is_none() && miss.sequence == 7);
    /// ```
    #[must_use]
    pub fn new(response: Option<StoredResponse>, newest_stamp: u64, sequence: u64) -> Self {
        Self {
            response,
            newest_stamp,
            sequence,
        }
    }
}

impl fmt::Debug for dyn CacheStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CacheStore")
    }
}
