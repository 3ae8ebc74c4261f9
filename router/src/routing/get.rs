//! GET handlers and their caching options.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use crate::cache::{CacheOptions, Keyed};
use crate::handler::Handler;
use crate::mistake::Place;

/// A GET handler that still has its argument types. [`Get::post`] and similar methods turn it into
/// [`Methods`](crate::Methods).
///
/// **It is dynamic: the handler runs for every request**, unless [`cached`](Self::cached),
/// [`revalidate`](Self::revalidate) and so on request caching, or the router is
/// [`static_by_default`](crate::Router::static_by_default). The
/// [crate's documentation](crate#cached-responses) has the rules.
///
/// ```
/// use frontdesk_router::{Json, Path, Router, get};
/// use std::time::Duration;
///
/// async fn version() -> &'static str { "1.0" }
/// async fn user(Path(id): Path<u32>) -> Json<u32> { Json(id) }
///
/// let routes: Router<()> = Router::new()
///     .route("/version", get(version).cached()) // runs once
///     .route("/users/{id}", get(user)) // runs for every request
///     .route("/cached/{id}", get(user).revalidate(Duration::from_secs(60)).tag("users"));
/// ```
#[must_use = "a handler does nothing until it is added to a router"]
pub struct Get<H, T, S> {
    pub(super) handler: H,
    pub(super) place: Place,
    pub(super) options: CacheOptions,
    types: PhantomData<fn() -> (T, S)>,
}

/// Handles GET, and HEAD with the same headers. The handler runs for every request, unless caching
/// is requested; see [`Get`].
///
/// ```
/// use frontdesk_router::{Router, get};
///
/// let routes: Router<()> = Router::new().route("/health", get(async || "ok"));
/// ```
#[track_caller]
pub fn get<H: Handler<T, S>, T: 'static, S: Send + Sync + 'static>(handler: H) -> Get<H, T, S> {
    Get {
        handler,
        place: Place::caller(),
        options: CacheOptions::of_type(H::READS_NOTHING),
        types: PhantomData,
    }
}

impl<H, T, S> Get<H, T, S> {
    /// Runs the handler for every request, in a router that is
    /// [`static_by_default`](crate::Router::static_by_default), because it reads a clock, a global
    /// or a task-local. In other routers that is the default.
    ///
    /// ```
    /// use frontdesk_router::{Router, get};
    ///
    /// async fn now() -> String { format!("{:?}", std::time::SystemTime::now()) }
    ///
    /// let routes: Router<()> = Router::new().static_by_default().route("/api/time", get(now).dynamic());
    /// ```
    pub fn dynamic(mut self) -> Self {
        self.options.dynamic = true;
        self
    }

    /// Caches the responses, one for each path and query, until they are
    /// [revalidated](crate::Revalidate). A request whose path is longer than 1 KiB bypasses the
    /// cache. The [crate's documentation](crate#cached-responses) has the rules.
    ///
    /// Only for handlers without arguments, or whose arguments are [`State`](crate::State),
    /// [`Path`](crate::Path) and [`Query`](crate::Query). With any other, such as cookies or
    /// headers, it does not compile, because the response may be for one client.
    ///
    /// **The handler runs in a task of its own**, so a task-local that a layer sets around the
    /// request (a user, a tenant) does not exist there: `LocalKey::with` and `get` panic, which is a
    /// masked 500 and a line in the log, and `try_with` finds nothing. A clock or a global is read
    /// once, and its value stays in the response.
    ///
    /// ```
    /// use frontdesk_router::{Path, Router, get};
    ///
    /// async fn user(Path(id): Path<u32>) -> String { format!("user {id}") }
    ///
    /// let routes: Router<()> = Router::new().route("/api/users/{id}", get(user).cached().tag("users"));
    /// ```
    ///
    /// ```compile_fail
    /// use frontdesk_router::{Cookies, Router, get};
    ///
    /// async fn greeting(cookies: Cookies) -> String { format!("hello {:?}", cookies.get("name")) }
    ///
    /// let routes: Router<()> = Router::new().route("/greeting", get(greeting).cached());
    /// ```
    pub fn cached(mut self) -> Self
    where
        T: Keyed,
    {
        self.options.request_caching(T::reads());
        self
    }

    /// Caches the responses like [`cached`](Self::cached), and refreshes each once it is older than
    /// `after`. The first request after that still receives the stale response at once, and the
    /// handler runs in the background. If it fails (a panic, a 5xx), the stale response stays, and
    /// the handler runs again after 3 to 30 seconds.
    ///
    /// ```
    /// use frontdesk_router::{Router, get};
    /// use std::time::Duration;
    ///
    /// async fn rates() -> &'static str { "1.08" }
    ///
    /// let rates = get(rates).revalidate(Duration::from_secs(300)).expire(Duration::from_secs(3600)).tag("rates");
    /// let routes: Router<()> = Router::new().route("/api/rates", rates);
    /// ```
    ///
    /// ```compile_fail
    /// use frontdesk_router::{HeaderMap, Router, get};
    /// use std::time::Duration;
    ///
    /// async fn agent(headers: HeaderMap) -> String { format!("{:?}", headers.get("user-agent")) }
    ///
    /// let routes: Router<()> = Router::new().route("/agent", get(agent).revalidate(Duration::from_secs(1)));
    /// ```
    pub fn revalidate(mut self, after: Duration) -> Self
    where
        T: Keyed,
    {
        self.options.revalidate = Some(after);
        self.cached()
    }

