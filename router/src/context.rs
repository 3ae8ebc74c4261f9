//! The context of one request: inserted when the request enters the desk, read out once when the
//! response leaves.

use std::any::Any;
use std::borrow::Cow;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU16, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use cookie::Cookie;
use http::header::{ACCEPT, CACHE_CONTROL, COOKIE, SET_COOKIE};
use http::uri::PathAndQuery;
use http::{Extensions, HeaderMap, HeaderName, HeaderValue, StatusCode, Uri};
use percent_encoding::{CONTROLS, utf8_percent_encode};

use crate::accept::prefers_html;
use crate::cookies::SetCookies;
use crate::path::{MatchedRoute, Pattern, RouteId};
use crate::problem::Problem;
use crate::revalidated::Revalidated;
use crate::shared::Shared;
use crate::vary::vary_by_spelling;
use crate::words::InLanguage;

/// The context of one request: a request extension, cheap to clone.
///
/// Extractors read it. What they write to it (cookies, `no-store`) is added to the response when
/// that leaves the desk: this is how an extractor can set a cookie.
///
/// ```
/// use frontdesk_router::{Ctx, FromRequestParts, Problem, http::request::Parts};
///
/// /// A value made for this request, so the response that has it must not be stored.
/// struct Nonce(String);
///
/// impl<S: Sync> FromRequestParts<S> for Nonce {
///     type Rejection = Problem;
///
///     async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
///         let ctx = Ctx::get(&parts.extensions).ok_or_else(|| Problem::internal("outside a desk"))?;
///         ctx.forbid_store();
///         Ok(Self(ctx.path_and_query()))
///     }
/// }
/// ```
#[derive(Clone)]
pub struct Ctx(Arc<Inner>);

/// Logs that a page which was redirected to with a flash message doesn't show messages. A part of
/// [`Shared`].
#[derive(Debug, Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "only the desk constructs it")]
pub struct FlashCheck(pub fn(&Ctx, &HeaderMap));

struct Inner {
    shared: Arc<Shared>,
    uri: Uri,
    /// Whether the base path was already removed from `uri`: true for the desk's own routes, false
    /// for pages of the host.
    below_base: bool,
    accept: Option<HeaderValue>,
    route: RouteId,
    no_store: AtomicBool,
    /// Whether the page has read its flash messages.
    read_flashes: AtomicBool,
    /// A status, or 0 if none was recorded.
    outcome: AtomicU16,
    /// Whether the request's action has begun, and the request has not ended. It counts as in flight
    /// meanwhile.
    running: AtomicBool,
    /// The context of the desk's layers around this one.
    outer: Option<Ctx>,
    /// The language of the request, if the desk has a catalogue.
    language: Option<InLanguage>,
    /// What few requests record.
    recorded: OnceLock<Box<Recorded>>,
}

/// What counts as a success, for a cookie that is only set after one.
#[derive(Clone, Copy)]
enum Success {
    /// A status below 400.
    NoError,
    /// A page was displayed, and not a redirect.
    Displayed,
}

impl Success {
    fn includes(self, status: StatusCode) -> bool {
        match self {
            Self::NoError => !status.is_client_error() && !status.is_server_error(),
            Self::Displayed => status.is_success(),
        }
    }
}

#[derive(Default)]
struct Recorded {
    // In the order in which they were set. A lock and not a channel, because `Cookies::get` reads
    // them again.
    cookies: Mutex<SetCookies>,
    // Set only if the response turns out not to be an error.
    cookies_on_success: Mutex<Vec<(Cookie<'static>, Success)>>,
    revalidated: Mutex<Revalidated>,
    // The problem that replaces the response.
    failure: Mutex<Option<Problem>>,
    // The cookies of a request for a page of the host, if it may have been redirected to with a flash
    // message.
    cookie_headers: Mutex<Vec<HeaderValue>>,
    // What replaces the status 200.
    page_status: OnceLock<StatusCode>,
    // What the response varies by if it must not be stored.
    vary_unstored: OnceLock<&'static str>,
}

impl Drop for Inner {
    fn drop(&mut self) {
        // A request that was dropped or panicked has ended too.
        if *self.running.get_mut() {
            self.shared.in_flight.discount_action();
        }
    }
}

impl Ctx {
    /// Creates the context of a request that matched no route: an action, or a path without a
    /// route. `uri` is without the desk's base path.
    #[doc(hidden)]
    #[must_use]
    pub fn new(shared: Arc<Shared>, uri: &Uri, headers: &HeaderMap) -> Self {
        Self::enter(shared, uri, true, headers, RouteId::default())
    }

