//! Stores form state across the redirect: sealed in a cookie, or in the store if it is large.

use std::sync::Arc;
use std::time::Duration;

use frontdesk_router::{Ctx, Runtime};
use http::HeaderMap;
use serde::{Deserialize, Serialize};

use super::owner::Owner;
use super::{FormProblem, FormState, cookie};
use crate::browser::Browser;
use crate::keys::{Purpose, Sealer, nonce};
use crate::random_id::RandomId;
use crate::store::{StateStore, in_time};

/// How long the state is valid: the time for the browser to request the page.
const LIFETIME: Duration = Duration::from_secs(120);

/// The maximum number of states in one browser: so many tabs can have failed submissions at the
/// same time.
const ALIVE: usize = 3;

/// The maximum size of the values of all state cookies in one browser, in bytes. Many servers and
/// proxies refuse requests with headers of more than 8 KB, and the app has its own cookies.
const ALL_COOKIES: usize = 6 * 1024;

/// The maximum size of a state that is stored in the cookie alone, in bytes. A larger one is in the
/// store.
const INLINE: usize = 1024;

/// The maximum size of a state in a cookie if the store fails, before sealing, in bytes. Browsers
/// accept 4096 bytes including name and attributes.
const COOKIE_BUDGET: usize = 2048;

/// The content of the sealed cookie, after its [`Owner`].
#[derive(Serialize, Deserialize)]
enum CookieContent {
    /// The whole state.
    Here(Box<FormState>),
    /// The whole state is in the store. This reduced one is displayed if the store fails.
    InStore(Box<FormState>),
}

/// Stores and loads form state.
pub(crate) struct FormStateStore {
    pub(crate) sealer: Arc<Sealer>,
    pub(crate) store: Arc<dyn StateStore>,
}

/// A form state cookie that a page's URL names. Whose it is has not been checked.
pub(crate) struct FoundState {
    id: RandomId,
    cookie: String,
    owner: Owner,
    content: CookieContent,
}

/// The form state for a requested page.
#[derive(Debug)]
pub(crate) struct LoadedState {
    pub(crate) state: Arc<FormState>,
    /// The problem to display if the page has no form for the state.
    pub(crate) unclaimed: Option<FormProblem>,
    cookie: String,
}

impl FormStateStore {
    /// Stores the `state` of `owner`, and returns the id for the page's URL. Returns `None` if it
    /// could not be stored.
    pub(crate) async fn keep(
        &self,
        ctx: &Ctx,
        headers: &HeaderMap,
        state: FormState,
        owner: Owner,
        is_secure: bool,
    ) -> Option<RandomId> {
        let runtime = &*ctx.shared().runtime;
        let id = RandomId::new(runtime);
        let name = cookie::name(id, is_secure);
        let sealed = self.seal(runtime, id, &name, state, owner).await?;
        self.forget_oldest(ctx, headers, owner, is_secure, sealed.len());
        ctx.set_cookie(cookie::build(name, sealed, is_secure, LIFETIME));
        Some(id)
    }

    /// Returns the value of the cookie. Stores the state in the store first if it is too large for
    /// a cookie.
    async fn seal(
        &self,
        runtime: &dyn Runtime,
        id: RandomId,
        name: &str,
        mut state: FormState,
        owner: Owner,
    ) -> Option<String> {
        let bytes = postcard::to_stdvec(&state).ok()?;
        let content = if bytes.len() <= INLINE {
            CookieContent::Here(Box::new(state))
        } else if self.put(runtime, id, &bytes).await {
            state.shrink(INLINE);
            CookieContent::InStore(Box::new(state))
        } else {
            state.shrink(COOKIE_BUDGET);
            CookieContent::Here(Box::new(state))
        };
        let content = postcard::to_extend(&content, owner.as_bytes().to_vec()).ok()?;
        // There is nothing more to discard, for example with a form key of thousands of characters.
        // Browsers would refuse the cookie.
        if content.len() > COOKIE_BUDGET + Owner::LENGTH + 8 {
            return None;
        }
        self.sealer
            .seal(
                Purpose::FormState,
                &in_cookie(name),
                &content,
                runtime.now(),
                LIFETIME,
                nonce(runtime),
            )
            .ok()
    }

    /// Stores the state in the store. Returns whether that succeeded.
    async fn put(&self, runtime: &dyn Runtime, id: RandomId, bytes: &[u8]) -> bool {
        let (now, id) = (runtime.now(), id.as_str());
        let context = [b"store".as_slice(), id.as_bytes()];
        let sealed = self
            .sealer
            .seal_bytes(Purpose::FormState, &context, bytes, now, LIFETIME, nonce(runtime));
        let Ok(sealed) = sealed else { return false };
        let put = in_time(self.store.put(id.to_owned(), sealed, now, LIFETIME), runtime).await;
        put.inspect_err(|error| tracing::warn!(%error, "the store did not save form state; long values are discarded"))
            .is_ok()
    }

