//! The routes of those actions that have a path of their own, or layers.

use std::collections::HashMap;
use std::sync::Arc;

use axum_core::response::IntoResponse;
use frontdesk_router::__desk::{Pattern, PostRoute};
use frontdesk_router::{Ctx, Problem, Route};

use super::Endpoint;
use crate::protocol::ACTIONS_PATH;
use crate::registry::{ActionTable, BoundAction};

impl Endpoint {
    /// Returns the actions that have a path of their own, for the router to serve.
    #[must_use]
    pub fn post_routes(&self) -> Vec<PostRoute> {
        post_routes(self.actions.table(), |action| self.route(action))
    }

    /// Returns the actions below [`ACTIONS_PATH`] that have layers, by their paths.
    #[must_use]
    pub fn layered_routes(&self) -> HashMap<String, Route> {
        let actions = self.actions.table().actions().filter(|action| action.path.is_none());
        let layered = actions.filter(|action| action.layers().next().is_some());
        let routes = layered.flat_map(|action| {
            let route = action
                .layers()
                .fold(self.route(action), |route, layer| layer.wrap(route));
            let names = std::iter::once(action.name).chain(action.aliases.iter().copied());
            names.map(move |name| (format!("{ACTIONS_PATH}{name}"), route.clone()))
        });
        routes.collect()
    }

    /// Returns the route that calls one action, whatever the path of the request is.
    fn route(&self, action: &Arc<BoundAction>) -> Route {
        let (endpoint, action) = (self.clone(), Arc::clone(action));
        Route::from_fn(move |request| match Ctx::get(request.extensions()).cloned() {
            Some(ctx) => Box::pin(endpoint.call(Ok(&action), request, ctx)),
            None => {
                let problem = Problem::internal("a layer has removed the desk's context from the request's extensions");
                Box::pin(std::future::ready(problem.into_response()))
            }
        })
    }
}

/// Returns the routes of the actions that have a path of their own. `route` makes the endpoint of
/// one.
pub(super) fn post_routes(table: &ActionTable, route: impl Fn(&Arc<BoundAction>) -> Route) -> Vec<PostRoute> {
    let routes = table.actions().filter_map(|action| {
        let (pattern, place): &(Pattern, _) = action.path.as_ref()?;
        Some(PostRoute {
            path: pattern.text().to_owned(),
            what: format!("the server action `{}`", action.name),
            place: *place,
            endpoint: route(action),
            layers: action.layers().cloned().collect(),
        })
    });
    routes.collect()
}