    /// Creates the context of a request for a page of the host app. `uri` is as the client sent it.
    #[doc(hidden)]
    #[must_use]
    pub fn of_host(shared: Arc<Shared>, uri: &Uri, headers: &HeaderMap) -> Self {
        let ctx = Self::enter(shared, uri, false, headers, RouteId::default());
        if ctx.shared().has_flashed() && headers.contains_key(COOKIE) {
            *lock(&ctx.record().cookie_headers) = headers.get_all(COOKIE).iter().cloned().collect();
        }
        ctx
    }

    pub(crate) fn enter(shared: Arc<Shared>, uri: &Uri, below_base: bool, headers: &HeaderMap, route: RouteId) -> Self {
        Self::made(shared, uri.clone(), below_base, joined_accept(headers), route)
    }

    pub(crate) fn made(
        shared: Arc<Shared>,
        uri: Uri,
        below_base: bool,
        accept: Option<HeaderValue>,
        route: RouteId,
    ) -> Self {
        Self(Arc::new(Inner {
            shared,
            uri,
            below_base,
            accept,
            route,
            no_store: AtomicBool::new(false),
            read_flashes: AtomicBool::new(false),
            outcome: AtomicU16::new(0),
            running: AtomicBool::new(false),
            outer: None,
            language: None,
            recorded: OnceLock::new(),
        }))
    }

    /// Creates a context of the same request in which nothing was recorded.
    pub(crate) fn anew(&self) -> Self {
        let Inner {
            shared,
            uri,
            below_base,
            accept,
            route,
            language,
            ..
        } = &*self.0;
        let anew = Self::made(Arc::clone(shared), uri.clone(), *below_base, accept.clone(), *route);
        match language {
            Some(language) => anew.in_language(language.clone()),
            None => anew,
        }
    }

    fn recorded(&self) -> Option<&Recorded> {
        self.0.recorded.get().map(Box::as_ref)
    }

    fn record(&self) -> &Recorded {
        self.0.recorded.get_or_init(Box::default)
    }

    /// Returns the context of the request with these extensions. `None` outside a desk and its
    /// pages layer.
    #[must_use]
    pub fn get(extensions: &Extensions) -> Option<&Self> {
        extensions.get()
    }

    /// Returns what all requests of this desk share.
    #[doc(hidden)]
    #[must_use]
    pub fn shared(&self) -> &Shared {
        &self.0.shared
    }

    pub(crate) fn shared_arc(&self) -> Arc<Shared> {
        Arc::clone(&self.0.shared)
    }

    pub(crate) fn shared_ref(&self) -> &Arc<Shared> {
        &self.0.shared
    }

    /// Returns a value that was added with [`Shared::with`].
    #[doc(hidden)]
    #[must_use]
    pub fn part<T: Any + Clone + Send + Sync>(&self) -> Option<&T> {
        self.0.shared.part()
    }

    /// Returns the URI of the request when it entered, without the desk's base path.
    #[must_use]
    pub fn uri(&self) -> &Uri {
        &self.0.uri
    }

