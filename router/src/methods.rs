//! What a path answers: handlers by method.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use http::{HeaderValue, Method};
use tower_layer::Layer;
use tower_service::Service;

use axum_core::BoxError;
use axum_core::extract::Request;
use axum_core::response::IntoResponse;

use crate::cache::{Ahead, Caching, Keeper, Plan, Policy};
use crate::endpoint::{Endpoint, Erased, erase};
use crate::handler::Handler;
use crate::mistake::{Mistake, Place};
use crate::route::{Route, RouteLayer};

/// The handlers of one path, by method.
///
/// Made by [`get`], [`post`] and the other functions of this module, and chained: `get(list).post(create)`. HEAD is answered
/// from GET, OPTIONS with 204 and `Allow`, other methods with 405 and `Allow`, unless they have a handler of their own.
pub struct Methods<S> {
    handlers: Vec<Entry<S>>,
    any: Option<(Arc<dyn Erased<S>>, Place)>,
    layers: Vec<RouteLayer>,
    mistakes: Vec<Mistake>,
}

struct Entry<S> {
    method: Method,
    handler: Arc<dyn Erased<S>>,
    place: Place,
    /// How its answers are kept, if it is a GET of `get`.
    policy: Policy,
}

/// A GET handler that still knows its types; [`Get::post`] and the like make it [`Methods`].
///
/// **A handler without arguments can't read the request, so it is static**: run once, and kept until it is
/// [revalidated](crate::Revalidate). One that reads a clock, a global or a task-local needs [`dynamic`](Self::dynamic). With
/// arguments it is dynamic, unless its builder says how its answers are kept: [`cached`](Self::cached),
/// [`revalidate`](Self::revalidate) and so on. See the [crate's documentation](crate#kept-answers) for what that means.
#[must_use = "a handler does nothing until a router takes it"]
pub struct Get<H, T, S> {
    handler: H,
    place: Place,
    pub(crate) policy: Policy,
    types: PhantomData<fn() -> (T, S)>,
}

/// Answers GET, and HEAD with the same headers. Without arguments it is static; see [`Get`].
#[track_caller]
pub fn get<H: Handler<T, S>, T: 'static, S: Send + Sync + 'static>(handler: H) -> Get<H, T, S> {
    Get {
        handler,
        place: Place::caller(),
        policy: Policy::of_type(H::READS_NOTHING),
        types: PhantomData,
    }
}

/// Answers one method, of any name: `on(Method::from_bytes(b"PURGE")?, purge)`.
#[track_caller]
pub fn on<H: Handler<T, S>, T: 'static, S: Send + Sync + 'static>(method: Method, handler: H) -> Methods<S> {
    Methods::new().on(method, handler)
}

/// Answers every method that has no handler of its own, OPTIONS and HEAD included.
#[track_caller]
pub fn any<H: Handler<T, S>, T: 'static, S: Send + Sync + 'static>(handler: H) -> Methods<S> {
    Methods::new().any(handler)
}

