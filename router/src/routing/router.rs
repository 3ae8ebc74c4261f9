//! Routers under construction.

use std::any::Any;
use std::collections::HashMap;
use std::fmt;

use axum_core::BoxError;
use axum_core::extract::Request;
use axum_core::response::IntoResponse;
use tower_layer::Layer;
use tower_service::Service;

use super::attached::Attached;
use super::conflicts::never_matches;
use super::entry::{RouteEntry, RouteKind};
use super::get::IntoGet;
use super::methods::Methods;
use crate::mistake::{Mistake, Place};
use crate::route::{Route, RouteLayer};

/// Routes and pages under construction. A desk takes it with `DeskBuilder::routes`.
///
/// Nothing fails while a router is built: all mistakes are collected, and reported together when
/// the desk is built.
///
/// ```
/// use frontdesk_router::{Html, Router, get};
///
/// async fn health() -> &'static str { "ok" }
/// async fn users() -> Html<&'static str> { Html("<h1>Users</h1>") }
/// async fn version() -> &'static str { "1" }
///
/// let api: Router<()> = Router::new().route("/version", get(version));
/// let routes = Router::new().route("/health", get(health)).page("/users", users).nest("/api", api);
/// ```
#[must_use = "a router does nothing until it is given to a desk"]
pub struct Router<S> {
    entries: Vec<RouteEntry<S>>,
    /// The first entry of each path and kind that has no layers: the one that takes further methods.
    mergeable: HashMap<(String, RouteKind), usize>,
    attached: Vec<Attached>,
    layers: Vec<RouteLayer>,
    static_by_default: bool,
    mistakes: Vec<Mistake>,
}

impl<S> Default for Router<S> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
            mergeable: HashMap::new(),
            attached: Vec::new(),
            layers: Vec::new(),
            static_by_default: false,
            mistakes: Vec::new(),
        }
    }
}