    /// Returns the path and query as the client sent them, with the desk's base path. Bytes that
    /// are not ASCII are percent-encoded.
    #[must_use]
    pub fn path_and_query(&self) -> String {
        let base = if self.0.below_base { &self.0.shared.base } else { "" };
        let own = self.0.uri.path_and_query().map_or("/", PathAndQuery::as_str);
        // A URI has no control characters, so this encodes only what is not ASCII.
        let own = Cow::from(utf8_percent_encode(own, CONTROLS));
        // The base path itself reaches the desk as `/`.
        match own.strip_prefix('/') {
            Some(rest) if !base.is_empty() && (rest.is_empty() || rest.starts_with('?')) => format!("{base}{rest}"),
            _ if base.is_empty() => own.into_owned(),
            _ => format!("{base}{own}"),
        }
    }

    /// Returns whether the client prefers HTML to JSON, by its `Accept` header.
    #[must_use]
    pub fn prefers_html(&self) -> bool {
        prefers_html(self.0.accept.iter())
    }

    /// Returns the pattern of the matched route, such as `/api/users/{id}`. `None` for actions and
    /// for paths without a route.
    #[must_use]
    pub fn pattern(&self) -> Option<&str> {
        self.matched().map(Pattern::text)
    }

    /// Returns the route that serves the request. Where none was matched yet, and for actions, it
    /// is found by `path`, the path of the request there.
    #[doc(hidden)]
    #[must_use]
    pub fn matched_route(&self, path: &str) -> MatchedRoute {
        if let Some(pattern) = self.matched() {
            return pattern.route.clone();
        }
        // A page of the host is not a route of the desk.
        if self.0.below_base {
            self.0.shared.find_route(path)
        } else {
            MatchedRoute::unmatched()
        }
    }

