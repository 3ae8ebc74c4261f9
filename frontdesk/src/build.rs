//! A desk under construction.

use std::env::VarError;
use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use axum_core::BoxError;
use axum_core::extract::{FromRef, Request};
use axum_core::response::IntoResponse;
use frontdesk_actions::__desk::{Config, Endpoint, Fragments, IdentityFn, Registration, States};
use frontdesk_actions::guard::{Guard, Origin};
use frontdesk_actions::keys::{Keys, Sealer};
use frontdesk_actions::{Action, Limits, MemoryStore, StateStore};
use frontdesk_router::{
    BuildError, Cache, CacheStore, ErrorMap, Handler, Mistake, Place, Problem, Route, RouteLayer, Router, Routes,
    Runtime, Shared, handler_route,
};
use tower_layer::Layer;
use tower_service::Service;

use crate::desk::{Desk, Front};

mod forms;

/// The environment variable that holds the keys.
const KEY_VARIABLE: &str = "FRONTDESK_KEY";

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A desk under construction. Nothing fails before [`build`](DeskBuilder::build), which reports every mistake at once.
#[must_use = "a desk under construction does nothing until it is built"]
pub struct DeskBuilder<S> {
    state: Arc<S>,
    router: Router<S>,
    states: States,
    registrations: Vec<Registration>,
    layers: Vec<RouteLayer>,
    fallback: Option<Route>,
    error_map: ErrorMap,
    base: String,
    app_name: String,
    guard: Guard,
    keys: Option<Keys>,
    store: Arc<dyn StateStore>,
    limits: Limits,
    cache: Option<Arc<dyn CacheStore>>,
    form_lifetime: Duration,
    identity: Option<IdentityFn>,
    fragments: Fragments,
    runtime: Option<Arc<dyn Runtime>>,
    mistakes: Vec<Mistake>,
}

