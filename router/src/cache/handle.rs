//! The cache of a desk.

use std::fmt;
use std::io;
use std::sync::Arc;

use bytes::Bytes;

use super::flight::Flights;
use super::known_names::KnownNames;
use super::names::{Name, Names};
use super::response::StoredResponse;
use super::store::{CacheStore, Lookup};
use crate::shared::Shared;

/// The cache of a desk: a store and the runs in progress. Cheap to clone.
///
/// A desk puts it into its [`Shared`], where routes find it. Without one, every GET is dynamic.
#[derive(Clone)]
pub struct Cache(Arc<Inner>);

struct Inner {
    store: Arc<dyn CacheStore>,
    flights: Arc<Flights>,
    known_names: Option<Arc<dyn KnownNames>>,
}

impl Cache {
    /// Creates a cache over a store.
    #[must_use]
    pub fn new(store: Arc<dyn CacheStore>) -> Self {
        Self::with_names(store, None)
    }

    /// Creates a cache over a store, for routes with these names. The log warns of other names that
    /// are revalidated.
    #[must_use]
    pub fn for_names(store: Arc<dyn CacheStore>, names: Arc<dyn KnownNames>) -> Self {
        Self::with_names(store, Some(names))
    }

    fn with_names(store: Arc<dyn CacheStore>, known_names: Option<Arc<dyn KnownNames>>) -> Self {
        Self(Arc::new(Inner {
            store,
            flights: Arc::default(),
            known_names,
        }))
    }

    pub(super) fn known_names(&self) -> Option<&dyn KnownNames> {
        self.0.known_names.as_deref()
    }

    pub(super) fn store(&self) -> &dyn CacheStore {
        &*self.0.store
    }

    pub(super) fn flights(&self) -> &Arc<Flights> {
        &self.0.flights
    }

    /// Looks up a key. A failure of the store counts as a miss.
    pub(super) async fn get(&self, key: &Bytes, names: Names<'_>) -> Lookup {
        let result = self.store().get(key, names).await;
        result.unwrap_or_else(|error| {
            log_store_error(&error, "get");
            Lookup::default()
        })
    }

    /// Stores a response. Returns whether it is stored now.
    pub(super) async fn put(&self, key: &Bytes, response: &StoredResponse) -> bool {
        let result = self.store().put(key.clone(), response.clone()).await;
        result.unwrap_or_else(|error| {
            log_store_error(&error, "put");
            false
        })
    }

    pub(super) async fn remove(&self, key: &Bytes) {
        if let Err(error) = self.store().remove(key).await {
            log_store_error(&error, "remove");
        }
    }

    pub(super) async fn revalidate(&self, name: Name<'_>) {
        if let Err(error) = self.store().revalidate(name).await {
            let (name, error) = (name.to_string(), error.to_string());
            tracing::error!(
                name = %name.escape_debug(),
                error = %error.escape_debug(),
                "a revalidation failed: the cache's store is unreachable"
            );
            // The runs in progress may have read the old data, and there is no stamp to show it.
            self.flights().close();
        }
    }
}

impl Shared {
    /// Returns the desk's cache, if it has one.
    #[must_use]
    pub fn cache(&self) -> Option<Cache> {
        self.part().cloned()
    }
}

fn log_store_error(error: &io::Error, operation: &'static str) {
    let error = error.to_string();
    tracing::warn!(operation, error = %error.escape_debug(), "the cache's store is unreachable; the handler runs");
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cache")
    }
}
