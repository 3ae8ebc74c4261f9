//! Kept answers of GETs.
//!
//! A request comes to the [`Keeper`] of its route, inside all layers. It looks in the [`CacheStore`] under the request's key
//! (`key.rs`); what it finds is fresh, stale or nothing. A run (`run.rs`) gets a request made of the key alone; its answer is
//! examined (`examine.rs`) and kept. Whoever misses the same key meanwhile waits for that run (`flight.rs`).

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;

mod answer;
mod codec;
mod conditional;
mod examine;
mod fields;
mod flight;
mod keeper;
mod key;
mod keyed;
#[cfg(feature = "moka")]
mod memory;
mod names;
mod plan;
mod policy;
mod revalidate;
mod run;
mod served;
#[cfg(feature = "moka")]
mod stamps;
mod store;

pub use answer::StoredResponse;
pub(crate) use fields::Fields;
use flight::Flights;
pub(crate) use keeper::{Ahead, Keeper};
pub use keyed::{KeyPart, Keyed};
#[cfg(feature = "moka")]
pub use memory::MemoryCache;
pub use names::{Name, Names};
pub(crate) use plan::Plan;
pub use policy::Caching;
pub(crate) use policy::Policy;
pub use revalidate::{InvalidNameError, Revalidate};
pub use store::{CacheStore, Lookup};

/// The cache of a desk: a store, and the runs that are under way. Cheap to clone.
///
/// A desk that has one keeps it in its [`Shared`](crate::Shared), where routes find it. Without one, every GET is dynamic.
#[derive(Clone)]
pub struct Cache(Arc<Inner>);

struct Inner {
    store: Arc<dyn CacheStore>,
    flights: Arc<Flights>,
}

impl Cache {
    /// A cache over a store.
    #[must_use]
    pub fn new(store: Arc<dyn CacheStore>) -> Self {
        Self(Arc::new(Inner {
            store,
            flights: Arc::default(),
        }))
    }

    fn store(&self) -> &dyn CacheStore {
        &*self.0.store
    }

    fn flights(&self) -> &Arc<Flights> {
        &self.0.flights
    }

    /// What is kept; nothing, when the store fails.
    async fn look(&self, key: &Bytes, names: Names<'_>) -> Lookup {
        let looked = self.store().get(key, names).await;
        looked.unwrap_or_else(|error| {
            complain(&error, "get");
            Lookup::default()
        })
    }

    /// Whether it is kept now.
    async fn put(&self, key: &Bytes, answer: &StoredResponse) -> bool {
        let put = self.store().put(key.clone(), answer.clone()).await;
        put.unwrap_or_else(|error| {
            complain(&error, "put");
            false
        })
    }

    async fn remove(&self, key: &Bytes) {
        let removed = self.store().remove(key).await;
        let _ = removed.map_err(|error| complain(&error, "remove"));
    }

    async fn revalidate(&self, name: Name<'_>) {
        if let Err(error) = self.store().revalidate(name).await {
            let (name, error) = (name.to_string(), error.to_string());
            tracing::error!(
                name = %name.escape_debug(),
                error = %error.escape_debug(),
                "a revalidation was lost: the cache's store is out of reach"
            );
            // What runs now may have read the old data, and there is no stamp to tell.
            self.flights().close();
        }
    }
}

fn complain(error: &std::io::Error, what: &'static str) {
    let error = error.to_string();
    tracing::warn!(what, error = %error.escape_debug(), "the cache's store is out of reach; the handler runs");
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cache")
    }
}
