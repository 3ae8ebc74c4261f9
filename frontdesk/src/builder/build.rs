//! From the builder's parts to a finished desk, or to all mistakes in it.

use std::env::VarError;
use std::sync::Arc;

use frontdesk_actions::__desk::{Actions, Config, Endpoint, PageHead, Registered, flash_parts};
use frontdesk_actions::keys::{Keys, Sealer};
#[cfg(feature = "words")]
use frontdesk_router::__desk::Catalogue;
use frontdesk_router::__desk::{Cache, HttpsCheck, LoginRedirect, Routes, Shared, problem_route};
use frontdesk_router::{BuildError, Problem, Runtime};

use super::DeskBuilder;
#[cfg(feature = "script")]
use crate::boot_table::BootTable;
use crate::desk::Desk;
use crate::dispatcher::Dispatcher;
use crate::languages::Languages;
use crate::route_names::RouteNames;
#[cfg(feature = "script")]
use crate::script::{BuildId, Script};

/// The environment variable that holds the keys.
const KEY_VARIABLE: &str = "FRONTDESK_KEY";

const MAKE_A_KEY: &str = "make a key with `openssl rand -base64 32`";

impl<S: Send + Sync + 'static> DeskBuilder<S> {
    /// Finishes the desk.
    ///
    /// Without [`keys`](Self::keys) and without the environment variable `FRONTDESK_KEY`, it seals
    /// with a random key, and the log warns that forms which are open now must be sent again after
    /// a restart. One line of the log, at INFO, lists the GETs whose responses are cached.
    ///
    /// # Errors
    ///
    /// Returns every mistake in the desk, each with its places in the source and what fixes it.
    ///
    /// ```
    /// use frontdesk::{Desk, Router, get};
    ///
    /// let routes = Router::new().route("/users/{id}", get(async || "a")).route("/users/{name}", get(async || "b"));
    /// let error = Desk::builder(()).routes(routes).base("app").build().unwrap_err();
    /// assert_eq!(error.mistakes().len(), 2);
    /// println!("{error}");
    /// ```
    #[track_caller]
    pub fn build(mut self) -> Result<Desk, BuildError> {
        let runtime = self.take_runtime();
        let keys = self.find_keys(runtime.as_deref());
        let languages = self.take_languages();
        let attached = self.router.take_attached();
        self.registered
            .extend(attached.into_iter().filter_map(Registered::from_router));
        let (Some(runtime), Some(keys)) = (runtime, keys) else {
            return Err(self.check());
        };
        let config = Config {
            guard: self.guard,
            sealer: Sealer::new(&keys, &self.app_name),
            store: self.store,
            limits: self.limits,
            form_lifetime: self.form_lifetime,
            form_state_lifetime: self.form_state_lifetime,
            identity: self.identity,
            login: self.login,
            layers: self.action_layers,
        };
        let (actions, wrong_actions) = Endpoint::build(self.registered, &self.states, config, self.fragments);
        let (routes, wrong_routes) = Routes::build(self.router, actions.post_routes(), &self.state, &self.base);
        self.mistakes.extend(wrong_routes.into_iter().chain(wrong_actions));
        if !self.mistakes.is_empty() {
            return Err(BuildError::new(self.mistakes));
        }
        let routes = Arc::new(routes);
        let shared = Shared::new(runtime, self.error_map, self.base);
        let mut shared = with_parts(shared, &routes, actions.actions());
        shared = languages.add_to(shared);
        let has_problem_pages = !self.problem_pages.is_empty();
        if has_problem_pages {
            shared = shared.with(self.problem_pages);
        }
        #[cfg(feature = "script")]
        let (mut shared, script) = with_script(shared, self.build_id.as_deref(), &routes, actions.actions());
        if let Some(store) = self.cache {
            shared = shared.with(Cache::for_names(store, Arc::clone(&routes) as _));
        }
        let dispatcher = Dispatcher {
            shared: Arc::new(shared),
            routes,
            layered_actions: actions.layered_routes(),
            is_plain: !self.exposes_route
                && !has_problem_pages
                && !actions.actions().identifies_clients()
                && languages.is_none(),
            languages,
            has_problem_pages,
            actions,
            exposes_route: self.exposes_route,
            #[cfg(feature = "script")]
            script,
            fallback: self.fallback.unwrap_or_else(|| problem_route(Problem::not_found())),
        };
        let desk = Desk::new(dispatcher, &self.layers);
        desk.table().log_cached();
        Ok(desk)
    }

    /// Takes the runtime. Without one, that is a mistake.
    #[track_caller]
    fn take_runtime(&mut self) -> Option<Arc<dyn Runtime>> {
        let runtime = self.runtime.take();
        if runtime.is_none() {
            self.mistake(
                "the desk has no runtime",
                "turn on the feature `tokio`, or set one with `.runtime(…)`",
            );
        }
        runtime
    }

    /// Takes the catalogue, if there is one.
    fn take_languages(&mut self) -> Languages {
        Languages {
            #[cfg(feature = "words")]
            catalogue: self
                .words
                .take()
                .map(|words| Catalogue::new(words, self.language.take())),
        }
    }

    /// Returns all mistakes of a desk that can't be built, because it has no keys or no runtime.
    fn check(mut self) -> BuildError {
        let identity = self.identity.as_ref();
        let (posts, wrong_actions) = Endpoint::check(self.registered, &self.states, identity, &self.fragments);
        let (_, wrong_routes) = Routes::build(self.router, posts, &self.state, &self.base);
        self.mistakes.extend(wrong_routes.into_iter().chain(wrong_actions));
        BuildError::new(self.mistakes)
    }

    /// Returns the keys to seal with: those that were set, else those of the environment, else a
    /// random one. Returns `None` after it has recorded a mistake, and if there is no runtime to
    /// make a random key.
    #[track_caller]
    fn find_keys(&mut self, runtime: Option<&dyn Runtime>) -> Option<Keys> {
        if let Some(keys) = self.keys.take() {
            return Some(keys);
        }
        match std::env::var(KEY_VARIABLE) {
            Ok(list) => return self.parse_keys(&list),
            Err(VarError::NotUnicode(_)) => {
                self.mistake(format!("{KEY_VARIABLE} is not text"), MAKE_A_KEY);
                return None;
            }
            Err(VarError::NotPresent) => {}
        }
        if self.store.is_shared() {
            self.mistake(
                "the state store is shared with other instances, and there is no key to share",
                format!("set {KEY_VARIABLE} for all instances (`openssl rand -base64 32`), or call `.keys(…)`"),
            );
            return None;
        }
        random_keys(runtime?)
    }

    #[track_caller]
    fn parse_keys(&mut self, list: &str) -> Option<Keys> {
        match Keys::parse(list) {
            Ok(keys) => Some(keys),
            Err(error) => {
                self.mistake(format!("{KEY_VARIABLE}: {error}"), MAKE_A_KEY);
                None
            }
        }
    }
}

