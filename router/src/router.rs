//! Routes under construction.

use std::fmt;

use axum_core::BoxError;
use axum_core::extract::Request;
use axum_core::response::IntoResponse;
use tower_layer::Layer;
use tower_service::Service;

use crate::get::IntoGet;
use crate::methods::Methods;
use crate::mistake::{Mistake, Place};
use crate::route::{Route, RouteLayer};
use crate::routes::RouteKind;

/// Routes and pages under construction; a desk takes it with `routes`.
///
/// Nothing fails while it is built up: every mistake is kept and reported, all at once, when the desk is built.
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
#[must_use = "a router does nothing until a desk takes it"]
pub struct Router<S> {
    pub(crate) items: Vec<Item<S>>,
    layers: Vec<RouteLayer>,
    dynamic_by_default: bool,
    pub(crate) mistakes: Vec<Mistake>,
}

/// One path of a router.
pub(crate) struct Item<S> {
    pub(crate) path: String,
    pub(crate) kind: RouteKind,
    pub(crate) place: Place,
    pub(crate) methods: Methods<S>,
    /// Layers of the routers around it, the innermost first.
    pub(crate) layers: Vec<RouteLayer>,
}

impl<S> Default for Router<S> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            layers: Vec::new(),
            dynamic_by_default: false,
            mistakes: Vec::new(),
        }
    }
}

impl<S: Send + Sync + 'static> Router<S> {
    /// A router with no routes.
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers a path: `/api/users`, `/api/users/{id}`, `/api/files/{*path}`.
    ///
    /// Calls with the same path add up, as long as each method has one handler.
    #[track_caller]
    pub fn route(self, path: impl Into<String>, methods: impl Into<Methods<S>>) -> Self {
        self.add(path.into(), RouteKind::Handler, methods.into(), Place::caller())
    }

    /// Answers GET on a path with HTML for people. A page and a route handler can't share a path.
    ///
    /// What holds for [`get`](crate::get) holds for pages: one without arguments is static (a page with a form has an
    /// argument, `Forms`), and `get(page)` in place of `page` says more: `.page("/prices", get(prices).revalidate(MINUTE))`.
    #[track_caller]
    pub fn page<T: 'static>(self, path: impl Into<String>, page: impl IntoGet<T, S>) -> Self {
        let get = page.into_get();
        self.add(path.into(), RouteKind::Page, get.into(), Place::caller())
    }

    pub(crate) fn add(mut self, path: String, kind: RouteKind, methods: Methods<S>, place: Place) -> Self {
        if !path.starts_with('/') {
            let help = format!("write `/{path}`");
            self.mistakes.push(Mistake::new(
                format!("the path `{path}` doesn't begin with `/`"),
                [place],
                help,
            ));
            return self;
        }
        let twin = self
            .items
            .iter_mut()
            .find(|item| item.path == path && item.kind == kind && item.layers.is_empty());
        let rest = match twin {
            Some(item) => item.methods.absorb(methods),
            None => Some(methods),
        };
        if let Some(methods) = rest {
            self.items.push(Item {
                path,
                kind,
                place,
                methods,
                layers: Vec::new(),
            });
        }
        self
    }

    /// Adds all routes of another router below a path: `/list` of it becomes `/api/list`, and its `/` becomes `/api`.
    #[track_caller]
    pub fn nest(mut self, prefix: &str, router: Self) -> Self {
        if !prefix.starts_with('/') || prefix.ends_with('/') || prefix.contains("{*") {
            self.mistakes.push(Mistake::new(
                format!("a router can't be nested below `{prefix}`"),
                [Place::caller()],
                "write a prefix such as `/api`: it begins with `/`, doesn't end with one and has no catch-all (`merge` needs no prefix)",
            ));
            return self;
        }
        self.take(router, |path| {
            if path == "/" {
                prefix.to_owned()
            } else {
                format!("{prefix}{path}")
            }
        })
    }

    /// Adds all routes of another router as they are. Each keeps the layers of the router it comes from.
    pub fn merge(self, router: Self) -> Self {
        self.take(router, |path| path)
    }

    fn take(mut self, router: Self, path: impl Fn(String) -> String) -> Self {
        let (items, mistakes) = router.into_items();
        self.mistakes.extend(mistakes);
        self.items.extend(items.into_iter().map(|item| Item {
            path: path(item.path),
            ..item
        }));
        self
    }

    /// Wraps every route of this router in a tower layer, each path by itself: those added before and those added after, so
    /// that no route slips past an authentication layer. A later layer is outside an earlier one.
    ///
    /// Paths that no route has are not covered; the desk's own `layer` covers them, and actions too.
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

    /// Makes every GET of this router dynamic, those added before and those added after, that doesn't say itself how its
    /// answers are kept: for apps whose handlers without arguments read clocks and globals.
    ///
    /// ```
    /// use frontdesk_router::{Router, get};
    /// use std::time::Duration;
    ///
    /// async fn now() -> String { format!("{:?}", std::time::SystemTime::now()) }
    /// async fn rates() -> &'static str { "1.08" }
    ///
    /// let routes: Router<()> = Router::new()
    ///     .dynamic_by_default()
    ///     .route("/now", get(now))
    ///     .route("/rates", get(rates).revalidate(Duration::from_secs(300)));
    /// ```
    pub fn dynamic_by_default(mut self) -> Self {
        self.dynamic_by_default = true;
        self
    }

    /// The routes with this router's layers on them, and the mistakes so far.
    pub(crate) fn into_items(self) -> (Vec<Item<S>>, Vec<Mistake>) {
        let Self {
            mut items,
            layers,
            dynamic_by_default,
            mut mistakes,
        } = self;
        for item in &mut items {
            item.layers.extend(layers.iter().cloned());
            if dynamic_by_default {
                item.methods.dynamic_by_default();
            }
            let at = &item.path;
            mistakes.extend(item.methods.take_mistakes().into_iter().map(|m| m.on_path(at)));
        }
        (items, mistakes)
    }
}

impl<S> fmt::Debug for Router<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.items.iter().map(|item| &item.path))
            .finish()
    }
}
