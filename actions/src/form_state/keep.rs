//! Keeping form state over a redirect: sealed in a cookie, or in the store when it is large.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use frontdesk_router::{Ctx, Runtime};
use http::HeaderMap;
use serde::{Deserialize, Serialize};

use super::{FormState, cookie};
use crate::keys::{Purpose, Sealer, nonce};
use crate::state_store::StateStore;

/// How long a page has to come and read the state.
const LIFETIME: Duration = Duration::from_secs(120);

/// How many states one browser keeps at a time: as many tabs may have failed submits.
const ALIVE: usize = 3;

/// What fits in a cookie beside what sealing adds; browsers take 4096 bytes with name and attributes.
const COOKIE_BUDGET: usize = 2048;

/// What the sealed cookie holds.
#[derive(Serialize, Deserialize)]
enum Kept {
    Here(Box<FormState>),
    /// All of it is in the store; this is what to show if the store doesn't give it back.
    InStore(Box<FormState>),
}

/// Writes form state, and reads it back.
pub(crate) struct Keeper {
    pub(crate) sealer: Arc<Sealer>,
    pub(crate) store: Arc<dyn StateStore>,
}

/// Form state that a page's request brought along.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) state: Arc<FormState>,
    cookie: String,
    /// Its key in the store, if it lives there.
    stored: Option<String>,
}

impl Keeper {
    /// Keeps `state` and gives the id for the page's URL; none when it could not be kept.
    pub(crate) async fn keep(&self, ctx: &Ctx, headers: &HeaderMap, state: FormState, secure: bool) -> Option<String> {
        let runtime = &*ctx.shared().runtime;
        let id = random_id(runtime);
        let sealed = self.seal(runtime, &id, state).await?;
        self.forget_oldest(ctx, headers);
        ctx.set_cookie(cookie::build(cookie::name(&id, secure), sealed, secure, LIFETIME));
        Some(id)
    }

    /// The cookie's value; what does not fit into it goes to the store first.
    async fn seal(&self, runtime: &dyn Runtime, id: &str, mut state: FormState) -> Option<String> {
        let bytes = postcard::to_stdvec(&state).ok()?;
        let kept = if bytes.len() <= COOKIE_BUDGET {
            Kept::Here(Box::new(state))
        } else {
            let stored = self.put(runtime, id, &bytes).await;
            state.shrink(COOKIE_BUDGET);
            if stored {
                Kept::InStore(Box::new(state))
            } else {
                Kept::Here(Box::new(state))
            }
        };
        let kept = postcard::to_stdvec(&kept).ok()?;
        // Nothing more to give up: a form's key of thousands of characters, say. No browser would keep that.
        if kept.len() > COOKIE_BUDGET + 8 {
            return None;
        }
        let context = [b"cookie".as_slice(), id.as_bytes()];
        self.sealer
            .seal(
                Purpose::FormState,
                &context,
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
        let put = self.store.put(id.to_owned(), sealed, now, LIFETIME).await;
        put.inspect_err(|error| tracing::warn!(%error, "the store did not take form state; long values are lost"))
            .is_ok()
    }

    /// Makes room for one more: what can't be read any more goes, and the oldest beyond the number that may live.
    fn forget_oldest(&self, ctx: &Ctx, headers: &HeaderMap) {
        let now = ctx.shared().runtime.now();
        let mut alive: Vec<_> = cookie::all(headers)
            .filter_map(|(name, id, value)| {
                let opened = self
                    .sealer
                    .open(Purpose::FormState, &[b"cookie", id.as_bytes()], value, now);
                match opened {
                    Ok(opened) => Some((opened.issued, name)),
                    Err(_) => {
                        ctx.set_cookie(cookie::forget(name));
                        None
                    }
                }
            })
            .collect();
        alive.sort_unstable();
        let surplus = (alive.len() + 1).saturating_sub(ALIVE);
        for (_, name) in alive.into_iter().take(surplus) {
            ctx.set_cookie(cookie::forget(name));
        }
    }

    /// The state that a page's URL names and its cookies hold. Anything tampered with, truncated, foreign or old is no state.
    pub(crate) async fn load(&self, ctx: &Ctx, headers: &HeaderMap) -> Option<Loaded> {
        let id = cookie::id_of(ctx.uri().query())?;
        let now = ctx.shared().runtime.now();
        let (name, _, value) = cookie::all(headers).find(|(_, own, _)| *own == id)?;
        let opened = self
            .sealer
            .open(Purpose::FormState, &[b"cookie", id.as_bytes()], value, now)
            .ok()?;
        let (state, stored) = match postcard::from_bytes(&opened.plaintext).ok()? {
            Kept::Here(state) => (*state, None),
            Kept::InStore(rest) => (self.fetch(id, now).await.unwrap_or(*rest), Some(id.to_owned())),
        };
        Some(Loaded {
            state: Arc::new(state),
            cookie: name.to_owned(),
            stored,
        })
    }

    async fn fetch(&self, id: &str, now: std::time::SystemTime) -> Option<FormState> {
        let got = self.store.get(id, now).await;
        let sealed = got
            .inspect_err(|error| tracing::warn!(%error, "the store did not give form state back"))
            .ok()??;
        let opened = self
            .sealer
            .open_bytes(Purpose::FormState, &[b"store", id.as_bytes()], &sealed, now)
            .ok()?;
        postcard::from_bytes(&opened.plaintext).ok()
    }

    /// The page has shown the state: it is not to be shown again.
    pub(crate) fn consume(&self, ctx: &Ctx, loaded: &Loaded) {
        ctx.set_cookie(cookie::forget(&loaded.cookie));
        let Some(id) = loaded.stored.clone() else { return };
        let store = Arc::clone(&self.store);
        ctx.shared().runtime.spawn(Box::pin(async move {
            // What stays behind is sealed, can't be reached without its cookie, and goes when its lifetime ends.
            drop(store.remove(&id).await);
        }));
    }
}

fn random_id(runtime: &dyn Runtime) -> String {
    let mut bytes = [0; 16];
    runtime.random(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}
