//! The names of a desk's routes and actions, for metrics and traces.

use std::collections::BTreeMap;
use std::sync::Arc;

use frontdesk_actions::__desk::Actions;
use frontdesk_actions::ACTIONS_PATH;
use frontdesk_router::__desk::{RouteFinder, Routes};
use frontdesk_router::MatchedRoute;

/// Names routes and actions by their patterns.
pub(crate) struct RouteNames {
    routes: Arc<Routes>,
    actions: Arc<Actions>,
    /// By the actions' names.
    action_routes: BTreeMap<&'static str, MatchedRoute>,
}

impl RouteNames {
    /// Creates what finds the route or the action that serves a path. Paths are without the base
    /// path; names begin with it.
    pub(crate) fn finder(base: &str, routes: &Arc<Routes>, actions: &Arc<Actions>) -> RouteFinder {
        let named = |name| (name, MatchedRoute::new(base, &format!("{ACTIONS_PATH}{name}")));
        let names = Self {
            action_routes: actions.rows().map(|row| named(row.name)).collect(),
            routes: Arc::clone(routes),
            actions: Arc::clone(actions),
        };
        RouteFinder::new(move |path| names.find(path))
    }

    fn find(&self, path: &str) -> MatchedRoute {
        let found = if path.starts_with(ACTIONS_PATH) {
            let name = self.actions.name(path);
            name.and_then(|name| self.action_routes.get(name).cloned())
        } else {
            self.routes.find(path).map(|found| found.matched_route())
        };
        found.unwrap_or_else(MatchedRoute::unmatched)
    }
}