    /// Caches the responses like [`cached`](Self::cached), and never serves one that is older than
    /// `after`: the request waits for the handler, and receives its failure if it fails. Without
    /// this, a response that was not requested for a long time may be served once, however old it
    /// is.
    ///
    /// ```
    /// use frontdesk_router::{Router, get};
    /// use std::time::Duration;
    ///
    /// async fn stock() -> &'static str { "7" }
    ///
    /// let routes: Router<()> = Router::new().route("/api/stock", get(stock).expire(Duration::from_secs(60)));
    /// ```
    pub fn expire(mut self, after: Duration) -> Self
    where
        T: Keyed,
    {
        self.options.expire = Some(after);
        self.cached()
    }

    /// Caches the responses like [`cached`](Self::cached), with a tag by which
    /// [`Revalidate::tag`](crate::Revalidate::tag) outdates them, together with all others that
    /// have it. Several calls add several tags. A tag is 1 to 1024 bytes long.
    ///
    /// ```
    /// use frontdesk_router::{NoContent, Problem, Revalidate, Router, get};
    ///
    /// async fn users() -> &'static str { "Ada, Grace" }
    /// async fn add_user(revalidate: Revalidate) -> Result<NoContent, Problem> {
    ///     revalidate.tag("users").await?;
    ///     Ok(NoContent)
    /// }
    ///
    /// let routes: Router<()> = Router::new().route("/api/users", get(users).tag("users").post(add_user));
    /// ```
    pub fn tag(mut self, tag: impl Into<String>) -> Self
    where
        T: Keyed,
    {
        self.options.tags.push(tag.into());
        self.cached()
    }

    /// Caches the responses like [`cached`](Self::cached), and lets a CDN in front store them for
    /// `fresh`, counted in whole seconds: `Cache-Control: s-maxage=…, stale-while-revalidate=…`
    /// (RFC 9111, section 5.2.2.10, and RFC 5861), unless the handler sets `Cache-Control` itself.
    /// The CDN may serve them stale for as long again, or until [`expire`](Self::expire), which
    /// must not be earlier than `fresh`.
    ///
    /// With [`revalidate`](Self::revalidate) or `expire` a response ages, and these times begin
    /// when it was generated: `Age` has its age (RFC 9111, section 5.1). So make `fresh` at least
    /// as long as `revalidate`; otherwise the response may already be stale when the CDN receives
    /// it. Without the two, a response counts as new whenever it is served.
    ///
    /// **What a CDN serves bypasses every layer of the app**: logins, limits, logs. A CDN does not
    /// know about [`Revalidate`](crate::Revalidate) either. Without this method, a cached response
    /// has `no-cache`: every client asks the app first, and receives a 304 if nothing has changed.
    /// A response on which a layer sets a cookie has `private, no-cache` in any case.
    ///
    /// ```
    /// use frontdesk_router::{Router, get};
    /// use std::time::Duration;
    ///
    /// async fn prices() -> &'static str { "from 9 €" }
    ///
    /// let minute = Duration::from_secs(60);
    /// let routes: Router<()> = Router::new().route("/prices", get(prices).revalidate(minute).cdn(5 * minute));
    /// ```
    pub fn cdn(mut self, fresh: Duration) -> Self
    where
        T: Keyed,
    {
        self.options.cdn = Some(fresh);
        self.cached()
    }
}

impl<H, T, S> fmt::Debug for Get<H, T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Get")
            .field("place", &self.place)
            .finish_non_exhaustive()
    }
}

/// A GET: a handler, or [`get`] of a handler with caching options.
/// [`Router::page`](crate::Router::page) accepts both.
///
/// ```
/// use frontdesk_router::{Html, Router, get};
///
/// async fn home() -> Html<&'static str> { Html("<h1>Home</h1>") }
/// async fn clock() -> Html<String> { Html(format!("{:?}", std::time::SystemTime::now())) }
///
/// let routes: Router<()> = Router::new().page("/", get(home).cached()).page("/clock", clock);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a route handler for the state `{S}`",
    label = "neither a route handler nor `get(…)` of one",
    note = "a route handler is an `async fn` whose arguments are extractors, whose result is `IntoResponse`, and whose future is `Send`"
)]
pub trait IntoGet<T, S> {
    /// The type of the handler.
    type Handler: Handler<T, S>;

    /// Converts it into a [`Get`].
    fn into_get(self) -> Get<Self::Handler, T, S>;
}

impl<H: Handler<T, S>, T: 'static, S: Send + Sync + 'static> IntoGet<T, S> for H {
    type Handler = H;

    #[track_caller]
    fn into_get(self) -> Get<H, T, S> {
        get(self)
    }
}

impl<H: Handler<T, S>, T: 'static, S: Send + Sync + 'static> IntoGet<T, S> for Get<H, T, S> {
    type Handler = H;

    fn into_get(self) -> Self {
        self
    }
}
