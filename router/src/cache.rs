//! The cache for responses to GET.
//!
//! A request comes to the [`CachedHandler`] of its route, inside all layers, and becomes a
//! [`request::CacheRequest`]. It looks up its key (`key.rs`) in the [`CacheStore`], and finds a
//! response that is fresh or stale, or none (`lookup.rs`). A run (`run.rs`) calls the handler in a
//! task of its own (`task.rs`), with a request made from the key alone; the response is examined (`examine.rs`) and stored. Requests
//! that miss the same key meanwhile wait for that run (`flight.rs`).

mod codec;
mod conditional;
mod examine;
mod flight;
mod handle;
mod handler;
mod hit_headers;
mod key;
mod keyed;
mod known_names;
mod lookup;
#[cfg(feature = "moka")]
mod memory;
mod names;
#[cfg(feature = "moka")]
mod near;
mod options;
mod policy;
mod prerender;
mod request;
mod response;
mod revalidate;
mod route;
mod run;
#[cfg(feature = "moka")]
mod stamps;
mod status;
mod store;
mod task;

pub use handle::Cache;
pub(crate) use handler::CachedHandler;
pub use keyed::{Canonical, KeyPart, Keyed, Reads};
pub use known_names::KnownNames;
#[cfg(feature = "moka")]
pub use memory::MemoryCache;
pub use names::{Name, Names};
pub(crate) use options::CacheOptions;
pub use options::Caching;
pub(crate) use policy::CachePolicy;
pub(crate) use prerender::Prerender;
pub use response::StoredResponse;
pub use revalidate::{InvalidNameError, Revalidate};
pub use store::{CacheStore, Lookup};
