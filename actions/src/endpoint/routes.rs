//! The routes of those actions that have a path of their own, or layers.

use std::collections::HashMap;
use std::sync::Arc;

use frontdesk_router::__desk::{Pattern, PostRoute, RouteLayer};
use frontdesk_router::Route;

use crate::protocol::{ACTIONS_PATH, CHECK_SUFFIX};
use crate::registry::{ActionTable, BoundAction};

/// Returns the actions below [`ACTIONS_PATH`] that have layers, by their paths. `route` makes the
/// endpoint of one, and `outermost` the layer outside of its layers.
pub(super) fn layered_routes(
    table: &ActionTable,
    route: impl Fn(&Arc<BoundAction>, Purpose) -> Route,
    outermost: impl Fn(&Arc<BoundAction>, Purpose) -> RouteLayer,
) -> HashMap<String, Route> {
    let actions = table.actions().filter(|action| action.path.is_none());
    let layered = actions.filter(|action| action.layers().next().is_some());
    let routes = layered.flat_map(Purpose::of).flat_map(|(action, purpose)| {
        let layers = action.layers();
        let route = layers.fold(route(action, purpose), |route, layer| layer.wrap(route));
        let route = outermost(action, purpose).wrap(route);
        let names = std::iter::once(action.name).chain(action.aliases.iter().copied());
        names.map(move |name| (format!("{ACTIONS_PATH}{name}{}", purpose.suffix()), route.clone()))
    });
    routes.collect()
}

/// What one of the URLs of an action is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Run,
    /// To check the form while it is filled in.
    Check,
}

impl Purpose {
    /// Returns an action with each purpose that it has a URL for.
    fn of(action: &Arc<BoundAction>) -> impl Iterator<Item = (&Arc<BoundAction>, Self)> {
        let check = action.has_check_url.then_some(Self::Check);
        std::iter::once(Self::Run)
            .chain(check)
            .map(move |purpose| (action, purpose))
    }

    /// Returns what the URL ends with.
    fn suffix(self) -> &'static str {
        match self {
            Self::Run => "",
            Self::Check => CHECK_SUFFIX,
        }
    }

    fn described(self, action: &str) -> String {
        match self {
            Self::Run => format!("the server action `{action}`"),
            Self::Check => format!("the check of the form of the server action `{action}`"),
        }
    }
}

/// Returns the routes of the actions that have a path of their own. `route` makes the endpoint of
/// one, and `outermost` the layer outside of its layers.
pub(super) fn post_routes(
    table: &ActionTable,
    route: impl Fn(&Arc<BoundAction>, Purpose) -> Route,
    outermost: impl Fn(&Arc<BoundAction>, Purpose) -> RouteLayer,
) -> Vec<PostRoute> {
    let actions = table.actions().flat_map(Purpose::of);
    let routes = actions.filter_map(|(action, purpose)| {
        let (pattern, place): &(Pattern, _) = action.path.as_ref()?;
        Some(PostRoute {
            path: match purpose {
                Purpose::Run => pattern.text().to_owned(),
                Purpose::Check => action.check_path()?,
            },
            what: purpose.described(action.name),
            place: *place,
            endpoint: route(action, purpose),
            action: action.name,
            is_check: purpose == Purpose::Check,
            layers: match action.layers().next() {
                Some(_) => action.layers().cloned().chain([outermost(action, purpose)]).collect(),
                None => Vec::new(),
            },
            layered_by_name: action.has_action_layers(),
        })
    });
    routes.collect()
}
