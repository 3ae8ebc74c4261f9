//! The handlers of one path, by method.

use std::fmt;
use std::sync::Arc;

use http::{HeaderValue, Method};
use tower_layer::Layer;
use tower_service::Service;

use axum_core::BoxError;
use axum_core::extract::Request;
use axum_core::response::IntoResponse;

use super::dispatch::MethodDispatch;
use super::get::{Get, get};
use crate::cache::{CacheOptions, CachePolicy, CachedHandler, Caching, Prerender};
use crate::erased_handler::{ErasedHandler, erase};
use crate::extract::replacement;
use crate::handler::Handler;
use crate::mistake::{Mistake, Place};
use crate::route::{Route, RouteLayer};

/// The handlers of one path, by method.
///
/// Made by [`get`], [`post`] and the other functions of this crate, and chained:
/// `get(list).post(create)`. HEAD is served by the GET handler, OPTIONS receives 204 with `Allow`,
/// and other methods receive 405 with `Allow`, unless they have a handler of their own.
///
/// ```
/// use frontdesk_router::{Json, NoContent, Path, Router, delete, get};
///
/// async fn list() -> Json<Vec<u32>> { Json(vec![1, 2]) }
/// async fn create(Json(item): Json<String>) -> NoContent { println!("{item}"); NoContent }
/// async fn remove(Path(id): Path<u32>) -> NoContent { println!("{id}"); NoContent }
///
/// let routes: Router<()> = Router::new()
///     .route("/items", get(list).post(create))
///     .route("/items/{id}", delete(remove));
/// ```
pub struct Methods<S> {
    handlers: Vec<MethodEntry<S>>,
    any: Option<(Arc<dyn ErasedHandler<S>>, Place)>,
    layers: Vec<RouteLayer>,
    mistakes: Vec<Mistake>,
}

struct MethodEntry<S> {
    method: Method,
    handler: Arc<dyn ErasedHandler<S>>,
    place: Place,
    options: CacheOptions,
}

/// Handles one method, which may have any name.
///
/// ```
/// use frontdesk_router::{Method, NoContent, Router, on};
///
/// async fn purge() -> NoContent { NoContent }
///
/// let method = Method::from_bytes(b"PURGE")?;
/// let routes: Router<()> = Router::new().route("/cache", on(method, purge));
/// # Ok::<(), frontdesk_router::http::Error>(())
/// ```
#[track_caller]
pub fn on<H: Handler<T, S>, T: 'static, S: Send + Sync + 'static>(method: Method, handler: H) -> Methods<S> {
    Methods::new().on(method, handler)
}

/// Handles every method that has no handler of its own, including OPTIONS and HEAD.
///
/// ```
/// use frontdesk_router::{Method, Router, any};
///
/// async fn echo(method: Method) -> String { method.to_string() }
///
/// let routes: Router<()> = Router::new().route("/echo", any(echo));
/// ```
#[track_caller]
pub fn any<H: Handler<T, S>, T: 'static, S: Send + Sync + 'static>(handler: H) -> Methods<S> {
    Methods::new().any(handler)
}

macro_rules! verbs {
    ($($(#[$doc:meta])* $name:ident $method:ident;)*) => {
        $(
            $(#[$doc])*
            ///
            /// ```
            #[doc = concat!("use frontdesk_router::{Router, ", stringify!($name), "};")]
            ///
            /// let routes: Router<()> = Router::new()
            #[doc = concat!("    .route(\"/jobs\", ", stringify!($name), "(async || \"done\"));")]
            /// ```
            #[track_caller]
            pub fn $name<H: Handler<T, S>, T: 'static, S: Send + Sync + 'static>(handler: H) -> Methods<S> {
                Methods::new().on(Method::$method, handler)
            }
        )*

        impl<S: Send + Sync + 'static> Methods<S> {
            /// Adds a handler for GET, and HEAD with the same headers. It is dynamic; caching
            /// options are set on [`get`](crate::get) itself, before other methods are added.
            #[track_caller]
            #[must_use]
            pub fn get<H: Handler<T, S>, T: 'static>(self, handler: H) -> Self {
                self.add_get(get(handler))
            }
            $(
                $(#[$doc])*
                #[track_caller]
                #[must_use]
                pub fn $name<H: Handler<T, S>, T: 'static>(self, handler: H) -> Self {
                    self.on(Method::$method, handler)
                }
            )*
        }

        impl<H: Handler<T, S>, T: 'static, S: Send + Sync + 'static> Get<H, T, S> {
            $(
                $(#[$doc])*
                #[track_caller]
                pub fn $name<H2: Handler<T2, S>, T2: 'static>(self, handler: H2) -> Methods<S> {
                    Methods::from(self).on(Method::$method, handler)
                }
            )*
        }
    };
}

verbs! {
    /// Handles POST.
    post POST;
    /// Handles PUT.
    put PUT;
    /// Handles PATCH.
    patch PATCH;
    /// Handles DELETE.
    delete DELETE;
    /// Handles HEAD, which is otherwise served by the GET handler. No body is sent.
    head HEAD;
    /// Handles OPTIONS, which otherwise receives 204 with `Allow`.
    options OPTIONS;
}

impl<H: Handler<T, S>, T: 'static, S: Send + Sync + 'static> Get<H, T, S> {
    /// Adds a handler for one more method, which may have any name.
    #[track_caller]
    pub fn on<H2: Handler<T2, S>, T2: 'static>(self, method: Method, handler: H2) -> Methods<S> {
        Methods::from(self).on(method, handler)
    }

    /// Adds a handler for every other method.
    #[track_caller]
    pub fn any<H2: Handler<T2, S>, T2: 'static>(self, handler: H2) -> Methods<S> {
        Methods::from(self).any(handler)
    }

    /// Wraps this path in a tower layer; see [`Methods::layer`].
    pub fn layer<L>(self, layer: L) -> Methods<S>
    where
        L: Layer<Route> + Send + Sync + 'static,
        L::Service: Service<Request> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Error: Into<BoxError> + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        Methods::from(self).layer(layer)
    }
}

