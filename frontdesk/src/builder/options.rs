//! Keys, stores, limits and the runtime.

use std::sync::Arc;

use frontdesk_actions::keys::Keys;
use frontdesk_actions::{Limits, StateStore};
use frontdesk_router::{CacheStore, Runtime};

use super::DeskBuilder;

impl<S: Send + Sync + 'static> DeskBuilder<S> {
    /// Sets the keys that seal what travels through the browser: sealed arguments, tokens of `once`
    /// forms, form state. Default: those of the environment variable `FRONTDESK_KEY`, or else a
    /// random key that ends with the process.
    ///
    /// ```
    /// use frontdesk::{Desk, keys::Keys};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// // `openssl rand -base64 32` makes a key. In an app it comes from where the app keeps its secrets.
    /// let keys = Keys::parse("n1iEmo0XEcS9B3LpyI0oDXnJUVpgqpx9H/xCrxUwSbg=")?;
    /// let desk = Desk::builder(()).keys(keys).build()?;
    /// # let _ = desk;
    /// # Ok(())
    /// # }
    /// ```
    pub fn keys(mut self, keys: Keys) -> Self {
        self.keys = Some(keys);
        self
    }

    /// Sets the app's name, so that what it seals doesn't open in another app with the same keys.
    /// Default: `frontdesk`.
    ///
    /// ```
    /// use frontdesk::Desk;
    ///
    /// # fn main() -> Result<(), frontdesk::BuildError> {
    /// let (shop, admin) = (Desk::builder(()).app_name("shop").build()?, Desk::builder(()).app_name("shop-admin").build()?);
    /// # let _ = (shop, admin);
    /// # Ok(())
    /// # }
    /// ```
    pub fn app_name(mut self, name: impl Into<String>) -> Self {
        self.app_name = name.into();
        self
    }

    /// Names the build of the app: the same in all its instances, and another one after each deploy. A
    /// page that the script finds to be of another build is loaded anew, with its styles and scripts.
    ///
    /// Default: a hash of the routes and actions, and of the version of this crate. It doesn't notice a
    /// change of templates.
    ///
    /// ```
    /// use frontdesk::Desk;
    ///
    /// # fn main() -> Result<(), frontdesk::BuildError> {
    /// // What the build script or the pipeline knows: a commit, a number, a time.
    /// let desk = Desk::builder(()).build_id(option_env!("GIT_COMMIT").unwrap_or("dev")).build()?;
    /// # let _ = desk;
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "script")]
    pub fn build_id(mut self, id: impl Into<String>) -> Self {
        self.build_id = Some(id.into());
        self
    }

    /// Sets the store of form state that is too large for a cookie, and of which `once` forms have
    /// been sent.
    ///
    /// Default: [`MemoryStore`](crate::store::MemoryStore), up to 64 MiB of each in this process's
    /// memory. Several instances of an app need a store that they share, and the same
    /// [`keys`](Self::keys).
    ///
    /// | what | where | how much | beyond that |
    /// |---|---|---|---|
    /// | a failed form, for its page | up to 1 KiB in a cookie, else in the store | 3 forms and 6 KiB of cookies in a browser; one form up to an eighth of a `MemoryStore`'s half (8 MiB) | the oldest form is dropped; of one that the store refuses, 2 KiB are in the cookie, without the longest values, which the page reports (`not-all-kept`) |
    /// | what an action returned, for its page | up to 384 bytes in a cookie, else in the store | 3 results and 2 KiB of cookies; an eighth of a half | the page's problem is that the action was done and its result can't be shown (`result-not-shown`) |
    /// | a form that waits for a login | up to 1 KiB in a cookie, else in the store | 16 KiB | its longest values are dropped, which the page reports |
    /// | the claim of a `once` form | the store's other half, for as long as its form is valid (a day) | about 160,000 in 64 MiB | the form is refused before its action runs: 503 `once-unavailable` |
    /// | the outcome of a `once` form | the store | evicted with the oldest and largest values | a repeat is refused: 409 `already-sent` |
    ///
    /// Responses of cached GETs have a store of their own ([`cache_store`](Self::cache_store)).
    ///
    /// ```
    /// use frontdesk::store::MemoryStore;
    /// use frontdesk::Desk;
    ///
    /// # fn main() -> Result<(), frontdesk::BuildError> {
    /// let desk = Desk::builder(()).state_store(MemoryStore::new(256 * 1024 * 1024)).build()?;
    /// # let _ = desk;
    /// # Ok(())
    /// # }
    /// ```
    pub fn state_store(mut self, store: impl StateStore) -> Self {
        self.store = Arc::new(store);
        self
    }

    /// Sets the store of cached GET responses. Default, with the feature `cache`: this process's
    /// memory. Without a store, every GET is dynamic.
    ///
    /// ```
    /// use frontdesk::store::MemoryCache;
    /// use frontdesk::Desk;
    ///
    /// # fn main() -> Result<(), frontdesk::BuildError> {
    /// let desk = Desk::builder(()).cache_store(MemoryCache::new(16 * 1024 * 1024)).build()?;
    /// # let _ = desk;
    /// # Ok(())
    /// # }
    /// ```
    pub fn cache_store(mut self, store: impl CacheStore) -> Self {
        self.cache = Some(Arc::new(store));
        self
    }

    /// Caches GET responses in this process's memory, up to `bytes` of those whose path and query
    /// clients choose, and as much again of those that are one to a route. Default: 64 MiB.
    ///
    /// ```
    /// use frontdesk::Desk;
    ///
    /// # fn main() -> Result<(), frontdesk::BuildError> {
    /// let desk = Desk::builder(()).cache_capacity(16 * 1024 * 1024).build()?;
    /// # let _ = desk;
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "cache")]
    pub fn cache_capacity(self, bytes: u64) -> Self {
        self.cache_store(frontdesk_router::MemoryCache::new(bytes))
    }

    /// Sets the bounds on what a call of an action may send. An action may have a body limit of its
    /// own.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use frontdesk::{Desk, Limits};
    ///
    /// # fn main() -> Result<(), frontdesk::BuildError> {
    /// let limits = Limits::default().with_body(64 * 1024).with_read_timeout(Duration::from_secs(10));
    /// let desk = Desk::builder(()).limits(limits).build()?;
    /// # let _ = desk;
    /// # Ok(())
    /// # }
    /// ```
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets the async runtime that the desk runs on. Default, with the feature `tokio`:
    /// `TokioRuntime`.
    ///
    /// ```
    /// use frontdesk::runtime::TokioRuntime;
    /// use frontdesk::Desk;
    ///
    /// # fn main() -> Result<(), frontdesk::BuildError> {
    /// let desk = Desk::builder(()).runtime(TokioRuntime::new()).build()?;
    /// # let _ = desk;
    /// # Ok(())
    /// # }
    /// ```
    pub fn runtime(mut self, runtime: impl Runtime) -> Self {
        self.runtime = Some(Arc::new(runtime));
        self
    }

    /// Inserts the [`MatchedRoute`] of each request into the extensions of its response, for layers
    /// outside: those of the desk, and those of the host app. In an actix-web app it is also in the
    /// extensions of the request, once the desk has responded.
    ///
    /// Without this, handlers can extract it, the desk's layers can call
    /// [`MatchedRoute::of_request`], and the host can call [`Desk::matched_route`].
    ///
    /// ```
    /// use frontdesk::{Body, Desk, MatchedRoute, Request, Router, get};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let routes = Router::new().route("/items/{id}", get(async || "item"));
    /// let desk = Desk::builder(()).routes(routes).expose_route().build()?;
    ///
    /// for (path, label) in [("/items/7", "/items/{id}"), ("/wp-login.php", "unmatched")] {
    ///     let response = desk.respond(Request::get(path).body(Body::empty())?).await;
    ///     assert_eq!(response.extensions().get::<MatchedRoute>().unwrap().as_str(), label);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`Desk::matched_route`]: crate::Desk::matched_route
    /// [`MatchedRoute`]: crate::MatchedRoute
    /// [`MatchedRoute::of_request`]: crate::MatchedRoute::of_request
    pub fn expose_route(mut self) -> Self {
        self.exposes_route = true;
        self
    }
}