    /// Removes the oldest cookies, so that there is room for one more with `new` bytes. First of all
    /// those of others: after a login, they are not displayed any more.
    fn forget_oldest(&self, ctx: &Ctx, headers: &HeaderMap, owner: Owner, is_secure: bool, new: usize) {
        let now = ctx.shared().runtime.now();
        let mut alive: Vec<_> = cookie::all(headers, is_secure)
            .filter_map(|(name, _, value)| {
                // A cookie that doesn't open may belong to another app on this host, since cookies
                // are not bound to a port. It expires soon.
                let opened = self
                    .sealer
                    .open(Purpose::FormState, &in_cookie(name), value, now)
                    .ok()?;
                let is_own = Owner::split_from(&opened.plaintext)?.0 == owner;
                Some((is_own, opened.issued, name, value.len()))
            })
            .collect();
        // The sort is stable, and browsers send older cookies first.
        alive.sort_by_key(|(is_own, issued, ..)| (*is_own, *issued));
        let (mut count, mut bytes) = (1, new);
        for (.., name, size) in alive.into_iter().rev() {
            (count, bytes) = (count + 1, bytes + size);
            if count > ALIVE || bytes > ALL_COOKIES {
                ctx.set_cookie(cookie::forget(name));
            }
        }
    }

    /// Finds the state that is named by a page's URL (path and query) in the cookies of the page's
    /// request. Returns `None` if there is none, or if it was modified, truncated, sealed by another
    /// app, or has expired.
    pub(crate) fn find(&self, ctx: &Ctx, headers: &HeaderMap, url: &str, browser: &Browser) -> Option<FoundState> {
        let id = cookie::id_in(url)?;
        let now = ctx.shared().runtime.now();
        let (name, _, value) = cookie::all(headers, browser.is_secure).find(|(_, own, _)| *own == id)?;
        let opened = self.sealer.open(Purpose::FormState, &in_cookie(name), value, now);
        let plaintext = opened.ok()?.plaintext;
        let (owner, content) = Owner::split_from(&plaintext)?;
        Some(FoundState {
            id,
            cookie: name.to_owned(),
            owner,
            content: postcard::from_bytes(content).ok()?,
        })
    }

    /// Loads a state for `owner`. Returns `None` if it is the state of another browser or identity.
    pub(crate) async fn load(&self, ctx: &Ctx, found: FoundState, owner: Option<Owner>) -> Option<LoadedState> {
        if owner != Some(found.owner) {
            // Not a warning: it is so after a login, or when someone planted the cookie.
            tracing::debug!("a form state of another browser or identity is not displayed");
            return None;
        }
        let state = match found.content {
            CookieContent::Here(state) => *state,
            CookieContent::InStore(rest) => self.fetch(found.id, ctx).await.unwrap_or(*rest),
        };
        let fields = || (!state.errors.is_empty()).then(FormProblem::invalid_fields);
        Some(LoadedState {
            unclaimed: state.problem.clone().or_else(fields),
            state: Arc::new(state),
            cookie: found.cookie,
        })
    }

    /// Loads the state from the store.
    async fn fetch(&self, id: RandomId, ctx: &Ctx) -> Option<FormState> {
        let (id, runtime) = (id.as_str(), &*ctx.shared().runtime);
        let now = runtime.now();
        let got = in_time(self.store.get(id, now), runtime).await;
        let sealed = got
            .inspect_err(|error| tracing::warn!(%error, "the store did not return form state"))
            .ok()??;
        let opened = self
            .sealer
            .open_bytes(Purpose::FormState, &[b"store", id.as_bytes()], &sealed, now)
            .ok()?;
        postcard::from_bytes(&opened.plaintext).ok()
    }

    /// Marks the state as displayed: its cookie is removed, unless the page fails.
    ///
    /// The value in the store remains until it expires, and can't be reached without the cookie. So
    /// a browser that didn't receive the response can repeat its request.
    pub(crate) fn consume(&self, ctx: &Ctx, loaded: &LoadedState) {
        ctx.set_cookie_on_success(cookie::forget(&loaded.cookie));
    }
}

/// Returns the sealing context of a cookie: its whole name, including the prefix. Otherwise an http
/// page, or another host of the site, could set the value of a `__Host-` cookie under the other
/// name.
fn in_cookie(name: &str) -> [&[u8]; 2] {
    [b"cookie", name.as_bytes()]
}