impl<H: Handler<T, S>, T: 'static, S: Send + Sync + 'static> From<Get<H, T, S>> for Methods<S> {
    fn from(get: Get<H, T, S>) -> Self {
        Methods::new().add_get(get)
    }
}

impl<S: Send + Sync + 'static> Methods<S> {
    fn new() -> Self {
        Self {
            handlers: Vec::new(),
            any: None,
            layers: Vec::new(),
            mistakes: Vec::new(),
        }
    }

    /// Adds a handler for one more method, which may have any name.
    #[track_caller]
    #[must_use]
    pub fn on<H: Handler<T, S>, T: 'static>(mut self, method: Method, handler: H) -> Self {
        self.mistakes.extend(foreign_extractors::<H, T, S>(Place::caller()));
        self.add(MethodEntry {
            method,
            handler: erase(handler),
            place: Place::caller(),
            options: CacheOptions::dynamic(),
        })
    }

    fn add_get<H: Handler<T, S>, T: 'static>(mut self, get: Get<H, T, S>) -> Self {
        self.mistakes.extend(get.options.mistakes(get.place));
        self.mistakes.extend(foreign_extractors::<H, T, S>(get.place));
        self.add(MethodEntry {
            method: Method::GET,
            handler: erase(get.handler),
            place: get.place,
            options: get.options,
        })
    }

    /// Adds a handler for every method that has no handler of its own, including OPTIONS and HEAD.
    #[track_caller]
    #[must_use]
    pub fn any<H: Handler<T, S>, T: 'static>(mut self, handler: H) -> Self {
        let place = Place::caller();
        self.mistakes.extend(foreign_extractors::<H, T, S>(place));
        match &self.any {
            Some((_, first)) => self.mistakes.push(duplicate_handler("any method", *first, place)),
            None => self.any = Some((erase(handler), place)),
        }
        self
    }

    fn add(mut self, entry: MethodEntry<S>) -> Self {
        match self.handlers.iter().find(|first| first.method == entry.method) {
            Some(first) => {
                let mistake = duplicate_handler(entry.method.as_str(), first.place, entry.place);
                self.mistakes.push(mistake);
            }
            None => self.handlers.push(entry),
        }
        self
    }

    /// Wraps this path in a tower layer, including its automatic responses to HEAD, OPTIONS and
    /// other methods. A later layer is outside an earlier one.
    #[must_use]
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

    /// Merges the handlers of `other`, which another call registered for the same path. Returns
    /// `other` if either has layers, so that they cannot be merged.
    pub(super) fn merge(&mut self, other: Self) -> Option<Self> {
        if !self.layers.is_empty() || !other.layers.is_empty() {
            return Some(other);
        }
        let mut own = std::mem::replace(self, Self::new());
        own.mistakes.extend(other.mistakes);
        for entry in other.handlers {
            own = own.add(entry);
        }
        match (&own.any, other.any) {
            (Some((_, first)), Some((_, second))) => own.mistakes.push(duplicate_handler("any method", *first, second)),
            (None, Some(any)) => own.any = Some(any),
            (_, None) => {}
        }
        *self = own;
        None
    }

    /// Sets the place of the handlers, for those that were not registered where they are written.
    pub(crate) fn with_place(mut self, place: Place) -> Self {
        for entry in &mut self.handlers {
            entry.place = place;
        }
        if let Some((_, any_place)) = &mut self.any {
            *any_place = place;
        }
        self
    }

    /// Returns the place of the handler for POST, if there is one.
    pub(super) fn post_place(&self) -> Option<Place> {
        let post = self.handlers.iter().find(|entry| entry.method == Method::POST);
        post.map(|entry| entry.place)
    }

    pub(super) fn take_mistakes(&mut self) -> Vec<Mistake> {
        std::mem::take(&mut self.mistakes)
    }

    /// Returns the methods that have a handler, sorted. `*` stands for any method.
    pub(super) fn names(&self) -> Vec<String> {
        let own = self.handlers.iter().map(|entry| entry.method.as_str());
        let mut names: Vec<_> = own.chain(self.any.as_ref().map(|_| "*")).map(str::to_owned).collect();
        names.sort();
        names
    }

    /// Returns the methods for `Allow`: those with a handler, and the automatic ones.
    fn allowed(&self, has_post: bool) -> Vec<String> {
        let mut names = self.names();
        names.push("OPTIONS".to_owned());
        names.extend(has_post.then(|| "POST".to_owned()));
        if names.iter().any(|name| name == "GET") {
            names.push("HEAD".to_owned());
        }
        names.sort();
        names.dedup();
        names
    }

    /// Applies the router's default to each GET that no other router has settled yet.
    pub(super) fn settle_caching(&mut self, static_by_default: bool) {
        for entry in &mut self.handlers {
            entry.options.settle(static_by_default);
        }
    }

    /// Returns how responses to GET are cached, or `None` if there is no handler for GET.
    pub(super) fn caching(&self) -> Option<Caching> {
        let get = self.handlers.iter().find(|entry| entry.method == Method::GET);
        let any = self.any.as_ref().map(|_| Caching::Dynamic);
        get.map(|entry| entry.options.caching()).or(any)
    }

    /// Returns the tags of the GET, if its responses are cached.
    pub(super) fn tags(&self) -> impl Iterator<Item = String> {
        let cached = |entry: &&MethodEntry<S>| entry.options.caching() != Caching::Dynamic;
        let cached = self.handlers.iter().filter(cached);
        cached.flat_map(|entry| entry.options.tags.clone())
    }

    /// Wraps the cache around the handlers whose responses are cached, inside all layers. Returns
    /// the GET if it can be prerendered.
    pub(super) fn add_cache(&mut self, pattern: &str, state: &Arc<S>) -> Option<Arc<dyn Prerender>> {
        let mut prerender = None;
        for entry in &mut self.handlers {
            if entry.options.caching() != Caching::Dynamic {
                let policy = CachePolicy::new(&entry.options, pattern);
                let cached = CachedHandler::new(Arc::clone(&entry.handler), policy);
                prerender = cached.prerender(state);
                entry.handler = Arc::new(cached);
            }
        }
        prerender
    }

    /// Builds the path's service: dispatch by method, inside this path's own layers. `has_post` is
    /// `true` if something else serves POST.
    pub(super) fn into_route(self, state: Arc<S>, has_post: bool) -> Route {
        let allow = HeaderValue::try_from(self.allowed(has_post).join(", "));
        // Method names are tokens (RFC 9110, section 9.1), so they are always a valid header value.
        let allow = allow.unwrap_or_else(|_| HeaderValue::from_static(""));
        let handlers = self.handlers.into_iter().map(|entry| (entry.method, entry.handler));
        let any = self.any.map(|(handler, _)| handler);
        let dispatch = MethodDispatch::new(state, handlers.collect(), any, allow);
        self.layers
            .iter()
            .fold(Route::new(dispatch), |route, layer| layer.wrap(route))
    }
}

/// Returns the mistakes in a handler's arguments.
fn foreign_extractors<H: Handler<T, S>, T, S>(place: Place) -> impl Iterator<Item = Mistake> {
    H::argument_types().into_iter().filter_map(move |argument| {
        let replacement = replacement(argument)?;
        let what = format!("a handler reads `{argument}`, which works only in axum's own router");
        Some(Mistake::new(what, [place], format!("use {replacement}")))
    })
}

fn duplicate_handler(method: &str, first: Place, second: Place) -> Mistake {
    Mistake::new(
        format!("{method} has two handlers on one path"),
        [first, second],
        "remove one of the two, or give it a path of its own",
    )
}

impl<S> fmt::Debug for Methods<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let methods = self.handlers.iter().map(|entry| &entry.method);
        f.debug_struct("Methods")
            .field("methods", &methods.collect::<Vec<_>>())
            .field("any", &self.any.is_some())
            .finish_non_exhaustive()
    }
}