impl<S: Send + Sync + 'static> Router<S> {
    /// Creates a router without routes.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds route handlers at a path: `/api/users`, `/api/users/{id}`, `/api/files/{*path}`.
    ///
    /// Several calls with the same path are merged, as long as each method has one handler.
    ///
    /// ```
    /// use frontdesk_router::{Path, Router, get};
    ///
    /// async fn file(Path(path): Path<String>) -> String { format!("the file {path}") }
    ///
    /// let routes: Router<()> = Router::new().route("/api/files/{*path}", get(file));
    /// ```
    #[track_caller]
    pub fn route(self, path: impl Into<String>, methods: impl Into<Methods<S>>) -> Self {
        self.add(path.into(), RouteKind::Handler, methods.into(), Place::caller())
    }

    /// Adds a page, for people: a GET handler that responds with HTML. A page and a route handler
    /// cannot share a path.
    ///
    /// Pages are cached by the same rules as [`get`](crate::get), so they run for every request by
    /// default; `get(page)` instead of `page` sets caching options.
    ///
    /// ```
    /// use frontdesk_router::{Html, Router, get};
    /// use std::time::Duration;
    ///
    /// async fn home() -> Html<&'static str> { Html("<h1>Home</h1>") }
    /// async fn prices() -> Html<&'static str> { Html("<h1>Prices</h1>") }
    ///
    /// let routes: Router<()> = Router::new()
    ///     .page("/", home)
    ///     .page("/prices", get(prices).revalidate(Duration::from_secs(60)));
    /// ```
    #[track_caller]
    pub fn page<T: 'static>(self, path: impl Into<String>, page: impl IntoGet<T, S>) -> Self {
        let get = page.into_get();
        self.add(path.into(), RouteKind::Page, get.into(), Place::caller())
    }

    pub(crate) fn add(mut self, path: String, kind: RouteKind, methods: Methods<S>, place: Place) -> Self {
        if !path.starts_with('/') {
            let help = format!("write `/{path}`");
            self.mistakes.push(Mistake::new(
                format!("the path `{path}` does not begin with `/`"),
                [place],
                help,
            ));
            return self;
        }
        let key = (path, kind);
        let existing = self.mergeable.get(&key).and_then(|index| self.entries.get_mut(*index));
        let unmerged = match existing {
            Some(entry) => entry.methods.merge(methods),
            None => Some(methods),
        };
        if let Some(methods) = unmerged {
            self.push(RouteEntry {
                path: key.0,
                kind,
                place,
                methods,
                layers: Vec::new(),
                post: None,
            });
        }
        self
    }

    fn push(&mut self, entry: RouteEntry<S>) {
        if entry.layers.is_empty() {
            let key = (entry.path.clone(), entry.kind);
            self.mergeable.entry(key).or_insert(self.entries.len());
        }
        self.entries.push(entry);
    }

    /// Adds all routes of another router below a prefix: with `/api`, its `/list` becomes
    /// `/api/list`, and its `/` becomes `/api`.
    ///
    /// ```
    /// use frontdesk_router::{Router, get};
    ///
    /// let api: Router<()> = Router::new().route("/version", get(async || "1"));
    /// let routes = Router::new().nest("/api", api); // serves `/api/version`
    /// ```
    #[track_caller]
    pub fn nest(mut self, prefix: &str, router: Self) -> Self {
        if !prefix.starts_with('/') || prefix.ends_with('/') || prefix.contains("{*") {
            self.mistakes.push(Mistake::new(
                format!("a router cannot be nested below `{prefix}`"),
                [Place::caller()],
                "write a prefix such as `/api`: it begins with `/`, does not end with `/` and has no catch-all (`merge` needs no prefix)",
            ));
            return self;
        }
        if let Some(mistake) = never_matches(prefix, Place::caller()) {
            self.mistakes.push(mistake);
            return self;
        }
        self.add_all(router, |path| {
            if path == "/" {
                prefix.to_owned()
            } else {
                format!("{prefix}{path}")
            }
        })
    }

    /// Adds all routes of another router unchanged. Each keeps the layers of the router that it
    /// comes from.
    ///
    /// ```
    /// use frontdesk_router::{Router, get};
    ///
    /// let users: Router<()> = Router::new().route("/users", get(async || "users"));
    /// let posts: Router<()> = Router::new().route("/posts", get(async || "posts"));
    /// let routes = users.merge(posts);
    /// ```
    pub fn merge(self, router: Self) -> Self {
        self.add_all(router, |path| path)
    }

    fn add_all(mut self, router: Self, path: impl Fn(String) -> String) -> Self {
        let (entries, attached, mistakes) = router.into_entries();
        self.mistakes.extend(mistakes);
        self.attached.extend(attached.into_iter().map(|attached| Attached {
            path: attached.path.map(&path),
            ..attached
        }));
        for entry in entries {
            self.push(RouteEntry {
                path: path(entry.path),
                ..entry
            });
        }
        self
    }

    /// Wraps each route of this router in a tower layer, whether it was added before or is added
    /// after, so that no route escapes an authentication layer. A later layer is outside an earlier
    /// one.
    ///
    /// **Server actions are covered only if they were added to this router** (`RouterExt::action` of
    /// `frontdesk-actions`), not if the desk takes them by `linked_actions()`. Requests for paths
    /// without a route do not pass through the layer. The layers of the desk itself cover those, and
    /// all actions. [`Route`] has an example.
    pub fn layer<L>(mut self, layer: L) -> Self
    where
        L: Layer<Route> + Send + Sync + 'static,
        L::Service: Service<Request> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Error: Into<BoxError> + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        self.layers.push(RouteLayer::new(layer));
        self
    }

    /// Makes each GET static whose handler has no arguments, if it was added to this router, before
    /// or after this call: it runs once, and its response is cached until it is revalidated. Routes
    /// of routers that are merged or nested keep the default of their own router.
    ///
    /// For routers whose handlers without arguments read nothing that changes: no clock, no global,
    /// no task-local of a layer. Those that do need [`dynamic`](crate::Get::dynamic). Handlers with
    /// arguments, and those of [`any`](crate::any) and [`on`](crate::on), stay dynamic.
    ///
    /// ```
    /// use frontdesk_router::{Router, get};
    ///
    /// async fn terms() -> &'static str { "Be kind." }
    /// async fn now() -> String { format!("{:?}", std::time::SystemTime::now()) }
    ///
    /// let routes: Router<()> = Router::new()
    ///     .static_by_default()
    ///     .route("/terms", get(terms)) // runs once
    ///     .route("/now", get(now).dynamic());
    /// ```
    pub fn static_by_default(mut self) -> Self {
        self.static_by_default = true;
        self
    }

    /// Adds something that the router knows nothing of, for the desk to serve under the layers of
    /// this router.
    #[doc(hidden)]
    pub fn attach(mut self, value: impl Any + Send, path: Option<String>, place: Place) -> Self {
        self.attached.push(Attached {
            value: Box::new(value),
            path,
            layers: Vec::new(),
            place,
        });
        self
    }

    /// Takes out what other crates have added to the router, each with the layers that cover it.
    #[doc(hidden)]
    pub fn take_attached(&mut self) -> Vec<Attached> {
        let mut attached = std::mem::take(&mut self.attached);
        for attached in &mut attached {
            attached.layers.extend(self.layers.iter().cloned());
        }
        attached
    }

    /// Returns the entries and what else was added, wrapped in this router's layers, and the
    /// mistakes so far.
    pub(super) fn into_entries(mut self) -> (Vec<RouteEntry<S>>, Vec<Attached>, Vec<Mistake>) {
        let attached = self.take_attached();
        let Self {
            mut entries,
            mergeable: _,
            attached: _,
            layers,
            static_by_default,
            mut mistakes,
        } = self;
        for entry in &mut entries {
            entry.layers.extend(layers.iter().cloned());
            entry.methods.settle_caching(static_by_default);
            let path = &entry.path;
            mistakes.extend(
                entry
                    .methods
                    .take_mistakes()
                    .into_iter()
                    .map(|mistake| mistake.on_path(path)),
            );
        }
        (entries, attached, mistakes)
    }
}

impl<S> fmt::Debug for Router<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.entries.iter().map(|entry| &entry.path))
            .finish()
    }
}
