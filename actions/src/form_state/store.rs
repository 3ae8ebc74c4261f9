//! Stores form state across the redirect: sealed in a cookie, or in the store if it is large.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use frontdesk_router::{Ctx, Runtime};
use http::HeaderMap;
use serde::{Deserialize, Serialize};

use super::FormState;
use super::loaded::{LoadedState, LoadedStates};
use super::mark::Mark;
use super::owner::Owner;
use super::parameter::Parameter;
use super::progress::Progress;
use super::slot::Slot;
use crate::browser::{Browser, removal};
use crate::keys::{Purpose, Sealer, nonce};
use crate::random_id::RandomId;
use crate::store::{StateStore, in_time};

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
    /// How long a state is valid.
    pub(crate) lifetime: Duration,
}

/// What a page's URL names, and the cookies with it. Whose they are has not been checked.
pub(crate) struct FoundStates {
    id: RandomId,
    mark: Mark,
    states: Vec<FoundState>,
}

/// A form state cookie.
struct FoundState {
    slot: Slot,
    cookie: String,
    owner: Owner,
    content: CookieContent,
}

/// A form state in a cookie of the browser.
pub(crate) struct AliveState<'h> {
    slot: Slot,
    id: RandomId,
    name: &'h str,
    size: usize,
    issued: SystemTime,
    owner: Owner,
    content: CookieContent,
}

impl CookieContent {
    fn state(&self) -> &FormState {
        match self {
            Self::Here(state) | Self::InStore(state) => state,
        }
    }
}

impl FormStateStore {
    /// Returns the value of the parameter for the URL of `page`, which names a submission by this
    /// id. Returns `None` if the app has no key.
    pub(crate) fn parameter(&self, ctx: &Ctx, id: RandomId, page: &str, mark: &Mark) -> Option<String> {
        let runtime = &*ctx.shared().runtime;
        let mark = mark.seal(&self.sealer, (id, page), runtime.now(), self.lifetime, nonce(runtime))?;
        Some(Parameter::write(id, &mark))
    }

    /// Stores the states of `owner` under one id. Returns whether all of them could be stored.
    pub(crate) async fn keep(
        &self,
        ctx: &Ctx,
        headers: &HeaderMap,
        id: RandomId,
        states: Vec<(Slot, FormState)>,
        owner: Owner,
        is_secure: bool,
    ) -> bool {
        for (slot, state) in states {
            let name = slot.cookies().name(id, is_secure);
            let Some(sealed) = self.seal(&*ctx.shared().runtime, slot, id, &name, state, owner).await else {
                return false;
            };
            self.forget_oldest(ctx, headers, slot, owner, is_secure, sealed.len())
                .await;
            ctx.set_cookie(slot.cookies().build(name, sealed, self.lifetime));
        }
        true
    }

    /// Returns the value of the cookie. Stores the state in the store first if it is too large for
    /// a cookie.
    async fn seal(
        &self,
        runtime: &dyn Runtime,
        slot: Slot,
        id: RandomId,
        name: &str,
        mut state: FormState,
        owner: Owner,
    ) -> Option<String> {
        let bytes = postcard::to_stdvec(&state).ok()?;
        let content = if bytes.len() <= slot.inline() {
            CookieContent::Here(Box::new(state))
        } else if self.put(runtime, slot.store_key(id), &bytes).await {
            state.shrink(slot.inline());
            CookieContent::InStore(Box::new(state))
        } else {
            if bytes.len() > slot.cookie_budget() {
                state.shrink(slot.cookie_budget());
            }
            CookieContent::Here(Box::new(state))
        };
        let content = postcard::to_extend(&content, owner.as_bytes().to_vec()).ok()?;
        // There is nothing more to discard. Browsers would refuse the cookie.
        if content.len() > slot.cookie_budget() + Owner::LENGTH + 8 {
            return None;
        }
        let (now, nonce) = (runtime.now(), nonce(runtime));
        self.sealer
            .seal(
                Purpose::FormState,
                &in_cookie(name),
                &content,
                now,
                self.lifetime,
                nonce,
            )
            .ok()
    }

