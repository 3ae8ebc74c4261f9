//! Finished routes: the table that requests are matched against.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::Arc;

use axum_core::extract::Request;
use futures_util::{StreamExt, stream};
use http::{HeaderMap, Method, Uri};

use super::attached::{PostAction, PostRoute};
use super::conflicts::Conflicts;
use super::dispatch::{BesideCheck, post_route};
use super::entry::{RouteEntry, RouteKind};
use super::router::Router;
use crate::cache::{Cache, Caching, Prerender};
use crate::context::Ctx;
use crate::head::Head;
use crate::mistake::{Mistake, Place};
use crate::path::{MatchedRoute, PathMatcher, Pattern, Patterns, RouteId};
use crate::route::{Route, RouteLayer};
use crate::shared::Shared;

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

/// What serves one path.
#[derive(Debug)]
struct AtPath {
    route: Route,
    /// What serves POST in place of `route`: a server action at the path of a page.
    post: Option<Route>,
    /// The server action that serves POST, by `post` or else by `route`.
    action: Option<PostAction>,
    /// Whether `route` serves POST alone, to check a form. Another route may match the path too.
    is_check_alone: bool,
}

/// The finished routes of a desk.
#[derive(Default)]
pub struct Routes {
    matcher: PathMatcher<AtPath>,
    /// The routes without those that only check forms. `None` if there are no such routes.
    others: Option<PathMatcher<RouteId>>,
    rows: Vec<RouteRow>,
    /// The GETs that have the same response for every request, and so can be prerendered.
    prerender: Vec<Arc<dyn Prerender>>,
    /// The tags of cached GETs.
    tags: HashSet<String>,
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
    /// `posts` are the server actions that have a path of their own. `base` is the path below which
    /// the desk is mounted, for [`MatchedRoute`].
    pub fn build<S: Send + Sync + 'static>(
        router: Router<S>,
        posts: Vec<PostRoute>,
        state: &Arc<S>,
        base: &str,
    ) -> (Self, Vec<Mistake>) {
        let (entries, _, mut mistakes) = router.into_entries();
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
        let mut alone = Vec::new();
        let mut refused = HashSet::new();
        let by_path: HashMap<_, _> = accepted.iter().map(|entry| entry.path.clone()).zip(0_usize..).collect();
        for post in posts {
            // The mistake in the path of the action is in that of its check too.
            if post.is_check && refused.contains(post.action) {
                continue;
            }
            let index = by_path.get(&post.path);
            let entry = index.and_then(|index| accepted.get_mut(*index));
            match (conflicts.check_post(&post, entry.as_deref()), entry) {
                (Some(mistake), _) => {
                    refused.insert(post.action);
                    mistakes.push(mistake);
                }
                (None, Some(entry)) => {
                    warn_of_uncovered(&post, entry);
                    let action = PostAction::of(&post);
                    entry.post = Some((wrap(post_route(post.endpoint), &post.layers), action));
                }
                (None, None) => alone.push(post),
            }
        }
        // `PathMatcher::insert` requires catch-alls to come last.
        let (catch_alls, others): (Vec<_>, Vec<_>) = accepted.into_iter().partition(|entry| has_catch_all(&entry.path));
        let (post_catch_alls, other_posts): (Vec<_>, Vec<_>) =
            alone.into_iter().partition(|post| has_catch_all(&post.path));
        for (entries, posts) in [(others, other_posts), (catch_alls, post_catch_alls)] {
            for entry in entries {
                mistakes.extend(routes.insert(entry, state, base, &conflicts));
            }
            for post in posts {
                mistakes.extend(routes.insert_post(post, base, &conflicts));
            }
        }
        routes.others = routes.without_checks(base);
        (routes, mistakes)
    }

    fn insert_post(&mut self, post: PostRoute, base: &str, conflicts: &Conflicts) -> Option<Mistake> {
        let at_path = AtPath {
            action: Some(PostAction::of(&post)),
            route: wrap(post_route(post.endpoint), &post.layers),
            post: None,
            is_check_alone: post.is_check,
        };
        let pattern = Pattern::below(base, post.path.clone());
        let error = self.matcher.insert(pattern, at_path).err()?;
        Some(conflicts.insert_error(&post.path, post.place, &error))
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
        let route = entry.methods.into_route(Arc::clone(state), entry.post.is_some());
        let (post, action) = entry.post.unzip();
        let at_path = AtPath {
            route: wrap(route, &entry.layers),
            post,
            action,
            is_check_alone: false,
        };
        let pattern = Pattern::below(base, entry.path.clone());
        let error = self.matcher.insert(pattern, at_path).err()?;
        Some(conflicts.insert_error(&entry.path, entry.place, &error))
    }

    /// Returns the route that serves the requests for a path with this method, with the path's parameters.
    #[must_use]
    pub fn find<'r>(&'r self, path: &str, method: &Method) -> Option<Found<'r>> {
        let (id, pattern, at_path) = self.matcher.find(path)?;
        if at_path.is_check_alone && *method != Method::POST {
            let alone = Found {
                at_path,
                pattern,
                id,
                is_beside_check: false,
            };
            return self.find_other(path).or(Some(alone));
        }
        Some(Found {
            at_path,
            pattern,
            id,
            is_beside_check: false,
        })
    }

    /// Returns the route that serves a path where nothing checks forms: that of `/notes/{id}`, with the
    /// id `check`.
    fn find_other<'r>(&'r self, path: &str) -> Option<Found<'r>> {
        let (_, _, id) = self.others.as_ref()?.find(path)?;
        let (pattern, at_path) = self.matcher.get(*id)?;
        Some(Found {
            at_path,
            pattern,
            id: *id,
            is_beside_check: true,
        })
    }

    /// Returns the routes without those that only check forms, if there are any of those.
    fn without_checks(&self, base: &str) -> Option<PathMatcher<RouteId>> {
        let mut entries = self.matcher.entries();
        if !entries.any(|(_, _, at_path)| at_path.is_check_alone) {
            return None;
        }
        let mut others = PathMatcher::default();
        for (id, pattern, at_path) in self.matcher.entries() {
            if !at_path.is_check_alone {
                // It has been inserted into a table with more routes.
                let _ = others.insert(Pattern::below(base, pattern.text.clone()), id);
            }
        }
        Some(others)
    }

    /// Returns the patterns of the routes, for [`Shared::with_patterns`].
    #[must_use]
    pub fn table(&self) -> Patterns {
        self.matcher.table()
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
            // The handler reads nothing of the path, so the pattern may stand in for all paths that
            // match it.
            let uri = Uri::try_from(&text).unwrap_or_default();
            let route = self.matcher.id(&text);
            let ctx = Ctx::enter(Arc::clone(shared), &uri, true, &HeaderMap::new(), route);
            (text, get.run(ctx, cache.clone()).await)
        });
        stream::iter(runs).buffered(PRERENDER_CONCURRENCY).collect().await
    }

    /// Returns the patterns, without the base path. Where two match the same path, the one that
    /// serves it comes first.
    #[must_use]
    pub fn patterns(&self) -> Vec<String> {
        let mut patterns: Vec<_> = self
            .matcher
            .patterns()
            .map(|text| Pattern::new(text.to_owned()))
            .collect();
        patterns.sort_by(|first, second| second.precedence().cmp(first.precedence()));
        patterns.into_iter().map(|pattern| pattern.text).collect()
    }

    pub(super) fn has_tag(&self, tag: &str) -> bool {
        self.tags.contains(tag)
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
    at_path: &'r AtPath,
    pattern: &'r Pattern,
    id: RouteId,
    /// Whether another route serves POST at the path, to check a form.
    is_beside_check: bool,
}

