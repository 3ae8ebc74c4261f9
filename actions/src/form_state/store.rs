//! Keeping form state over a redirect: sealed in a cookie, or in the store when it is large.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use frontdesk_router::{Ctx, Runtime};
use http::HeaderMap;
use serde::{Deserialize, Serialize};

use super::{FormProblem, FormState, cookie};
use crate::keys::{Purpose, Sealer, nonce};
use crate::store::{StateStore, in_time};

/// How long a page has to come and read the state.
const LIFETIME: Duration = Duration::from_secs(120);

/// How many states one browser keeps at a time: as many tabs may have failed submits.
const ALIVE: usize = 3;

/// How long the values of all of one browser's state cookies may get. Many servers and proxies refuse requests with headers of
/// more than 8 KB, and the app has cookies of its own.
const ALL_COOKIES: usize = 6 * 1024;

/// What is kept in a cookie alone; what is larger goes to the store.
const INLINE: usize = 1024;

/// What a cookie holds, beside what sealing adds, where the store is away; browsers take 4096 bytes with name and attributes.
const COOKIE_BUDGET: usize = 2048;

/// What the sealed cookie holds.
#[derive(Serialize, Deserialize)]
enum CookieContent {
    Here(Box<FormState>),
    /// All of it is in the store; this is what to show if the store doesn't give it back.
    InStore(Box<FormState>),
}

/// Writes form state, and reads it back.
pub(crate) struct FormStateStore {
    pub(crate) sealer: Arc<Sealer>,
    pub(crate) store: Arc<dyn StateStore>,
}

/// Form state that a page's request brought along.
#[derive(Debug)]
pub(crate) struct LoadedState {
    pub(crate) state: Arc<FormState>,
    /// What to say where the page has no form for it.
    pub(crate) unclaimed: Option<FormProblem>,
    cookie: String,
}

impl FormStateStore {
    /// Keeps `state` and gives the id for the page's URL; none when it could not be kept.
    pub(crate) async fn keep(&self, ctx: &Ctx, headers: &HeaderMap, state: FormState, secure: bool) -> Option<String> {
        let runtime = &*ctx.shared().runtime;
        let id = random_id(runtime);
        let name = cookie::name(&id, secure);
        let sealed = self.seal(runtime, &id, &name, state).await?;
        self.forget_oldest(ctx, headers, sealed.len());
        ctx.set_cookie(cookie::build(name, sealed, secure, LIFETIME));
        Some(id)
    }

    /// The cookie's value; what does not fit into it goes to the store first.
    async fn seal(&self, runtime: &dyn Runtime, id: &str, name: &str, mut state: FormState) -> Option<String> {
        let bytes = postcard::to_stdvec(&state).ok()?;
        let kept = if bytes.len() <= INLINE {
            CookieContent::Here(Box::new(state))
        } else if self.put(runtime, id, &bytes).await {
            state.shrink(INLINE);
            CookieContent::InStore(Box::new(state))
        } else {
            state.shrink(COOKIE_BUDGET);
            CookieContent::Here(Box::new(state))
        };
        let kept = postcard::to_stdvec(&kept).ok()?;
        // Nothing more to give up: a form's key of thousands of characters, say. No browser would keep that.
        if kept.len() > COOKIE_BUDGET + 8 {
            return None;
        }
        self.sealer
            .seal(
                Purpose::FormState,
                &in_cookie(name),
                &kept,
                runtime.now(),
                LIFETIME,
                nonce(runtime),
            )
            .ok()
    }

    async fn put(&self, runtime: &dyn Runtime, id: &str, bytes: &[u8]) -> bool {
        let (now, context) = (runtime.now(), [b"store".as_slice(), id.as_bytes()]);
        let sealed = self
            .sealer
            .seal_bytes(Purpose::FormState, &context, bytes, now, LIFETIME, nonce(runtime));
        let Ok(sealed) = sealed else { return false };
        let put = in_time(self.store.put(id.to_owned(), sealed, now, LIFETIME), runtime).await;
        put.inspect_err(|error| tracing::warn!(%error, "the store did not take form state; long values are lost"))
            .is_ok()
    }

    /// Makes room for one more: the oldest beyond the number that may live go.
    fn forget_oldest(&self, ctx: &Ctx, headers: &HeaderMap, new: usize) {
        let now = ctx.shared().runtime.now();
        let mut alive: Vec<_> = cookie::all(headers)
            .filter_map(|(name, _, value)| {
                // What doesn't open may be another app's on this host (cookies know no ports), and goes soon by itself.
                let opened = self.sealer.open(Purpose::FormState, &in_cookie(name), value, now);
                Some((opened.ok()?.issued, name, value.len()))
            })
            .collect();
        // Of those of one moment, browsers send the older first.
        alive.sort_by_key(|(issued, ..)| *issued);
        let (mut count, mut bytes) = (1, new);
        for (_, name, size) in alive.into_iter().rev() {
            (count, bytes) = (count + 1, bytes + size);
            if count > ALIVE || bytes > ALL_COOKIES {
                ctx.set_cookie(cookie::forget(name));
            }
        }
    }

    /// The state that a page's URL (path and query) names and its cookies hold. Anything tampered with, truncated, foreign or old is
    /// no state.
    pub(crate) async fn load(&self, ctx: &Ctx, headers: &HeaderMap, url: &str) -> Option<LoadedState> {
        let id = cookie::id_of(url.split_once('?').map(|(_, query)| query))?;
        let now = ctx.shared().runtime.now();
        let (name, _, value) = cookie::all(headers).find(|(_, own, _)| *own == id)?;
        let opened = self
            .sealer
            .open(Purpose::FormState, &in_cookie(name), value, now)
            .ok()?;
        let state = match postcard::from_bytes(&opened.plaintext).ok()? {
            CookieContent::Here(state) => *state,
            CookieContent::InStore(rest) => self.fetch(id, ctx).await.unwrap_or(*rest),
        };
        let fields = || (!state.errors.is_empty()).then(FormProblem::invalid_fields);
        Some(LoadedState {
            unclaimed: state.problem.clone().or_else(fields),
            state: Arc::new(state),
            cookie: name.to_owned(),
        })
    }

    async fn fetch(&self, id: &str, ctx: &Ctx) -> Option<FormState> {
        let runtime = &*ctx.shared().runtime;
        let now = runtime.now();
        let got = in_time(self.store.get(id, now), runtime).await;
        let sealed = got
            .inspect_err(|error| tracing::warn!(%error, "the store did not give form state back"))
            .ok()??;
        let opened = self
            .sealer
            .open_bytes(Purpose::FormState, &[b"store", id.as_bytes()], &sealed, now)
            .ok()?;
        postcard::from_bytes(&opened.plaintext).ok()
    }

    /// The page shows the state: it is not to be shown again, unless the page fails. What is in the store can't be reached
    /// without the cookie, and goes when its lifetime ends: until then, an answer that got lost on its way can be asked for again.
    pub(crate) fn consume(&self, ctx: &Ctx, loaded: &LoadedState) {
        ctx.set_cookie_on_success(cookie::forget(&loaded.cookie));
    }
}

/// What a cookie is sealed for: its whole name. A page of http, or of another host of the site, could set it without `__Host-`.
fn in_cookie(name: &str) -> [&[u8]; 2] {
    [b"cookie", name.as_bytes()]
}

fn random_id(runtime: &dyn Runtime) -> String {
    let mut bytes = [0; 16];
    runtime.random(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}
