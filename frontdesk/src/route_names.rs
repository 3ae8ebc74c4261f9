//! The names of a desk's routes and actions, for metrics and traces.

use std::collections::BTreeMap;
use std::sync::Arc;

use frontdesk_actions::__desk::{Actions, CHECK_SUFFIX};
use frontdesk_actions::ACTIONS_PATH;
use frontdesk_router::__desk::{RouteFinder, Routes};
use frontdesk_router::{MatchedRoute, Method};

/// Names routes and actions by their patterns.
pub(crate) struct RouteNames {
    routes: Arc<Routes>,
    actions: Arc<Actions>,
    /// By the actions' names.
    action_routes: BTreeMap<&'static str, MatchedRoute>,
    /// The routes that check their forms, by the actions' names.
    check_routes: BTreeMap<&'static str, MatchedRoute>,
}

impl RouteNames {
    /// Creates what finds the route or the action that serves a path. Paths are without the base
    /// path; names begin with it.
    pub(crate) fn finder(base: &str, routes: &Arc<Routes>, actions: &Arc<Actions>) -> RouteFinder {
        let named = |suffix| {
            let named = move |name| (name, MatchedRoute::new(base, &format!("{ACTIONS_PATH}{name}{suffix}")));
            actions.rows().map(move |row| named(row.name)).collect()
        };
        let names = Self {
            action_routes: named(""),
            check_routes: named(CHECK_SUFFIX),
            routes: Arc::clone(routes),
            actions: Arc::clone(actions),
        };
        RouteFinder::new(move |path| names.find(path))
    }

    fn find(&self, path: &str) -> MatchedRoute {
        let found = if path.starts_with(ACTIONS_PATH) {
            let name = self.actions.name(path);
            let action = name.and_then(|name| self.action_routes.get(name));
            let check = || self.check_routes.get(self.actions.checked_name(path)?);
            action.or_else(check).cloned()
        } else {
            self.routes.find(path, &Method::POST).map(|found| found.matched_route())
        };
        found.unwrap_or_else(MatchedRoute::unmatched)
    }
}
