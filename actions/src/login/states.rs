//! Stores what waits for a login: sealed in a cookie, or in the store if it is large.

use std::sync::Arc;
use std::time::Duration;

use frontdesk_router::{Cookie, Ctx, Runtime};
use http::HeaderMap;

use super::pending::{Content, PendingLogin};
use super::settings::LoginSettings;
use super::url::{is_same_page, restored_id_in};
use crate::browser::{Browser, removal};
use crate::for_whom::ForWhom;
use crate::form_state::{FormState, LoadedState};
use crate::keys::{Purpose, Sealer, nonce};
use crate::random_id::RandomId;
use crate::state_cookie::StateCookies;
use crate::store::{StateStore, in_time};

/// What waits in the browser: so many tabs can be at the login page, all of them after a session has
/// expired. It shares a header with form state.
const COOKIES: &StateCookies = &StateCookies {
    prefix: "_fd_login_",
    secure_prefix: "__Host-fd_login_",
    alive: 6,
    room: 3072,
};

/// The maximum size of what is stored in the cookie alone, in bytes.
const INLINE: usize = 1024;

/// The same, if more than this waits in the browser.
const INLINE_BESIDE_OTHERS: usize = 128;

/// The size to which a form in the store is reduced in its cookie, in bytes.
const REDUCED: usize = 128;

/// The maximum size of what is in a cookie if the store fails, in bytes.
const COOKIE_BUDGET: usize = 2048;

/// Stores and loads what waits for a login.
pub(crate) struct LoginStates {
    pub(crate) sealer: Arc<Sealer>,
    pub(crate) store: Arc<dyn StateStore>,
    pub(crate) settings: LoginSettings,
    /// How long a form that was shown can be shown again: the page is reloaded.
    pub(crate) shown_lifetime: Duration,
}

/// What is to be stored.
pub(crate) struct NewLogin {
    /// The page to return to.
    pub(crate) return_url: String,
    /// The form that was sent, and who gets its values back.
    pub(crate) form: Option<(FormState, ForWhom)>,
}

impl LoginStates {
    /// Stores what a browser was about to do, and returns its id for the URL of the login page.
    /// Returns `None` if it could not be stored.
    pub(crate) async fn keep(
        &self,
        ctx: &Ctx,
        headers: &HeaderMap,
        browser: &Browser,
        new: NewLogin,
    ) -> Option<RandomId> {
        let browser_id = browser.id_or_new(ctx)?;
        let runtime = &*ctx.shared().runtime;
        let id = RandomId::new(runtime);
        let name = COOKIES.name(id, browser.is_secure);
        let alive = self.all(ctx, headers, browser);
        let inline = if alive.is_empty() { INLINE } else { INLINE_BESIDE_OTHERS };
        let content = self.content(runtime, (id, browser_id), new, inline).await;
        let lifetime = self.settings.lifetime;
        let sealed = self.seal(runtime, &name, browser_id, &content, lifetime)?;
        forget_oldest(ctx, alive, sealed.len());
        ctx.set_cookie(COOKIES.build(name, sealed, lifetime));
        browser.set(browser_id, ctx);
        Some(id)
    }

    /// Returns the content of the cookie. If that takes more than `inline` bytes, all of it is stored
    /// first, as far as it is within the limit.
    async fn content(
        &self,
        runtime: &dyn Runtime,
        (id, browser): (RandomId, RandomId),
        new: NewLogin,
        inline: usize,
    ) -> Content {
        let NewLogin { return_url, form } = new;
        let (mut form, for_whom) = form.unzip();
        if let Some(form) = &mut form {
            form.shrink(self.settings.limit.saturating_sub(return_url.len()));
        }
        let mut content = Content {
            return_url: Some(return_url),
            has_form: form.is_some(),
            for_whom: for_whom.unwrap_or(ForWhom::Anyone),
            form,
            in_store: false,
            is_shown: false,
        };
        let bytes = postcard::to_stdvec(&content).unwrap_or_default();
        if bytes.len() > inline {
            content.in_store = self.put(runtime, id, browser, &bytes).await;
            let budget = if content.in_store { REDUCED } else { COOKIE_BUDGET };
            content.reduce(budget);
        }
        content
    }

    fn seal(
        &self,
        runtime: &dyn Runtime,
        name: &str,
        browser: RandomId,
        content: &Content,
        lifetime: Duration,
    ) -> Option<String> {
        let (context, now) = (in_cookie(name, &browser), runtime.now());
        let content = postcard::to_stdvec(content).ok()?;
        let sealed = self
            .sealer
            .seal(Purpose::Login, &context, &content, now, lifetime, nonce(runtime));
        sealed.ok()
    }

    /// Stores the content in the store. Returns whether that succeeded.
    async fn put(&self, runtime: &dyn Runtime, id: RandomId, browser: RandomId, bytes: &[u8]) -> bool {
        let (now, lifetime) = (runtime.now(), self.settings.lifetime);
        let context = in_store(&id, &browser);
        let sealed = self
            .sealer
            .seal_bytes(Purpose::Login, &context, bytes, now, lifetime, nonce(runtime));
        let Ok(sealed) = sealed else { return false };
        let put = in_time(self.store.put(store_key(id), sealed, now, lifetime), runtime).await;
        put.inspect_err(|error| tracing::warn!(%error, "the store did not save a form before a login"))
            .is_ok()
    }

