//! What the builder of a GET says of keeping its answers.

use std::time::Duration;

use crate::cache::Keyed;
use crate::handler::Handler;
use crate::methods::{Get, get};

impl<H, T, S> Get<H, T, S> {
    /// Runs the handler for every request, though it has no arguments: it reads a clock, a global, a task-local.
    ///
    /// ```
    /// use frontdesk_router::{Router, get};
    ///
    /// async fn now() -> String { format!("{:?}", std::time::SystemTime::now()) }
    ///
    /// let routes: Router<()> = Router::new().route("/api/time", get(now).dynamic());
    /// ```
    pub fn dynamic(mut self) -> Self {
        self.policy.dynamic = true;
        self
    }

    /// Keeps the answers, one for each path and query, until they are [revalidated](crate::Revalidate). A path longer than 1 KiB is
    /// answered by its handler each time. The [crate's documentation](crate#kept-answers) has the rules.
    ///
    /// Only for handlers whose arguments are [`State`](crate::State), [`Path`](crate::Path) and [`Query`](crate::Query): with
    /// any other, such as cookies or headers, it does not compile, since the answer may be for one client.
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
        self.policy.ask(T::reads());
        self
    }

    /// Keeps the answers as [`cached`](Self::cached) does, and makes each anew when it is older than `after`: the first
    /// request then still gets the old answer at once, and the handler runs behind it. If that fails (a panic, a 5xx), the
    /// old answer stays, and the handler runs again after 3 to 30 seconds.
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
        self.policy.revalidate = Some(after);
        self.cached()
    }

    /// Keeps the answers as [`cached`](Self::cached) does, and serves none that is older than `after`: the request waits for
    /// the handler, and gets its failure if it fails. Without it, an answer that nobody asked for may be served once however
    /// old it is.
    pub fn expire(mut self, after: Duration) -> Self
    where
        T: Keyed,
    {
        self.policy.expire = Some(after);
        self.cached()
    }

    /// Keeps the answers as [`cached`](Self::cached) does, under a tag by which [`Revalidate::tag`](crate::Revalidate::tag)
    /// outdates them, together with all others that have it. Several calls add up.
    pub fn tag(mut self, tag: impl Into<String>) -> Self
    where
        T: Keyed,
    {
        self.policy.tags.push(tag.into());
        self.cached()
    }

    /// Keeps the answers as [`cached`](Self::cached) does, and lets a CDN in front keep them for `fresh`, counted in seconds:
    /// `Cache-Control: s-maxage=…, stale-while-revalidate=…` (RFC 9111 section 5.2.2.10, RFC 5861), unless the handler says
    /// its own. The CDN may serve them stale for as long again, or until [`expire`](Self::expire), which must not be earlier than
    /// `fresh`.
    ///
    /// With [`revalidate`](Self::revalidate) or `expire` an answer grows old, and these times begin when it was made: `Age` says
    /// how old it is (RFC 9111 section 5.1). So give `fresh` at least the time of `revalidate`: what is older than `fresh` is stale
    /// to a CDN when it gets it. Without the two an answer is as good as new whenever it is served.
    ///
    /// **What a CDN serves bypasses every layer of the app**: logins, limits, logs. It knows nothing of
    /// [`Revalidate`](crate::Revalidate) either. Without this, a kept answer says `no-cache`: everyone asks here first, and
    /// gets a 304 if nothing has changed. An answer on which a layer sets a cookie says `private, no-cache` all the same.
    pub fn cdn(mut self, fresh: Duration) -> Self
    where
        T: Keyed,
    {
        self.policy.cdn = Some(fresh);
        self.cached()
    }
}

#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a route handler for the state `{S}`",
    label = "neither a route handler nor `get(…)` of one",
    note = "a route handler is an `async fn` whose arguments are extractors, whose result is `IntoResponse`, and whose future is `Send`"
)]
/// A GET: a handler, or [`get`] of one with more said about it.
pub trait IntoGet<T, S> {
    /// The handler itself.
    type Handler: Handler<T, S>;

    /// The GET.
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
