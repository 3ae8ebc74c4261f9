//! The name of a route in metrics and traces.

use std::fmt;
use std::sync::Arc;

use super::base::below_base;

/// The route that serves a request, by its pattern: the label for metrics and traces.
///
/// Its text is `/items/{id}` for a request of `/items/7`, and `/_actions/create_todo` for an
/// action, with the desk's base path in front. All requests that no route and no action serves have
/// the text [`UNMATCHED`](Self::UNMATCHED). So nothing of it comes from the client, and there are
/// no more values than routes and actions. The method does not count: a 405 and an automatic
/// OPTIONS have their path's pattern.
///
/// Handlers, pages and actions extract it; layers call [`of_request`](Self::of_request).
///
/// ```
/// use frontdesk_router::{MatchedRoute, Router, get};
///
/// async fn show(route: MatchedRoute) -> String {
///     route.to_string() // "/items/{id}"
/// }
///
/// let routes: Router<()> = Router::new().route("/items/{id}", get(show));
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct MatchedRoute(Option<Arc<str>>);

/// Finds the route of a path below the base path.
#[derive(Clone)]
pub struct RouteFinder(Arc<dyn Fn(&str) -> MatchedRoute + Send + Sync>);

impl MatchedRoute {
    /// The text of all requests that no route and no action serves. No pattern is equal to it,
    /// because patterns begin with a slash.
    pub const UNMATCHED: &str = "unmatched";

    pub(crate) const UNMATCHED_ROUTE: Self = Self(None);

    /// Creates the name of a pattern below a base path.
    #[doc(hidden)]
    #[must_use]
    pub fn new(base: &str, pattern: &str) -> Self {
        Self(Some(below_base(base, pattern).into()))
    }

    /// Creates the name that all requests without a route share.
    #[doc(hidden)]
    #[must_use]
    pub fn unmatched() -> Self {
        Self(None)
    }

    /// Returns whether a route or an action serves the request.
    #[must_use]
    pub fn is_matched(&self) -> bool {
        self.0.is_some()
    }

    /// Returns the pattern, or [`UNMATCHED`](Self::UNMATCHED).
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_deref().unwrap_or(Self::UNMATCHED)
    }
}

impl AsRef<str> for MatchedRoute {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for MatchedRoute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for MatchedRoute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("MatchedRoute").field(&self.as_str()).finish()
    }
}

impl RouteFinder {
    /// Creates a finder from a function.
    pub fn new(find: impl Fn(&str) -> MatchedRoute + Send + Sync + 'static) -> Self {
        Self(Arc::new(find))
    }

    pub(crate) fn find(&self, path: &str) -> MatchedRoute {
        (self.0)(path)
    }
}

impl fmt::Debug for RouteFinder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RouteFinder")
    }
}