impl<S: Send + Sync + 'static> DeskBuilder<S> {
    pub(crate) fn new(state: S) -> Self {
        let state = Arc::new(state);
        Self {
            states: States::new().with(Arc::clone(&state)),
            state,
            router: Router::new(),
            registrations: Vec::new(),
            layers: Vec::new(),
            fallback: None,
            error_map: ErrorMap::default(),
            base: String::new(),
            app_name: "frontdesk".to_owned(),
            guard: Guard::default(),
            keys: None,
            store: Arc::new(MemoryStore::default()),
            limits: Limits::default(),
            cache: default_cache(),
            form_lifetime: DAY,
            identity: None,
            fragments: Fragments::default(),
            runtime: default_runtime(),
            mistakes: Vec::new(),
        }
    }

    /// Adds routes and pages. Several calls add up.
    pub fn routes(mut self, router: Router<S>) -> Self {
        self.router = self.router.merge(router);
        self
    }

    /// Takes every action that is linked into the program.
    ///
    /// A library crate that nothing refers to is not linked, and its actions are missing without a word; the boot table
    /// ([`Desk::table`]) shows what is there. Naming one action of it with [`action`](Self::action) links the crate.
    pub fn linked_actions(mut self) -> Self {
        self.registrations.extend(Registration::linked());
        self
    }

    /// Takes one action.
    pub fn action<A: Action>(mut self) -> Self {
        self.registrations.push(A::registration());
        self
    }

    /// Says that `T` is a part of the desk's state, so that actions which read `T` alone run here. The part is made once, now.
    pub fn substate<T: FromRef<S> + Send + Sync + 'static>(mut self) -> Self {
        let part = Arc::new(T::from_ref(&self.state));
        self.states = self.states.with(part);
        self
    }

    /// Wraps all of the desk in a tower layer: routes, pages, actions and misses. A later layer is outside an earlier one.
    ///
    /// The layer sees a request before it is matched, so what it leaves in the request (a session, say) reaches actions too.
    ///
    /// ```
    /// use frontdesk::Desk;
    /// use tower_http::compression::CompressionLayer;
    ///
    /// let desk = Desk::builder(()).layer(CompressionLayer::new());
    /// # let _ = desk;
    /// ```
    ///
    #[cfg_attr(
        doc,
        doc = "Which layers fit, in what order, and what becomes of their errors: [`docs::layers`](crate::docs::layers)."
    )]
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

    /// Answers what no route matches, in place of the 404 `not-found`.
    pub fn fallback<H: Handler<T, S>, T: 'static>(mut self, handler: H) -> Self {
        self.fallback = Some(handler_route(handler, Arc::clone(&self.state)));
        self
    }

    /// Maps errors of type `E`, wherever `?` turned them into a problem, to the problem that the client gets. What is mapped to
    /// `None` stays a masked 500, with its whole story in the log; a mapping that knows every error may give a [`Problem`] alone.
    ///
    /// ```
    /// # use frontdesk::{Desk, Problem};
    /// # use std::io;
    /// let desk = Desk::builder(()).map_error(|error: &io::Error| match error.kind() {
    ///     io::ErrorKind::NotFound => Some(Problem::not_found()),
    ///     _ => None,
    /// });
    /// # let _ = desk;
    /// ```
    pub fn map_error<E: Error + 'static, P: Into<Option<Problem>>>(
        mut self,
        map: impl Fn(&E) -> P + Send + Sync + 'static,
    ) -> Self {
        self.error_map.add(map);
        self
    }

    /// Says below which path the host mounts the desk: `/app`. Forms and ways back carry it; redirects are written out whole.
    #[track_caller]
    pub fn base(mut self, path: impl Into<String>) -> Self {
        let path = path.into();
        let good = path.is_empty()
            || (frontdesk_router::is_local_path(&path) && !path.ends_with('/') && !path.contains(['?', '#']));
        if good {
            self.base = path;
        } else {
            let what = format!("`{path}` is no base path");
            self.mistake(
                what,
                "write the path as the host mounts it: `/app`, with no `/` at its end, or `` for none",
            );
        }
        self
    }

    /// Names an origin at which the app is reached: `https://app.example`. Several calls add up. Set it in production: the guard
    /// then compares with it every `Origin` that names one, whatever `Host` and `Sec-Fetch-Site` say. So a name of somebody
    /// else's that leads to this server (DNS rebinding) calls no action.
    #[track_caller]
    pub fn origin(mut self, origin: &str) -> Self {
        match self.parse(origin) {
            Some(origin) => self.guard = self.guard.origin(origin),
            None => return self,
        }
        self
    }

    /// Names another origin whose pages may call actions: `https://shop.example`. Several calls add up.
    #[track_caller]
    pub fn trust_origin(mut self, origin: &str) -> Self {
        match self.parse(origin) {
            Some(origin) => self.guard = self.guard.trusted_origin(origin),
            None => return self,
        }
        self
    }

    /// Believes `X-Forwarded-Host` and `X-Forwarded-Proto`. Only behind a proxy that sets them itself on every request: anyone
    /// else can send them too.
    pub fn trust_proxy(mut self) -> Self {
        self.guard = self.guard.trust_proxy(true);
        self
    }

    /// Lets clients that are no browsers call actions: those that send neither `Sec-Fetch-Site` nor `Origin`. Public callers
    /// are better served by a route handler.
    pub fn allow_non_browser(mut self) -> Self {
        self.guard = self.guard.allow_non_browser(true);
        self
    }

    /// Seals with these keys, in place of those in the environment variable `FRONTDESK_KEY`.
    pub fn keys(mut self, keys: Keys) -> Self {
        self.keys = Some(keys);
        self
    }

    /// Names the app, so that what it seals is of no use to another app with the same keys. Default: `frontdesk`.
    pub fn app_name(mut self, name: impl Into<String>) -> Self {
        self.app_name = name.into();
        self
    }

    /// Keeps large form state here, and what forms were sent that may be sent once, in place of this process's memory (16 MiB).
    pub fn state_store(mut self, store: impl StateStore) -> Self {
        self.store = Arc::new(store);
        self
    }

    /// Keeps the answers of GETs here, in place of this process's memory.
    pub fn cache_store(mut self, store: impl CacheStore) -> Self {
        self.cache = Some(Arc::new(store));
        self
    }

    /// Keeps up to so many bytes of answers in this process's memory. Default: 64 MiB.
    #[cfg(feature = "cache")]
    pub fn cache_capacity(self, bytes: u64) -> Self {
        self.cache_store(frontdesk_router::MemoryCache::new(bytes))
    }

    /// Bounds what a call of an action may bring, unless the action has a bound of its own.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Runs on this runtime. Default, with the feature `tokio`: `TokioRuntime`.
    pub fn runtime(mut self, runtime: impl Runtime) -> Self {
        self.runtime = Some(Arc::new(runtime));
        self
    }

    /// The keys to seal with: given, else those of the environment, else new ones that end with the process.
    #[track_caller]
    fn find_keys(&mut self, runtime: Option<&dyn Runtime>) -> Option<Keys> {
        if let Some(keys) = self.keys.take() {
            return Some(keys);
        }
        match std::env::var(KEY_VARIABLE) {
            Ok(list) => match Keys::parse(&list) {
                Ok(keys) => return Some(keys),
                Err(error) => {
                    self.mistake(
                        format!("{KEY_VARIABLE}: {error}"),
                        "make a key with `openssl rand -base64 32`",
                    );
                    return None;
                }
            },
            Err(VarError::NotUnicode(_)) => {
                self.mistake(
                    format!("{KEY_VARIABLE} is not text"),
                    "make a key with `openssl rand -base64 32`",
                );
                return None;
            }
            Err(VarError::NotPresent) => {}
        }
        if self.store.is_shared() {
            let what = "the state store is shared with other instances, and there is no key to share";
            self.mistake(
                what,
                format!("set {KEY_VARIABLE} for all instances (`openssl rand -base64 32`), or call `.keys(…)`"),
            );
            return None;
        }
        let mut bytes = [0; 32];
        runtime?.random(&mut bytes);
        tracing::warn!(
            "no {KEY_VARIABLE}: sealing with a random key, so forms that are open now must be sent again after a restart"
        );
        Keys::from_bytes(&bytes).ok()
    }

    #[track_caller]
    fn mistake(&mut self, what: impl Into<String>, help: impl Into<String>) {
        self.mistakes.push(Mistake::new(what, [Place::caller()], help));
    }

    #[track_caller]
    fn parse(&mut self, origin: &str) -> Option<Origin> {
        match origin.parse() {
            Ok(origin) => Some(origin),
            Err(error) => {
                self.mistake(
                    format!("`{origin}` is no origin: {error}"),
                    "write `https://host` or `https://host:port`, with nothing behind",
                );
                None
            }
        }
    }

    /// Finishes the desk.
    ///
    /// # Errors
    ///
    /// Every mistake in it, each with its places and the help.
    #[track_caller]
    pub fn build(mut self) -> Result<Desk, BuildError> {
        let runtime = self.runtime.take();
        if runtime.is_none() {
            self.mistake(
                "the desk has no runtime",
                "turn on the feature `tokio`, or give it one with `.runtime(…)`",
            );
        }
        let keys = self.find_keys(runtime.as_deref());
        let (routes, wrong_routes) = Routes::build(self.router, &self.state);
        self.mistakes.extend(wrong_routes);
        let (Some(runtime), Some(keys)) = (runtime, keys) else {
            // All mistakes come at once, so the actions are looked at, though they can't be built without keys.
            self.mistakes.extend(Endpoint::check(
                self.registrations,
                &self.states,
                self.identity.as_ref(),
                &self.fragments,
            ));
            return Err(BuildError::new(self.mistakes));
        };
        let config = Config {
            guard: self.guard,
            sealer: Sealer::new(&keys, &self.app_name),
            store: self.store,
            limits: self.limits,
            form_lifetime: self.form_lifetime,
            identity: self.identity,
        };
        let (actions, wrong_actions) = Endpoint::build(self.registrations, &self.states, config, self.fragments);
        self.mistakes.extend(wrong_actions);
        if !self.mistakes.is_empty() {
            return Err(BuildError::new(self.mistakes));
        }
        let pages = Arc::clone(actions.actions());
        let mut shared = Shared::new(runtime, self.error_map, self.base).with(pages);
        if let Some(store) = self.cache {
            shared = shared.with(Cache::new(store));
        }
        let fallback = self.fallback.unwrap_or_else(|| handler_route(not_found, Arc::new(())));
        Ok(Desk::new(
            Front {
                shared: Arc::new(shared),
                routes,
                actions,
                fallback,
            },
            &self.layers,
        ))
    }
}

async fn not_found() -> Problem {
    Problem::not_found()
}

fn default_cache() -> Option<Arc<dyn CacheStore>> {
    #[cfg(feature = "cache")]
    return Some(Arc::new(frontdesk_router::MemoryCache::default()));
    #[cfg(not(feature = "cache"))]
    None
}

fn default_runtime() -> Option<Arc<dyn Runtime>> {
    #[cfg(feature = "tokio")]
    return Some(Arc::new(frontdesk_router::TokioRuntime::new()));
    #[cfg(not(feature = "tokio"))]
    None
}

impl<S> fmt::Debug for DeskBuilder<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeskBuilder")
            .field("router", &self.router)
            .field("actions", &self.registrations)
            .finish_non_exhaustive()
    }
}
