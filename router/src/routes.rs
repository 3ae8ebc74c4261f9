//! Routes, finished: the table that requests are matched against.

use std::fmt;
use std::sync::Arc;

use futures_util::{StreamExt, stream};
use http::Uri;

use crate::cache::{Ahead, Cache, Caching};
use crate::context::{Ctx, Shared};
use crate::mistake::{Mistake, Place};
use crate::params::{Params, Pattern};
use crate::route::Route;
use crate::router::{Item, Router};
use crate::seen::Seen;
use crate::table::Table;

/// How many handlers `prerender` runs side by side.
const PRERENDERED_AT_ONCE: usize = 8;

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum RouteKind {
    /// Route handlers, for any client.
    Handler,
    /// A page, for people.
    Page,
}

/// One line of the boot table.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RouteRow {
    /// The pattern.
    pub path: String,
    /// Route handlers or a page.
    pub kind: RouteKind,
    /// The methods that have a handler, sorted; `*` for any. HEAD and OPTIONS are answered without one.
    pub methods: Vec<String>,
    /// How GET is answered, if it is.
    pub get: Option<Caching>,
    /// Where it was registered.
    pub place: Place,
}

/// The finished routes of a desk.
#[derive(Default)]
pub struct Routes {
    table: Table<Route>,
    rows: Vec<RouteRow>,
    /// The GETs whose one answer can be made before anyone asks.
    ahead: Vec<Arc<dyn Ahead>>,
}

impl RouteRow {
    fn of<S: Send + Sync + 'static>(item: &Item<S>) -> Self {
        Self {
            path: item.path.clone(),
            kind: item.kind,
            methods: item.methods.names(),
            get: item.methods.caching(),
            place: item.place,
        }
    }
}

impl Routes {
    /// Finishes a router: gives its handlers their state, wraps the layers around them, and builds the table. All mistakes come
    /// back, and the routes without them.
    pub fn build<S: Send + Sync + 'static>(router: Router<S>, state: &Arc<S>) -> (Self, Vec<Mistake>) {
        let (items, mut mistakes) = router.into_items();
        let mut seen = Seen::default();
        let mut good = Vec::new();
        for item in items {
            match seen.check(&item) {
                Some(mistake) => mistakes.push(mistake),
                None => good.push(item),
            }
        }
        let mut routes = Self {
            rows: good.iter().map(RouteRow::of).collect(),
            table: Table::default(),
            ahead: Vec::new(),
        };
        // The table wants catch-alls last.
        good.sort_by_key(|item| item.path.contains("{*"));
        for item in good {
            mistakes.extend(routes.insert(item, state, &seen));
        }
        (routes, mistakes)
    }

    fn insert<S: Send + Sync + 'static>(&mut self, mut item: Item<S>, state: &Arc<S>, seen: &Seen) -> Option<Mistake> {
        self.ahead.extend(item.methods.keep(&item.path, state));
        let route = item.methods.into_route(Arc::clone(state));
        let route = item.layers.iter().fold(route, |route, layer| layer.wrap(route));
        let pattern = Pattern::new(item.path.clone());
        let error = self.table.insert(pattern, route).err()?;
        Some(seen.refused(&item.path, item.place, &error))
    }

    /// The route that a path leads to, with the parameters it gives.
    #[must_use]
    pub fn find<'r>(&'r self, path: &str) -> Option<Found<'r>> {
        let (params, route) = self.table.at(path)?;
        Some(Found { route, params })
    }

    /// Runs every GET whose one answer can be kept before anyone asks, and gives the pattern of each with the reason why it
    /// could not be kept, if so. Layers are not run. Nothing runs without a [`Cache`].
    pub async fn prerender(&self, shared: &Arc<Shared>) -> Vec<(String, Result<(), String>)> {
        let Some(cache) = shared.part::<Cache>() else {
            return Vec::new();
        };
        let runs = self.ahead.iter().map(|ahead| async {
            let text = ahead.pattern().to_owned();
            let pattern = Arc::new(Pattern::new(text.clone()));
            // Its handler sees no path; one with braces stands for all that match it.
            let uri = Uri::try_from(&text).unwrap_or_default();
            let params = Params::new(pattern, "", std::iter::empty());
            let ctx = Ctx::enter(Arc::clone(shared), &uri, true, &http::HeaderMap::new(), params);
            (text, ahead.run(ctx, cache.clone()).await)
        });
        stream::iter(runs).buffered(PRERENDERED_AT_ONCE).collect().await
    }

    /// The lines of the boot table, in the order of registration.
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
    /// The context of the request that is to go down this route, and the route.
    #[must_use]
    pub fn enter(self, shared: &Arc<Shared>, uri: &Uri, headers: &http::HeaderMap) -> (Ctx, &'r Route) {
        (
            Ctx::enter(Arc::clone(shared), uri, true, headers, self.params),
            self.route,
        )
    }
}
