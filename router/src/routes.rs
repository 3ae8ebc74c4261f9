//! Routes, finished: the table that requests are matched against.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use http::Uri;

use crate::context::{Ctx, Shared};
use crate::mistake::{Mistake, Place};
use crate::params::{Params, Pattern};
use crate::route::Route;
use crate::router::{Item, Router};

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
    /// Where it was registered.
    pub place: Place,
}

/// The finished routes of a desk.
#[derive(Default)]
pub struct Routes {
    table: matchit::Router<Entry>,
    rows: Vec<RouteRow>,
}

struct Entry {
    pattern: Arc<Pattern>,
    route: Route,
}

impl Routes {
    /// Finishes a router: gives its handlers their state, wraps the layers around them, and builds the table. All mistakes come
    /// back, and the routes without them.
    pub fn build<S: Send + Sync + 'static>(router: Router<S>, state: &Arc<S>) -> (Self, Vec<Mistake>) {
        let (items, mut mistakes) = router.into_items();
        let mut routes = Self::default();
        let mut seen: HashMap<String, (RouteKind, Place)> = HashMap::new();
        for item in items {
            let mistake = check(&item, &seen).or_else(|| {
                seen.insert(item.path.clone(), (item.kind, item.place));
                routes.insert(item, state, &seen)
            });
            mistakes.extend(mistake);
        }
        (routes, mistakes)
    }

    fn insert<S: Send + Sync + 'static>(
        &mut self,
        item: Item<S>,
        state: &Arc<S>,
        seen: &HashMap<String, (RouteKind, Place)>,
    ) -> Option<Mistake> {
        let row = RouteRow {
            path: item.path.clone(),
            kind: item.kind,
            methods: item.methods.names(),
            place: item.place,
        };
        let route = item.methods.into_route(Arc::clone(state));
        let route = item.layers.iter().fold(route, |route, layer| layer.wrap(route));
        let pattern = Arc::new(Pattern::new(item.path.clone()));
        match self.table.insert(item.path, Entry { pattern, route }) {
            Ok(()) => {
                self.rows.push(row);
                None
            }
            Err(error) => Some(conflict(&row, &error, seen)),
        }
    }

    /// The route that a path leads to, with the parameters it gives.
    #[must_use]
    pub fn find<'r>(&'r self, path: &str) -> Option<Found<'r>> {
        let matched = self.table.at(path).ok()?;
        let pattern = Arc::clone(&matched.value.pattern);
        Some(Found {
            route: &matched.value.route,
            params: Params::new(pattern, path, matched.params.iter().map(|(_, v)| v)),
        })
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

fn check<S>(item: &Item<S>, seen: &HashMap<String, (RouteKind, Place)>) -> Option<Mistake> {
    let path = &item.path;
    if path == "/_actions" || path.starts_with("/_actions/") {
        let what = format!("the path `{path}` belongs to server actions");
        return Some(Mistake::new(
            what,
            [item.place],
            "choose a path that doesn't begin with `/_actions`",
        ));
    }
    let names = Pattern::new(path.clone()).names;
    if let Some(name) = names
        .iter()
        .enumerate()
        .find_map(|(at, name)| names.get(..at)?.contains(name).then_some(name))
    {
        let what = format!("the path `{path}` has the parameter `{name}` twice");
        return Some(Mistake::new(
            what,
            [item.place],
            "give each parameter a name of its own",
        ));
    }
    let (kind, place) = seen.get(path)?;
    Some(if *kind == item.kind {
        Mistake::new(
            format!("`{path}` is registered in two routers or under different layers"),
            [*place, item.place],
            "register the path once, with all its methods: `get(show).post(create)`",
        )
    } else {
        Mistake::new(
            format!("`{path}` has a page and a route handler"),
            [*place, item.place],
            "give one of the two another path, such as `/api/…` for the route handler",
        )
    })
}

fn conflict(row: &RouteRow, error: &matchit::InsertError, seen: &HashMap<String, (RouteKind, Place)>) -> Mistake {
    let path = &row.path;
    match error {
        matchit::InsertError::Conflict { with } => {
            let mut places = vec![row.place];
            places.extend(seen.get(with).map(|(_, place)| *place));
            let what = format!("`{path}` and `{with}` match the same paths");
            Mistake::new(
                what,
                places,
                "keep one of the two, or give their parameters the same name in the same place",
            )
        }
        error => Mistake::new(
            format!("`{path}` is not a path pattern: {error}"),
            [row.place],
            "a parameter is a whole segment, `/{name}`; a catch-all is `/{*name}` at the end; a brace itself is `{{` or `}}`",
        ),
    }
}
