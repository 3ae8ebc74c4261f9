//! What the desk knows of one request: inserted at entry, drained once at exit.

use std::any::Any;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU16, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum_core::response::Response;
use cookie::Cookie;
use http::header::{ACCEPT, CACHE_CONTROL, SET_COOKIE};
use http::uri::PathAndQuery;
use http::{Extensions, HeaderMap, HeaderValue, StatusCode, Uri};

use crate::cache::{Cache, Name};
use crate::error_map::ErrorMap;
use crate::params::Params;
use crate::problem::render;
use crate::revalidated::Revalidated;
use crate::runtime::Runtime;

/// What all requests of one desk share, made once when the desk is built.
pub struct Shared {
    /// Time, tasks, randomness and files.
    pub runtime: Arc<dyn Runtime>,
    /// The app's own mapping of errors to problems.
    pub error_map: ErrorMap,
    /// The path below which the host mounts the desk: `""` or `/app`.
    pub base: String,
    parts: Extensions,
}

impl Shared {
    /// What a desk shares, with nothing of other crates in it yet.
    #[must_use]
    pub fn new(runtime: Arc<dyn Runtime>, error_map: ErrorMap, base: String) -> Self {
        Self {
            runtime,
            error_map,
            base,
            parts: Extensions::new(),
        }
    }

    /// The cache that [`with`](Self::with) kept, if there is one.
    #[must_use]
    pub fn cache(&self) -> Option<Cache> {
        self.part().cloned()
    }

    /// Keeps a value of another crate (the actions' table) where extractors find it by type.
    #[must_use]
    pub fn with<T: Any + Clone + Send + Sync>(mut self, part: T) -> Self {
        self.parts.insert(part);
        self
    }
}

impl Shared {
    pub(crate) fn part<T: Any + Clone + Send + Sync>(&self) -> Option<&T> {
        self.parts.get()
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared")
            .field("base", &self.base)
            .finish_non_exhaustive()
    }
}

/// One request as the desk sees it: a request extension, cheap to clone.
///
/// Extractors read it; what they leave in it (cookies, "do not store this answer") reaches the response when the request
/// leaves the desk. It is how an extractor can set a cookie.
#[derive(Clone)]
pub struct Ctx(Arc<Inner>);

struct Inner {
    shared: Arc<Shared>,
    uri: Uri,
    /// Whether `uri` lacks the base path: so it does for what a desk answers, not for pages of the host.
    below_base: bool,
    accept: Option<HeaderValue>,
    params: Params,
    no_store: AtomicBool,
    /// A status; 0 for none.
    outcome: AtomicU16,
    // Cookies set so far, in order. A lock and not a channel: `Cookies::get` reads its own writes.
    cookies: Mutex<Vec<Cookie<'static>>>,
    // Cookies to set if the answer turns out to be no error.
    on_success: Mutex<Vec<Cookie<'static>>>,
    revalidated: Mutex<Revalidated>,
}

/// Marks an answer whose `Cache-Control` lets a CDN keep it because the route said so.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ForCdn;

impl Ctx {
    /// Enters a request that matched no route of the desk: an action, a miss. `uri` is as the desk sees it, below its base path.
    #[must_use]
    pub fn new(shared: Arc<Shared>, uri: &Uri, headers: &HeaderMap) -> Self {
        Self::enter(shared, uri, true, headers, Params::default())
    }

    /// Enters a request for a page of the host app. `uri` is as the client sent it.
    #[must_use]
    pub fn of_host(shared: Arc<Shared>, uri: &Uri, headers: &HeaderMap) -> Self {
        Self::enter(shared, uri, false, headers, Params::default())
    }

    pub(crate) fn enter(shared: Arc<Shared>, uri: &Uri, below_base: bool, headers: &HeaderMap, params: Params) -> Self {
        Self(Arc::new(Inner {
            shared,
            uri: uri.clone(),
            below_base,
            accept: accept_of(headers),
            params,
            no_store: AtomicBool::new(false),
            outcome: AtomicU16::new(0),
            cookies: Mutex::default(),
            on_success: Mutex::default(),
            revalidated: Mutex::default(),
        }))
    }

    /// The context of the request with these extensions, if a desk (or its pages layer) let it in.
    #[must_use]
    pub fn get(extensions: &Extensions) -> Option<&Self> {
        extensions.get()
    }

    /// What all requests of this desk share.
    #[must_use]
    pub fn shared(&self) -> &Shared {
        &self.0.shared
    }

    pub(crate) fn shared_arc(&self) -> Arc<Shared> {
        Arc::clone(&self.0.shared)
    }

    /// A value that [`Shared::with`] kept.
    #[must_use]
    pub fn part<T: Any + Clone + Send + Sync>(&self) -> Option<&T> {
        self.0.shared.part()
    }

    /// The URI as it was when the request entered, below the desk's base path.
    #[must_use]
    pub fn uri(&self) -> &Uri {
        &self.0.uri
    }

    /// The path and query as the client sent them, the base path included.
    #[must_use]
    pub fn path_and_query(&self) -> String {
        let base = if self.0.below_base { &self.0.shared.base } else { "" };
        let own = self.0.uri.path_and_query().map_or("/", PathAndQuery::as_str);
        // The host's base path itself reaches the desk as `/`.
        match own.strip_prefix('/') {
            Some(rest) if !base.is_empty() && (rest.is_empty() || rest.starts_with('?')) => format!("{base}{rest}"),
            _ => format!("{base}{own}"),
        }
    }