/// Adds what extractors and responses need of the desk's routes and actions.
fn with_parts(shared: Shared, routes: &Arc<Routes>, actions: &Arc<Actions>) -> Shared {
    let finder = RouteNames::finder(&shared.base, routes, actions);
    let guard = actions.guard().clone();
    let (sender, check) = flash_parts();
    shared
        .with(HttpsCheck::new(move |headers, uri| {
            guard.wants_secure_cookies(headers, uri)
        }))
        .with(Arc::clone(actions))
        .with_patterns(routes.table())
        .with(finder)
        .with(sender)
        .with(check)
        .with(LoginRedirect(PageHead::to_login_for_good))
}

/// Adds the script of pages, which names the build.
#[cfg(feature = "script")]
fn with_script(shared: Shared, build_id: Option<&str>, routes: &Routes, actions: &Actions) -> (Shared, Script) {
    let table = BootTable::new(routes, actions, &shared, 0);
    let script = Script::new(&shared.base, BuildId::new(build_id, &table));
    (shared.with(script.clone()), script)
}

fn random_keys(runtime: &dyn Runtime) -> Option<Keys> {
    let mut bytes = [0; 32];
    runtime.random(&mut bytes);
    tracing::warn!(
        "no {KEY_VARIABLE}: sealing with a random key, so forms that are open now must be sent again after a restart"
    );
    Keys::from_bytes(&bytes).ok()
}
