//! What all requests of one desk share.

use std::any::Any;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Once};

use http::Extensions;

use crate::error_map::ErrorMap;
use crate::in_flight::InFlight;
use crate::path::{MatchedRoute, Patterns, RouteFinder};
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
    pub(crate) patterns: Patterns,
    /// Whether this process has sent a flash message, or found one. As long as it has not, no page
    /// looks for any.
    flashed: AtomicBool,
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
            patterns: Patterns::default(),
            flashed: AtomicBool::new(false),
            parts: Extensions::new(),
        }
    }

    /// Sets the patterns of the routes whose requests are served.
    #[must_use]
    pub fn with_patterns(mut self, patterns: Patterns) -> Self {
        self.patterns = patterns;
        self
    }

    /// Adds a value of another module or crate (the cache, the table of actions), which extractors
    /// get by its type.
    #[must_use]
    pub fn with<T: Any + Clone + Send + Sync>(mut self, part: T) -> Self {
        self.parts.insert(part);
        self
    }

    /// Records that browsers may have flash messages of this desk.
    pub fn set_flashed(&self) {
        self.flashed.store(true, Ordering::Relaxed);
    }

    /// Returns whether browsers may have flash messages of this desk.
    pub(crate) fn has_flashed(&self) -> bool {
        self.flashed.load(Ordering::Relaxed)
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