impl<'r> Found<'r> {
    /// Returns the name of the route.
    #[must_use]
    pub fn matched_route(&self) -> MatchedRoute {
        self.pattern.route.clone()
    }

    /// Returns the name of the server action that serves a request with this method, if one does.
    #[must_use]
    pub fn action(&self, method: &Method) -> Option<&'static str> {
        let action = self.at_path.action.filter(|_| *method == Method::POST)?;
        (!action.is_check).then_some(action.name)
    }

    /// Returns whether a request with this method is one for a server action: a call, or a check of its
    /// form.
    #[must_use]
    pub fn is_for_action(&self, method: &Method) -> bool {
        self.at_path.action.is_some() && *method == Method::POST
    }

    /// Prepares a request for this route: its responses are to name all methods of the path.
    pub fn prepare(&self, request: &mut Request) {
        if self.is_beside_check {
            request.extensions_mut().insert(BesideCheck);
        }
    }

    /// Returns whether the path is that of a server action, for requests with the method POST.
    #[must_use]
    pub fn has_action(&self) -> bool {
        self.at_path.action.is_some()
    }

    /// Returns the head of a request to this route, and the route.
    #[must_use]
    pub fn head(self, shared: Arc<Shared>, method: &Method) -> (Head, &'r Route) {
        let AtPath { route, post, .. } = self.at_path;
        let post = post.as_ref().filter(|_| *method == Method::POST);
        (Head::matched(shared, self.id), post.unwrap_or(route))
    }

    /// Returns the context for a request to this route, and the route.
    #[must_use]
    pub fn enter(self, shared: &Arc<Shared>, method: &Method, uri: &Uri, headers: &HeaderMap) -> (Ctx, &'r Route) {
        let (head, route) = self.head(Arc::clone(shared), method);
        (head.into_ctx(uri, headers), route)
    }
}

/// Logs that a server action is outside of the layers of the page at its path, which nobody expects
/// who moved a POST handler into it.
fn warn_of_uncovered<S>(post: &PostRoute, entry: &RouteEntry<S>) {
    if post.is_check {
        return;
    }
    let covers = |layer: &RouteLayer| post.layers.iter().any(|own| own.is_same(layer));
    if post.layered_by_name || entry.layers.iter().all(covers) {
        return;
    }
    let (what, path) = (&post.what, &entry.path);
    tracing::warn!(
        action = %post.place,
        page = %entry.place,
        "the layers around `{path}` don't cover {what}, which has the same path: add the action to the router of \
         the page with `.action::<…>()`, or give it layers with `.layer_actions(…)`"
    );
}

fn wrap(route: Route, layers: &[RouteLayer]) -> Route {
    layers.iter().fold(route, |route, layer| layer.wrap(route))
}

fn has_catch_all(path: &str) -> bool {
    path.contains("{*")
}