    /// Stores the state in the store. Returns whether that succeeded.
    async fn put(&self, runtime: &dyn Runtime, key: String, bytes: &[u8]) -> bool {
        let (now, lifetime) = (runtime.now(), self.lifetime);
        let context = in_store(&key);
        let sealed = self
            .sealer
            .seal_bytes(Purpose::FormState, &context, bytes, now, lifetime, nonce(runtime));
        let Ok(sealed) = sealed else { return false };
        let put = in_time(self.store.put(key, sealed, now, lifetime), runtime).await;
        put.inspect_err(|error| tracing::warn!(%error, "the store did not save form state; long values are discarded"))
            .is_ok()
    }

    /// Removes the oldest states of a slot, so that there is room for one more with `new` bytes.
    /// First of all those of others: after a login, they are not displayed any more.
    async fn forget_oldest(
        &self,
        ctx: &Ctx,
        headers: &HeaderMap,
        slot: Slot,
        owner: Owner,
        is_secure: bool,
        new: usize,
    ) {
        let mut alive: Vec<_> = self.alive(ctx, headers, slot, is_secure).collect();
        // The sort is stable, and browsers send older cookies first.
        alive.sort_by_key(|state| (state.owner == owner, state.issued));
        for state in slot.cookies().without_room(alive, new, |state| state.size) {
            self.remove(ctx, state).await;
        }
    }

