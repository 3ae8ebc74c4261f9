//! A desk under construction: its parts, and what they are before anything is set.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use frontdesk_actions::__desk::{ActionLayer, Fragments, IdentityFn, LoginSettings, Registered, States};
use frontdesk_actions::guard::Guard;
use frontdesk_actions::keys::Keys;
use frontdesk_actions::{Limits, MemoryStore, StateStore};
use frontdesk_router::__desk::{ErrorMap, ProblemPages, RouteLayer};
use frontdesk_router::{CacheStore, Mistake, Place, Route, Router, Runtime};

mod build;
mod forms;
mod logins;
mod options;
mod origins;
mod problems;
mod routing;
#[cfg(feature = "words")]
mod words;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Builds a [`Desk`](crate::Desk): what it serves, and its policy.
///
/// Only [`build`](DeskBuilder::build) fails. It reports the mistakes of all calls at once, each
/// with the line that caused it.
///
/// ```
/// use std::time::Duration;
///
/// use frontdesk::{Desk, Limits, Router, get, server_action};
///
/// #[server_action]
/// async fn subscribe(email: String) {}
///
/// # fn main() -> Result<(), frontdesk::BuildError> {
/// let desk = Desk::builder(())
///     .routes(Router::new().route("/health", get(async || "ok")))
///     .action::<Subscribe>()
///     .origin("https://app.example")
///     .limits(Limits::default().with_body(64 * 1024))
///     .form_lifetime(Duration::from_secs(60 * 60))
///     .build()?;
/// # let _ = desk;
/// # Ok(())
/// # }
/// ```
#[must_use = "a desk under construction does nothing until it is built"]
pub struct DeskBuilder<S> {
    state: Arc<S>,
    router: Router<S>,
    states: States,
    registered: Vec<Registered>,
    action_layers: Vec<ActionLayer>,
    layers: Vec<RouteLayer>,
    fallback: Option<Route>,
    error_map: ErrorMap,
    problem_pages: ProblemPages,
    problem_page_place: Option<Place>,
    problem_body_place: Option<Place>,
    base: String,
    app_name: String,
    guard: Guard,
    keys: Option<Keys>,
    store: Arc<dyn StateStore>,
    limits: Limits,
    cache: Option<Arc<dyn CacheStore>>,
    form_lifetime: Duration,
    form_state_lifetime: Duration,
    identity: Option<IdentityFn>,
    login: LoginSettings,
    fragments: Fragments,
    runtime: Option<Arc<dyn Runtime>>,
    exposes_route: bool,
    #[cfg(feature = "script")]
    build_id: Option<String>,
    #[cfg(feature = "words")]
    words: Option<Box<dyn frontdesk_router::Words>>,
    #[cfg(feature = "words")]
    language: Option<frontdesk_router::__desk::LanguageFn>,
    mistakes: Vec<Mistake>,
}

impl<S: Send + Sync + 'static> DeskBuilder<S> {
    pub(crate) fn new(state: S) -> Self {
        let state = Arc::new(state);
        Self {
            states: States::new().with(Arc::clone(&state)),
            state,
            router: Router::new(),
            registered: Vec::new(),
            action_layers: Vec::new(),
            layers: Vec::new(),
            fallback: None,
            error_map: ErrorMap::default(),
            problem_pages: ProblemPages::default(),
            problem_page_place: None,
            problem_body_place: None,
            base: String::new(),
            app_name: "frontdesk".to_owned(),
            guard: Guard::default(),
            keys: None,
            store: Arc::new(MemoryStore::default()),
            limits: Limits::default(),
            cache: default_cache(),
            form_lifetime: DAY,
            form_state_lifetime: Duration::from_secs(120),
            identity: None,
            login: LoginSettings::default(),
            fragments: Fragments::default(),
            runtime: default_runtime(),
            exposes_route: false,
            #[cfg(feature = "script")]
            build_id: None,
            #[cfg(feature = "words")]
            words: None,
            #[cfg(feature = "words")]
            language: None,
            mistakes: Vec::new(),
        }
    }

    #[track_caller]
    fn mistake(&mut self, what: impl Into<String>, help: impl Into<String>) {
        self.mistakes.push(Mistake::new(what, [Place::caller()], help));
    }
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
            .field("actions", &self.registered)
            .finish_non_exhaustive()
    }
}