    /// Whether the client would rather read HTML than JSON.
    #[must_use]
    pub fn prefers_html(&self) -> bool {
        crate::accept::prefers_html(self.0.accept.iter())
    }

    /// The pattern of the matched route, such as `/api/users/{id}`; none for actions and misses.
    #[must_use]
    pub fn pattern(&self) -> Option<&str> {
        self.0.params.pattern()
    }

    pub(crate) fn params(&self) -> &Params {
        &self.0.params
    }

    /// Marks the answer as `Cache-Control: no-store`: it holds something made for this one request.
    pub fn forbid_store(&self) {
        self.0.no_store.store(true, Ordering::Relaxed);
    }

    /// Says what became of the request, for the log, where the answer's own status doesn't: a form that failed is answered
    /// with 303 to its page.
    pub fn record_outcome(&self, status: StatusCode) {
        self.0.outcome.store(status.as_u16(), Ordering::Relaxed);
    }

    /// What became of the request, if it was said.
    #[must_use]
    pub fn outcome(&self) -> Option<StatusCode> {
        StatusCode::from_u16(self.0.outcome.load(Ordering::Relaxed)).ok()
    }

    /// Sets a cookie on the answer, in place of one set before with the same name, domain and path.
    pub fn set_cookie(&self, cookie: Cookie<'static>) {
        let mut cookies = self.0.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        let same =
            |c: &Cookie<'_>| c.name() == cookie.name() && c.domain() == cookie.domain() && c.path() == cookie.path();
        cookies.retain(|kept| !same(kept));
        cookies.push(cookie);
    }

    /// Sets a cookie on the answer if that turns out to be no error: its status is below 400.
    pub fn set_cookie_on_success(&self, cookie: Cookie<'static>) {
        let mut cookies = self.0.on_success.lock().unwrap_or_else(PoisonError::into_inner);
        cookies.push(cookie);
    }

    /// The cookies set on the answer so far, in order.
    #[must_use]
    pub fn cookies_set(&self) -> Vec<Cookie<'static>> {
        self.0.cookies.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The value of a cookie set during this request; `Some(None)` when it was removed.
    pub(crate) fn cookie_set(&self, name: &str) -> Option<Option<String>> {
        let cookies = self.0.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        let set = cookies.iter().rev().find(|cookie| cookie.name() == name)?;
        let removed = set.max_age().is_some_and(|age| !age.is_positive());
        Some((!removed).then(|| set.value().to_owned()))
    }

    pub(crate) fn note_revalidated(&self, name: Name<'_>) {
        self.lock_revalidated().note(name, &self.0.shared.base);
    }

    /// What [`Revalidate`](crate::Revalidate) outdated during this request, as the header `Frontdesk-Revalidated` lists it: a
    /// list of strings (RFC 9651), `"/todos", "/api";below, "rates";tag`. Paths carry the base path; in tags, `%`, quotes and
    /// what is not ASCII are percent-encoded. None when there is nothing; where it would be longer than 4 KiB, everything:
    /// `"/";below`.
    #[must_use]
    pub fn revalidated(&self) -> Option<HeaderValue> {
        self.lock_revalidated().header()
    }

    fn lock_revalidated(&self) -> MutexGuard<'_, Revalidated> {
        self.0.revalidated.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Leaves: what the request left here goes onto the answer, and a problem that no one rendered yet is rendered.
    #[must_use]
    pub fn finish_response(&self, response: Response) -> Response {
        let mut response = render(response, self);
        let status = response.status();
        self.finish_headers(status, response.headers_mut());
        // What a layer adds for one client, such as a session's cookie, must not reach the others through a CDN.
        if response.headers().contains_key(SET_COOKIE) && response.extensions().get::<ForCdn>().is_some() {
            let private = HeaderValue::from_static("private, no-cache");
            response.headers_mut().insert(CACHE_CONTROL, private);
        }
        response
    }

    /// The part of [`Ctx::finish_response`] that concerns headers: for hosts whose responses are of another type. `status` is the response's.
    pub fn finish_headers(&self, status: StatusCode, headers: &mut HeaderMap) {
        if self.0.no_store.load(Ordering::Relaxed) {
            headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
        let take =
            |cookies: &Mutex<Vec<_>>| std::mem::take(&mut *cookies.lock().unwrap_or_else(PoisonError::into_inner));
        let on_success = take(&self.0.on_success);
        let is_error = status.is_client_error() || status.is_server_error();
        let on_success = on_success.into_iter().filter(|_| !is_error);
        for cookie in take(&self.0.cookies).into_iter().chain(on_success) {
            match HeaderValue::try_from(cookie.to_string()) {
                Ok(value) => {
                    headers.append(SET_COOKIE, value);
                }
                Err(_) => tracing::error!(
                    cookie = cookie.name().escape_debug().to_string(),
                    "a cookie was not set: its value can't stand in a header"
                ),
            }
        }
    }
}

/// All of `Accept` in one value (RFC 9110 section 5.3 joins repeated fields with commas).
fn accept_of(headers: &HeaderMap) -> Option<HeaderValue> {
    let mut values = headers.get_all(ACCEPT).iter();
    let first = values.next()?;
    let Some(second) = values.next() else {
        return Some(first.clone());
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
