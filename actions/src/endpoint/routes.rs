//! The routes of those actions that have a path of their own, or layers.

use std::collections::HashMap;
use std::sync::Arc;

use frontdesk_router::__desk::{Pattern, PostRoute, RouteLayer};
use frontdesk_router::Route;

use crate::protocol::ACTIONS_PATH;
use crate::registry::{ActionTable, BoundAction};

/// Returns the actions below [`ACTIONS_PATH`] that have layers, by their paths. `route` makes the
/// endpoint of one, and `outermost` the layer outside of its layers.
pub(super) fn layered_routes(
    table: &ActionTable,
    route: impl Fn(&Arc<BoundAction>) -> Route,
    outermost: impl Fn(&Arc<BoundAction>) -> RouteLayer,
) -> HashMap<String, Route> {
    let actions = table.actions().filter(|action| action.path.is_none());
    let layered = actions.filter(|action| action.layers().next().is_some());
    let routes = layered.flat_map(|action| {
        let route = action.layers().fold(route(action), |route, layer| layer.wrap(route));
        let route = outermost(action).wrap(route);
        let names = std::iter::once(action.name).chain(action.aliases.iter().copied());
        names.map(move |name| (format!("{ACTIONS_PATH}{name}"), route.clone()))
    });
    routes.collect()
}

/// Returns the routes of the actions that have a path of their own. `route` makes the endpoint of
/// one, and `outermost` the layer outside of its layers.
pub(super) fn post_routes(
    table: &ActionTable,
    route: impl Fn(&Arc<BoundAction>) -> Route,
    outermost: impl Fn(&Arc<BoundAction>) -> RouteLayer,
) -> Vec<PostRoute> {
    let routes = table.actions().filter_map(|action| {
        let (pattern, place): &(Pattern, _) = action.path.as_ref()?;
        Some(PostRoute {
            path: pattern.text().to_owned(),
            what: format!("the server action `{}`", action.name),
            place: *place,
            endpoint: route(action),
            action: action.name,
            layers: match action.layers().next() {
                Some(_) => action.layers().cloned().chain([outermost(action)]).collect(),
                None => Vec::new(),
            },
            layered_by_name: action.has_action_layers(),
        })
    });
    routes.collect()
}