    /// Makes this the context inside that of the desk's layers, before anything else has it.
    #[doc(hidden)]
    #[must_use]
    pub fn inside(mut self, outer: Option<Self>) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.0) {
            inner.outer = outer;
        }
        self
    }

    /// Sets the language of the request, before anything else has the context.
    #[doc(hidden)]
    #[must_use]
    pub fn in_language(mut self, language: InLanguage) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.0) {
            inner.language = Some(language);
        }
        self
    }

    /// Returns the language of the request, if the desk has a catalogue.
    #[doc(hidden)]
    #[must_use]
    pub fn language(&self) -> Option<&InLanguage> {
        self.0.language.as_ref()
    }

    /// Records that the request's action has begun: from now on the request counts as in flight and
    /// runs to its end, even if the client disconnects.
    #[doc(hidden)]
    pub fn begin_action(&self) {
        match &self.0.outer {
            Some(outer) => outer.begin_action(),
            None if !self.0.running.swap(true, Ordering::AcqRel) => self.0.shared.in_flight.count_action(),
            None => {}
        }
    }

    /// Returns whether the request's action has begun, and the request has not ended.
    #[doc(hidden)]
    #[must_use]
    pub fn is_running_action(&self) -> bool {
        match &self.0.outer {
            Some(outer) => outer.is_running_action(),
            None => self.0.running.load(Ordering::Acquire),
        }
    }

    /// Records that the request has ended.
    #[doc(hidden)]
    pub fn end_action(&self) {
        if self.0.running.swap(false, Ordering::AcqRel) {
            self.0.shared.in_flight.discount_action();
        }
    }

    /// Returns the parameters of the path in the spelling that `Pattern::fill` reads. `None` if
    /// there are no parameters.
    #[doc(hidden)]
    #[must_use]
    pub fn encoded_params(&self) -> Option<String> {
        self.matched()?.encoded(self.0.uri.path())
    }

    fn matched(&self) -> Option<&Pattern> {
        self.0.shared.patterns.matched(self.0.route)
    }

    /// Returns the pattern whose parameters the path has. It has none if no route was matched.
    pub(crate) fn params_of(&self) -> &Pattern {
        self.0.shared.patterns.get(self.0.route)
    }

    pub(crate) fn route_id(&self) -> RouteId {
        self.0.route
    }

    /// Sets `Cache-Control: no-store` on the response, because it contains something made for this
    /// request only.
    pub fn forbid_store(&self) {
        self.0.no_store.store(true, Ordering::Relaxed);
    }

    /// Records that the page has read its flash messages.
    #[doc(hidden)]
    pub fn record_read_flashes(&self) {
        self.0.read_flashes.store(true, Ordering::Relaxed);
    }

    /// Logs that a page doesn't show flash messages, if a redirect has led to it with one. `headers` are
    /// those of its request.
    pub(crate) fn note_unread_flashes(&self, headers: &HeaderMap) {
        if !self.0.read_flashes.load(Ordering::Relaxed)
            && let Some(FlashCheck(check)) = self.part()
        {
            check(self, headers);
        }
    }

    /// Sets the status of a page that shows a failed form to a client which knows failures only by
    /// their status. Only the status 200 is replaced, by the first one that is set.
    #[doc(hidden)]
    pub fn set_page_status(&self, status: StatusCode) {
        let _ = self.record().page_status.set(status);
    }

    /// Returns the status to send in place of that of a page.
    #[doc(hidden)]
    #[must_use]
    pub fn page_status(&self, status: StatusCode) -> StatusCode {
        let set = || self.recorded()?.page_status.get().copied();
        if status == StatusCode::OK {
            set().unwrap_or(status)
        } else {
            status
        }
    }

    /// Adds the name of a header, in this spelling, to `Vary` if the response must not be stored.
    #[doc(hidden)]
    pub fn vary_if_unstored(&self, name: &'static str) {
        let _ = self.record().vary_unstored.set(name);
    }

    /// Records the request's outcome for the log where the response's own status does not show it:
    /// a form that failed is redirected back to its page with 303.
    pub fn record_outcome(&self, status: StatusCode) {
        self.0.outcome.store(status.as_u16(), Ordering::Relaxed);
    }

    /// Returns the recorded outcome, if there is one.
    #[must_use]
    pub fn outcome(&self) -> Option<StatusCode> {
        StatusCode::from_u16(self.0.outcome.load(Ordering::Relaxed)).ok()
    }

    /// Sets a cookie on the response. Replaces one that was set before with the same name, domain
    /// and path.
    pub fn set_cookie(&self, cookie: Cookie<'static>) {
        lock(&self.record().cookies).set(cookie);
    }

    /// Sets a cookie on the response, but only if its status turns out to be below 400.
    pub fn set_cookie_on_success(&self, cookie: Cookie<'static>) {
        lock(&self.record().cookies_on_success).push((cookie, Success::NoError));
    }

    /// Sets a cookie on the response, but only if its status turns out to be a 2xx: what a page
    /// displays once is not used up by a page that redirects.
    pub fn set_cookie_if_displayed(&self, cookie: Cookie<'static>) {
        lock(&self.record().cookies_on_success).push((cookie, Success::Displayed));
    }

    /// Removes every cookie that was set on the response so far.
    #[doc(hidden)]
    pub fn discard_cookies(&self) {
        if let Some(recorded) = self.recorded() {
            drop(lock(&recorded.cookies).take());
            lock(&recorded.cookies_on_success).clear();
        }
    }

    /// Returns the cookies set on the response so far, in order.
    #[must_use]
    pub fn cookies_set(&self) -> Vec<Cookie<'static>> {
        let recorded = self.recorded();
        recorded.map_or_else(Vec::new, |recorded| lock(&recorded.cookies).copies())
    }

    /// Returns the value of a cookie set during this request, `Some(None)` if it was removed,
    /// `None` if it was not set.
    pub(crate) fn cookie_set(&self, name: &str) -> Option<Option<String>> {
        let cookies = lock(&self.recorded()?.cookies);
        let cookie = cookies.last(name)?;
        let removed = cookie.max_age().is_some_and(|age| !age.is_positive());
        Some((!removed).then(|| cookie.value().to_owned()))
    }

    /// Adds an entry to [`revalidated`](Self::revalidated), encoded as a member of a structured
    /// field list.
    pub(crate) fn record_revalidated(&self, entry: String) {
        lock(&self.record().revalidated).add(entry);
    }

    /// Returns what [`Revalidate`](crate::Revalidate) outdated during this request, as the value of
    /// the header `Frontdesk-Revalidated`. `None` if nothing was.
    ///
    /// It is a list of strings ([RFC 9651](https://www.rfc-editor.org/rfc/rfc9651)), such as
    /// `"/todos", "/api";below, "rates";tag`. Paths include the base path. In tags, `%`, quotes and
    /// non-ASCII bytes are percent-encoded. If it would be longer than 4 KiB, it is `"/";below`,
    /// which means everything.
    #[must_use]
    pub fn revalidated(&self) -> Option<HeaderValue> {
        lock(&self.recorded()?.revalidated).header()
    }

    /// Sets the problem that replaces the response, if there is none yet.
    pub(crate) fn set_failure(&self, problem: impl FnOnce() -> Problem) {
        lock(&self.record().failure).get_or_insert_with(problem);
    }

    /// Takes the problem that replaces the response, if there is one.
    #[doc(hidden)]
    #[must_use]
    pub fn take_failure(&self) -> Option<Problem> {
        lock(&self.recorded()?.failure).take()
    }

    /// Adds what was recorded during the request (cookies, `no-store`) to the headers of a response
    /// with this status.
    ///
    /// For hosts whose responses are of another type. [`finish_response`](Self::finish_response)
    /// includes it.
    pub fn finish_headers(&self, status: StatusCode, headers: &mut HeaderMap) {
        if self.0.no_store.load(Ordering::Relaxed) {
            headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
        if let Some(language) = &self.0.language {
            language.write_if_used(headers);
        }
        let Some(recorded) = self.recorded() else { return };
        if let Some(name) = recorded
            .vary_unstored
            .get()
            .filter(|_| self.0.no_store.load(Ordering::Relaxed))
        {
            vary_by_spelling(headers, name);
        }
        let found = std::mem::take(&mut *lock(&recorded.cookie_headers));
        if status == StatusCode::OK && !found.is_empty() {
            let found = found.into_iter().map(|value| (COOKIE, value)).collect();
            self.note_unread_flashes(&found);
        }
        let mut cookies = lock(&recorded.cookies).take();
        let on_success = std::mem::take(&mut *lock(&recorded.cookies_on_success));
        let on_success = on_success.into_iter().filter(|(_, success)| success.includes(status));
        cookies.extend(on_success.map(|(cookie, _)| cookie));
        for cookie in cookies {
            match HeaderValue::try_from(cookie.to_string()) {
                Ok(value) => {
                    headers.append(SET_COOKIE, value);
                }
                Err(_) => tracing::error!(
                    cookie = cookie.name().escape_debug().to_string(),
                    "a cookie was not set: its value cannot stand in a header"
                ),
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Sent by Unpoly, which requests pages with `Accept: */*` and fails if it gets anything else.
static X_UP_VERSION: HeaderName = HeaderName::from_static("x-up-version");

/// Joins all `Accept` headers with commas (RFC 9110, section 5.3).
pub(crate) fn joined_accept(headers: &HeaderMap) -> Option<HeaderValue> {
    let mut values = headers.get_all(ACCEPT).iter();
    let first = values.next()?;
    let Some(second) = values.next() else {
        // To compare the names is less than to hash this one: most are standard, and differ at once.
        let is_for_page = first == "*/*" && headers.keys().any(|name| *name == X_UP_VERSION);
        return Some(if is_for_page {
            HeaderValue::from_static("text/html, */*")
        } else {
            first.clone()
        });
    };
    let mut joined = first.as_bytes().to_vec();
    for value in std::iter::once(second).chain(values) {
        joined.extend_from_slice(b", ");
        joined.extend_from_slice(value.as_bytes());
    }
    HeaderValue::from_bytes(&joined).ok()
}

impl fmt::Debug for Ctx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ctx")
            .field("uri", &self.0.uri)
            .field("pattern", &self.pattern())
            .finish_non_exhaustive()
    }
}
