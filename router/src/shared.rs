//! What all requests of one desk share.

use std::any::Any;
use std::fmt;
use std::sync::{Arc, Once};

use http::Extensions;

use crate::error_map::ErrorMap;
use crate::in_flight::InFlight;
use crate::path::{MatchedRoute, RouteFinder};
use crate::runtime::Runtime;

/// What all requests of one desk share. Made once, when the desk is built.
#[non_exhaustive]
pub struct Shared {
    /// Time, tasks, randomness and temporary files.
    pub runtime: Arc<dyn Runtime>,
    /// The app's own mapping of errors to problems.
    pub error_map: ErrorMap,
    /// The path below which the host mounts the desk: `""` or `/app`.
    pub base: String,
    /// The streams and actions in flight.
    pub in_flight: Arc<InFlight>,
    /// Done once it was logged that logins lead back to no page.
    pub lacks_identity: Once,
    parts: Extensions,
}

impl Shared {
    /// Creates the shared state of a desk, without values of other modules and crates.
    #[must_use]
    pub fn new(runtime: Arc<dyn Runtime>, error_map: ErrorMap, base: String) -> Self {
        Self {
            runtime,
            error_map,
            base,
            in_flight: Arc::default(),
            lacks_identity: Once::new(),
            parts: Extensions::new(),
        }
    }

    /// Adds a value of another module or crate (the cache, the table of actions), which extractors
    /// get by its type.
    #[must_use]
    pub fn with<T: Any + Clone + Send + Sync>(mut self, part: T) -> Self {
        self.parts.insert(part);
        self
    }

    /// Returns the route or the action that serves a path, which is without the base path.
    #[must_use]
    pub fn find_route(&self, path: &str) -> MatchedRoute {
        let finder = self.part::<RouteFinder>();
        finder.map_or_else(MatchedRoute::unmatched, |finder| finder.find(path))
    }

    pub(crate) fn part<T: Any + Clone + Send + Sync>(&self) -> Option<&T> {
        self.parts.get()
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared")
            .field("base", &self.base)
            .finish_non_exhaustive()
    }
}
