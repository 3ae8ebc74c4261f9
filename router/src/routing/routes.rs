//! Finished routes: the table that requests are matched against.

use std::fmt;
use std::sync::Arc;

use futures_util::{StreamExt, stream};
use http::{HeaderMap, Uri};

use super::conflicts::Conflicts;
use super::entry::{RouteEntry, RouteKind};
use super::router::Router;
use crate::cache::{Cache, Caching, Prerender};
use crate::context::{Ctx, Shared};
use crate::mistake::{Mistake, Place};
use crate::path::{MatchedRoute, Params, PathMatcher, Pattern};
use crate::route::Route;

/// How many handlers `prerender` runs concurrently.
const PRERENDER_CONCURRENCY: usize = 8;

/// One line of the boot table.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RouteRow {
    /// The pattern.
    pub path: String,
    /// Route handlers or a page.
    pub kind: RouteKind,
    /// The methods that have a handler, sorted. `*` stands for any method. HEAD and OPTIONS work
    /// without a handler.
    pub methods: Vec<String>,
    /// How responses to GET are cached, or `None` if there is no handler for GET.
    pub get: Option<Caching>,
    /// Where the route was registered.
    pub place: Place,
}

/// The finished routes of a desk.
#[derive(Default)]
pub struct Routes {
    matcher: PathMatcher<Route>,
    rows: Vec<RouteRow>,
    /// The GETs that have the same response for every request, and so can be prerendered.
    prerender: Vec<Arc<dyn Prerender>>,
    /// The tags of cached GETs.
    tags: Vec<String>,
}

impl RouteRow {
    fn new<S: Send + Sync + 'static>(entry: &RouteEntry<S>) -> Self {
        Self {
            path: entry.path.clone(),
            kind: entry.kind,
            methods: entry.methods.names(),
            get: entry.methods.caching(),
            place: entry.place,
        }
    }
}

impl Routes {
    /// Finishes a router: gives the handlers their state, wraps them in the layers, and builds the
    /// table. Returns the routes that are correct, and all mistakes.
    ///
    /// `base` is the path below which the desk is mounted, for [`MatchedRoute`].
    pub fn build<S: Send + Sync + 'static>(router: Router<S>, state: &Arc<S>, base: &str) -> (Self, Vec<Mistake>) {
        let (entries, mut mistakes) = router.into_entries();
        let mut conflicts = Conflicts::default();
        let mut accepted = Vec::new();
        for entry in entries {
            match conflicts.check(&entry) {
                Some(mistake) => mistakes.push(mistake),
                None => accepted.push(entry),
            }
        }
        let mut routes = Self {
            rows: accepted.iter().map(RouteRow::new).collect(),
            ..Self::default()
        };
        // `PathMatcher::insert` requires catch-alls to come last.
        accepted.sort_by_key(|entry| entry.path.contains("{*"));
        for entry in accepted {
            mistakes.extend(routes.insert(entry, state, base, &conflicts));
        }
        (routes, mistakes)
    }

    fn insert<S: Send + Sync + 'static>(
        &mut self,
        mut entry: RouteEntry<S>,
        state: &Arc<S>,
        base: &str,
        conflicts: &Conflicts,
    ) -> Option<Mistake> {
        self.tags.extend(entry.methods.tags());
        self.prerender.extend(entry.methods.add_cache(&entry.path, state));
        let route = entry.methods.into_route(Arc::clone(state));
        let route = entry.layers.iter().fold(route, |route, layer| layer.wrap(route));
        let pattern = Pattern::below(base, entry.path.clone());
        let error = self.matcher.insert(pattern, route).err()?;
        Some(conflicts.insert_error(&entry.path, entry.place, &error))
    }

    /// Returns the route that a path matches, with the path's parameters.
    #[must_use]
    pub fn find<'r>(&'r self, path: &str) -> Option<Found<'r>> {
        let (params, route) = self.matcher.find(path)?;
        Some(Found { route, params })
    }

    /// Runs each GET whose response is the same for every request, so that it is cached before the
    /// first request. Returns the patterns, each with the reason if the response could not be
    /// cached. Layers do not run. Without a [`Cache`] nothing runs.
    pub async fn prerender(&self, shared: &Arc<Shared>) -> Vec<(String, Result<(), String>)> {
        let Some(cache) = shared.part::<Cache>() else {
            return Vec::new();
        };
        let runs = self.prerender.iter().map(|get| async {
            let text = get.pattern().to_owned();
            let pattern = Arc::new(Pattern::new(text.clone()));
            // The handler reads nothing of the path, so the pattern may stand in for all paths that
            // match it.
            let uri = Uri::try_from(&text).unwrap_or_default();
            let params = Params::new(pattern, "", std::iter::empty());
            let ctx = Ctx::enter(Arc::clone(shared), &uri, true, &HeaderMap::new(), params);
            (text, get.run(ctx, cache.clone()).await)
        });
        stream::iter(runs).buffered(PRERENDER_CONCURRENCY).collect().await
    }

    /// Returns the patterns, without the base path. Where two match the same path, the one that
    /// serves it comes first.
    #[must_use]
    pub fn patterns(&self) -> Vec<String> {
        let mut patterns: Vec<_> = self.rows.iter().map(|row| Pattern::new(row.path.clone())).collect();
        patterns.sort_by(|first, second| second.precedence().cmp(first.precedence()));
        patterns.into_iter().map(|pattern| pattern.text).collect()
    }

    pub(super) fn tags(&self) -> &[String] {
        &self.tags
    }

    /// Returns the lines of the boot table, in the order of registration.
    #[must_use]
    pub fn rows(&self) -> &[RouteRow] {
        &self.rows
    }
}

impl fmt::Debug for Routes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.rows).finish()
    }
}

/// A route that matched a path.
#[derive(Debug)]
pub struct Found<'r> {
    route: &'r Route,
    params: Params,
}

impl<'r> Found<'r> {
    /// Returns the name of the route.
    #[must_use]
    pub fn matched_route(&self) -> MatchedRoute {
        self.params.route().cloned().unwrap_or_else(MatchedRoute::unmatched)
    }

    /// Returns the context for a request to this route, and the route.
    #[must_use]
    pub fn enter(self, shared: &Arc<Shared>, uri: &Uri, headers: &HeaderMap) -> (Ctx, &'r Route) {
        (
            Ctx::enter(Arc::clone(shared), uri, true, headers, self.params),
            self.route,
        )
    }
}