macro_rules! verbs {
    ($($(#[$doc:meta])* $name:ident $method:ident;)*) => {
        $(
            $(#[$doc])*
            #[track_caller]
            pub fn $name<H: Handler<T, S>, T: 'static, S: Send + Sync + 'static>(handler: H) -> Methods<S> {
                Methods::new().on(Method::$method, handler)
            }
        )*

        impl<S: Send + Sync + 'static> Methods<S> {
            /// Also answers GET, and HEAD with the same headers. Without arguments it is static; see [`Get`].
            #[track_caller]
            #[must_use]
            pub fn get<H: Handler<T, S>, T: 'static>(self, handler: H) -> Self {
                self.take(get(handler))
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
    /// Answers POST.
    post POST;
    /// Answers PUT.
    put PUT;
    /// Answers PATCH.
    patch PATCH;
    /// Answers DELETE.
    delete DELETE;
    /// Answers HEAD, in place of the automatic answer from GET. No body is sent.
    head HEAD;
    /// Answers OPTIONS, in place of the automatic answer.
    options OPTIONS;
}

impl<H: Handler<T, S>, T: 'static, S: Send + Sync + 'static> Get<H, T, S> {
    /// Also answers one more method, of any name.
    #[track_caller]
    pub fn on<H2: Handler<T2, S>, T2: 'static>(self, method: Method, handler: H2) -> Methods<S> {
        Methods::from(self).on(method, handler)
    }

    /// Also answers every other method.
    #[track_caller]
    pub fn any<H2: Handler<T2, S>, T2: 'static>(self, handler: H2) -> Methods<S> {
        Methods::from(self).any(handler)
    }

    /// Wraps all of this path; see [`Methods::layer`].
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
        Methods::new().take(get)
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

    /// Also answers one more method, of any name.
    #[track_caller]
    #[must_use]
    pub fn on<H: Handler<T, S>, T: 'static>(self, method: Method, handler: H) -> Self {
        self.add(Entry {
            method,
            handler: erase(handler),
            place: Place::caller(),
            policy: Policy {
                dynamic: true,
                ..Policy::default()
            },
        })
    }

    fn take<H: Handler<T, S>, T: 'static>(mut self, get: Get<H, T, S>) -> Self {
        self.mistakes.extend(get.policy.mistakes(get.place));
        self.add(Entry {
            method: Method::GET,
            handler: erase(get.handler),
            place: get.place,
            policy: get.policy,
        })
    }

    /// Also answers every method that has no handler of its own, OPTIONS and HEAD included.
    #[track_caller]
    #[must_use]
    pub fn any<H: Handler<T, S>, T: 'static>(mut self, handler: H) -> Self {
        let place = Place::caller();
        match &self.any {
            Some((_, first)) => self.mistakes.push(twice("any method", *first, place)),
            None => self.any = Some((erase(handler), place)),
        }
        self
    }

    fn add(mut self, entry: Entry<S>) -> Self {
        match self.handlers.iter().find(|first| first.method == entry.method) {
            Some(first) => self
                .mistakes
                .push(twice(entry.method.as_str(), first.place, entry.place)),
            None => self.handlers.push(entry),
        }
        self
    }

    /// Wraps all of this path in a tower layer, automatic answers included. A later layer is outside an earlier one.
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

    /// Takes the handlers of `other`, which another call registered for the same path; none when layers keep them apart.
    pub(crate) fn absorb(&mut self, other: Self) -> Option<Self> {
        if !self.layers.is_empty() || !other.layers.is_empty() {
            return Some(other);
        }
        let mut own = std::mem::replace(self, Self::new());
        own.mistakes.extend(other.mistakes);
        for entry in other.handlers {
            own = own.add(entry);
        }
        match (&own.any, other.any) {
            (Some((_, first)), Some((_, second))) => own.mistakes.push(twice("any method", *first, second)),
            (None, Some(any)) => own.any = Some(any),
            (_, None) => {}
        }
        *self = own;
        None
    }

    /// Says that the handlers stand at a place, and not where they were given to us.
    pub(crate) fn placed(mut self, place: Place) -> Self {
        for entry in &mut self.handlers {
            entry.place = place;
        }
        if let Some((_, at)) = &mut self.any {
            *at = place;
        }
        self
    }

    pub(crate) fn take_mistakes(&mut self) -> Vec<Mistake> {
        std::mem::take(&mut self.mistakes)
    }

    /// The methods with a handler of their own, sorted; `*` for any.
    pub(crate) fn names(&self) -> Vec<String> {
        let own = self.handlers.iter().map(|entry| entry.method.as_str());
        let mut names: Vec<_> = own.chain(self.any.as_ref().map(|_| "*")).map(str::to_owned).collect();
        names.sort();
        names
    }

    /// What `Allow` lists: those, and the automatic ones.
    fn allowed(&self) -> Vec<String> {
        let mut names = self.names();
        names.push("OPTIONS".to_owned());
        if names.iter().any(|name| name == "GET") {
            names.push("HEAD".to_owned());
        }
        names.sort();
        names.dedup();
        names
    }

    /// Keeps no answers but those that a builder asks to be kept.
    pub(crate) fn dynamic_by_default(&mut self) {
        for entry in &mut self.handlers {
            entry.policy.dynamic_by_default();
        }
    }

    /// How GET is answered; none when it is not.
    pub(crate) fn caching(&self) -> Option<Caching> {
        let get = self.handlers.iter().find(|entry| entry.method == Method::GET);
        let any = self.any.as_ref().map(|_| Caching::Dynamic);
        get.map(|entry| entry.policy.caching()).or(any)
    }

    /// Puts the cache around the handlers whose answers are kept, inside all layers; what can run before anyone asks comes back.
    pub(crate) fn keep(&mut self, pattern: &str, state: &Arc<S>) -> Option<Arc<dyn Ahead>> {
        let mut ahead = None;
        for entry in &mut self.handlers {
            if entry.policy.caching() != Caching::Dynamic {
                let keeper = Keeper::new(Arc::clone(&entry.handler), Plan::new(&entry.policy, pattern));
                ahead = keeper.ahead(state);
                entry.handler = Arc::new(keeper);
            }
        }
        ahead
    }

    /// The path's service: dispatch by method, with this path's own layers around it.
    pub(crate) fn into_route(self, state: Arc<S>) -> Route {
        let allow = HeaderValue::try_from(self.allowed().join(", "));
        let endpoint = Endpoint {
            state,
            // Names of methods are tokens (RFC 9110 section 9.1), so they always fit a header.
            allow: allow.unwrap_or_else(|_| HeaderValue::from_static("")),
            handlers: self
                .handlers
                .into_iter()
                .map(|entry| (entry.method, entry.handler))
                .collect(),
            any: self.any.map(|(handler, _)| handler),
        };
        self.layers
            .iter()
            .fold(Route::new(endpoint), |route, layer| layer.wrap(route))
    }
}

fn twice(method: &str, first: Place, second: Place) -> Mistake {
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

impl<H, T, S> fmt::Debug for Get<H, T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Get")
            .field("place", &self.place)
            .finish_non_exhaustive()
    }
}