    /// Returns the states in the cookies of a request. A cookie that doesn't open may belong to
    /// another app on this host, since cookies are not bound to a port. It expires soon.
    fn alive<'h>(
        &self,
        ctx: &Ctx,
        headers: &'h HeaderMap,
        slot: Slot,
        is_secure: bool,
    ) -> impl Iterator<Item = AliveState<'h>> {
        let runtime = Arc::clone(&ctx.shared().runtime);
        slot.cookies()
            .all(headers, is_secure)
            .filter_map(move |(name, id, value)| {
                let now = runtime.now();
                let opened = self
                    .sealer
                    .open(Purpose::FormState, &in_cookie(name), value, now)
                    .ok()?;
                let (owner, content) = Owner::split_from(&opened.plaintext)?;
                Some(AliveState {
                    slot,
                    id,
                    name,
                    size: value.len(),
                    issued: opened.issued,
                    owner,
                    content: postcard::from_bytes(content).ok()?,
                })
            })
    }

    /// Removes a state from the browser and from the store.
    async fn remove(&self, ctx: &Ctx, state: AliveState<'_>) {
        ctx.set_cookie(removal(state.name));
        if let CookieContent::InStore(_) = state.content {
            let key = state.slot.store_key(state.id);
            let removed = in_time(self.store.remove(&key), &*ctx.shared().runtime).await;
            if let Err(error) = removed {
                tracing::warn!(%error, "the store did not remove form state; it expires soon");
            }
        }
    }

    /// Returns the submissions of a form, by whatever identity and scheme.
    pub(crate) fn submissions_of<'h>(
        &self,
        ctx: &Ctx,
        headers: &'h HeaderMap,
        is_of_form: impl Fn(&FormState) -> bool,
    ) -> Vec<AliveState<'h>> {
        let schemes = [false, true].into_iter();
        let states = schemes.flat_map(|is_secure| self.alive(ctx, headers, Slot::Submission, is_secure));
        states.filter(|state| is_of_form(state.content.state())).collect()
    }

    /// Removes states from the browser and from the store.
    pub(crate) async fn remove_all(&self, ctx: &Ctx, states: Vec<AliveState<'_>>) {
        for state in states {
            self.remove(ctx, state).await;
        }
    }

    /// Opens the mark in the URL of a page (path and query). Returns `None` if it is not one for
    /// this page, or has expired.
    pub(crate) fn find(&self, ctx: &Ctx, Parameter { id, mark }: Parameter<'_>, url: &str) -> Option<FoundStates> {
        let now = ctx.shared().runtime.now();
        Some(FoundStates {
            id,
            mark: Mark::open(&self.sealer, (id, url), mark, now)?,
            states: Vec::new(),
        })
    }

    /// Finds the cookies that belong to what was found in the URL, unless they were modified,
    /// truncated or sealed by another app, or have expired. Nothing is shown to a browser without an
    /// id.
    pub(crate) fn find_cookies(&self, ctx: &Ctx, headers: &HeaderMap, found: &mut FoundStates, browser: &Browser) {
        if browser.id.is_none() {
            return;
        }
        let id = found.id;
        let states = Slot::ALL.into_iter().filter_map(|slot| {
            let mut alive = self.alive(ctx, headers, slot, browser.is_secure);
            alive.find(|state| state.id == id)
        });
        found.states = states
            .map(|state| FoundState {
                slot: state.slot,
                cookie: state.name.to_owned(),
                owner: state.owner,
                content: state.content,
            })
            .collect();
    }

    /// Loads what belongs to `owner`. A browser without an id, which therefore has no cookies, gets
    /// what the mark contains.
    pub(crate) async fn load(&self, ctx: &Ctx, found: FoundStates, owner: Option<Owner>) -> LoadedStates {
        let mut loaded = LoadedStates::default();
        let is_unfinished = found.mark.progress != Progress::Done;
        let Some(owner) = owner else {
            let state = LoadedState::new(FormState::without_cookies(&found.mark));
            loaded.submission = Some(state.unfinished(is_unfinished));
            return loaded;
        };
        for state in found.states {
            let slot = state.slot;
            let state = self.load_one(ctx, found.id, state, owner).await;
            match slot {
                Slot::Submission => loaded.submission = state.map(|state| state.unfinished(is_unfinished)),
                Slot::Result => loaded.result = state,
            }
        }
        loaded
    }

    /// Loads a state. Returns `None` if it is the state of another browser or identity.
    async fn load_one(&self, ctx: &Ctx, id: RandomId, found: FoundState, owner: Owner) -> Option<LoadedState> {
        if owner != found.owner {
            // Not a warning: it is so after a login, or when someone planted the cookie.
            tracing::debug!("a form state of another browser or identity is not displayed");
            return None;
        }
        let state = match found.content {
            CookieContent::Here(state) => *state,
            CookieContent::InStore(rest) => self.fetch(&found.slot.store_key(id), ctx).await.unwrap_or(*rest),
        };
        let mut loaded = LoadedState::new(state);
        loaded.one_shot = (found.slot == Slot::Result).then_some(found.cookie);
        Some(loaded)
    }

    /// Loads the state from the store.
    async fn fetch(&self, key: &str, ctx: &Ctx) -> Option<FormState> {
        let runtime = &*ctx.shared().runtime;
        let now = runtime.now();
        let got = in_time(self.store.get(key, now), runtime).await;
        let sealed = got
            .inspect_err(|error| tracing::warn!(%error, "the store did not return form state"))
            .ok()??;
        let opened = self
            .sealer
            .open_bytes(Purpose::FormState, &in_store(key), &sealed, now)
            .ok()?;
        postcard::from_bytes(&opened.plaintext).ok()
    }
}

/// Returns the sealing context of a cookie: its whole name, including the prefix. Otherwise an http
/// page, or another host of the site, could set the value of a `__Host-` cookie under the other
/// name.
fn in_cookie(name: &str) -> [&[u8]; 2] {
    [b"cookie", name.as_bytes()]
}

/// Returns the sealing context of a value in the store.
fn in_store(key: &str) -> [&[u8]; 2] {
    [b"store", key.as_bytes()]
}