    /// Returns what waits in the browser that sent a request, and what a page has displayed. Leaves out what was
    /// made for another browser, modified, or has expired.
    pub(crate) fn all(&self, ctx: &Ctx, headers: &HeaderMap, browser: &Browser) -> Vec<PendingLogin> {
        let Some(browser_id) = browser.id else {
            return Vec::new();
        };
        let now = ctx.shared().runtime.now();
        let cookies = COOKIES.all(headers, browser.is_secure);
        let opened = cookies.filter_map(|(name, id, value)| {
            let context = in_cookie(name, &browser_id);
            let opened = self.sealer.open(Purpose::Login, &context, value, now).ok()?;
            Some(PendingLogin {
                id,
                cookie: name.to_owned(),
                size: value.len(),
                browser: browser_id,
                issued: opened.issued,
                content: postcard::from_bytes(&opened.plaintext).ok()?,
            })
        });
        opened.collect()
    }

    /// Returns the id in the URL of a page that a login led back to, if its form is still there: the page
    /// needs a login again, or the first one had a second step.
    pub(crate) fn restored_id(&self, ctx: &Ctx, headers: &HeaderMap, browser: &Browser, url: &str) -> Option<RandomId> {
        let id = restored_id_in(url)?;
        let is_it = |pending: &PendingLogin| pending.id == id && pending.has_form();
        self.all(ctx, headers, browser).iter().any(is_it).then_some(id)
    }

    /// Adds what the cookie had no room for.
    pub(crate) async fn fetch(&self, ctx: &Ctx, pending: &mut PendingLogin) {
        if !pending.content.in_store {
            return;
        }
        if let Some(whole) = self.get(ctx, pending).await {
            // The rest is in the cookie: that knows better for whom the form is, once it was shown.
            pending.content.return_url = whole.return_url;
            pending.content.form = whole.form;
        }
    }

    async fn get(&self, ctx: &Ctx, PendingLogin { id, browser, .. }: &PendingLogin) -> Option<Content> {
        let runtime = &*ctx.shared().runtime;
        let now = runtime.now();
        let got = in_time(self.store.get(&store_key(*id), now), runtime).await;
        let sealed = got
            .inspect_err(|error| tracing::warn!(%error, "the store did not return a form after a login"))
            .ok()??;
        let context = in_store(id, browser);
        let opened = self.sealer.open_bytes(Purpose::Login, &context, &sealed, now).ok()?;
        postcard::from_bytes(&opened.plaintext).ok()
    }

    /// Returns the form with this id that waited for the login, if the page is the one to return to and
    /// the identity is the one that the form was rendered for.
    pub(crate) async fn restore(
        &self,
        ctx: &Ctx,
        headers: &HeaderMap,
        browser: &Browser,
        (id, page, identity): (RandomId, &str, Option<&str>),
    ) -> Option<LoadedState> {
        let mut all = self.all(ctx, headers, browser).into_iter();
        let mut pending = all.find(|pending| pending.id == id)?;
        self.fetch(ctx, &mut pending).await;
        let is_its_page = |url: &String| is_same_page(url, page);
        if !pending.content.return_url.as_ref().is_some_and(is_its_page) {
            return None;
        }
        if !pending.content.for_whom.includes(identity) {
            tracing::debug!("a form that waited for the login of another identity is not displayed");
            return None;
        }
        let form = pending.content.form.clone()?;
        let shown = self.shown(ctx, pending, identity);
        Some(LoadedState::after_login(form, shown))
    }

    /// Returns the cookie to set when a form is displayed: it waits no more, and only for this identity
    /// it can be displayed again. Returns `None` if it was displayed before.
    fn shown(&self, ctx: &Ctx, pending: PendingLogin, identity: Option<&str>) -> Option<Cookie<'static>> {
        let PendingLogin {
            cookie: name,
            mut content,
            browser,
            ..
        } = pending;
        if content.is_shown {
            return None;
        }
        content.is_shown = true;
        content.for_whom = identity.map_or(content.for_whom, ForWhom::of);
        if content.in_store {
            content.reduce(REDUCED);
        }
        let sealed = self.seal(&*ctx.shared().runtime, &name, browser, &content, self.shown_lifetime);
        Some(match sealed {
            Some(sealed) => COOKIES.build(name, sealed, self.shown_lifetime),
            None => removal(&name),
        })
    }

    /// Removes one form that a page has displayed, after it was submitted successfully.
    pub(crate) fn forget_shown(
        &self,
        ctx: &Ctx,
        headers: &HeaderMap,
        browser: &Browser,
        is_form: impl Fn(&FormState) -> bool,
    ) {
        for pending in self.all(ctx, headers, browser) {
            let form = pending.content.form.as_ref();
            if pending.content.is_shown && form.is_some_and(&is_form) {
                pending.forget(ctx);
            }
        }
    }
}

/// Returns the key in the store.
fn store_key(id: RandomId) -> String {
    format!("login:{}", id.as_str())
}

/// Removes the oldest cookies, so that there is room for one more with `new` bytes: first of all those
/// without a form.
fn forget_oldest(ctx: &Ctx, mut alive: Vec<PendingLogin>, new: usize) {
    alive.sort_by_key(|pending| (pending.content.has_form, pending.issued));
    for pending in COOKIES.without_room(alive, new, |pending| pending.size) {
        ctx.set_cookie(removal(&pending.cookie));
    }
}

/// Returns the sealing context of a cookie: its whole name, and the browser that it is for.
fn in_cookie<'a>(name: &'a str, browser: &'a RandomId) -> [&'a [u8]; 3] {
    [b"cookie", name.as_bytes(), browser.as_str().as_bytes()]
}

/// Returns the sealing context of what is in the store.
fn in_store<'a>(id: &'a RandomId, browser: &'a RandomId) -> [&'a [u8]; 3] {
    [b"store", id.as_str().as_bytes(), browser.as_str().as_bytes()]
}
