//! Stores what waits for a login: sealed in a cookie, or in the store if it is large.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use frontdesk_router::{Cookie, Ctx, Runtime};
use http::HeaderMap;
use serde::{Deserialize, Serialize};

use super::settings::LoginSettings;
use super::{cookie, is_same_page, path_of};
use crate::browser::{Browser, removal};
use crate::for_whom::ForWhom;
use crate::form_state::{FormState, LoadedState, with_parameter};
use crate::keys::{Purpose, Sealer, nonce};
use crate::random_id::RandomId;
use crate::store::{StateStore, in_time};

/// The maximum number that waits in one browser: so many tabs can be at the login page.
const ALIVE: usize = 3;

/// The maximum size of the values of all cookies in one browser, in bytes. They share a header with
/// those of form state.
const ALL_COOKIES: usize = 2560;

/// The maximum size of what is stored in the cookie alone, in bytes.
const INLINE: usize = 1024;

/// The size to which a form in the store is reduced in its cookie, in bytes.
const REDUCED: usize = 400;

/// The maximum size of what is in a cookie if the store fails, in bytes.
const COOKIE_BUDGET: usize = 2048;

/// The longest return URL in a cookie, in bytes.
const MAX_URL: usize = 512;

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

/// What waits for a login, of the browser that sent a request.
#[derive(Clone)]
pub(crate) struct PendingLogin {
    pub(crate) id: RandomId,
    cookie: String,
    browser: RandomId,
    issued: SystemTime,
    content: Content,
}

/// The content of the sealed cookie.
#[derive(Clone, Serialize, Deserialize)]
struct Content {
    /// `None` if it is too long for a cookie.
    return_url: Option<String>,
    has_form: bool,
    for_whom: ForWhom,
    /// `None` if there is none, or not even a part of it has room.
    form: Option<FormState>,
    /// The store has all of it, and this is what remains if the store fails.
    in_store: bool,
    /// A page has shown the form. It waits no more, but a reload shows it again.
    is_shown: bool,
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
        let name = cookie::name(id, browser.is_secure);
        let content = self.content(runtime, id, browser_id, new).await;
        let lifetime = self.settings.lifetime;
        let sealed = self.seal(runtime, &name, browser_id, &content, lifetime)?;
        self.forget_oldest(ctx, headers, browser, sealed.len());
        ctx.set_cookie(cookie::build(name, sealed, lifetime));
        browser.set(browser_id, ctx);
        Some(id)
    }

    /// Returns the content of the cookie. If that is large, all of it is stored first, as far as it is
    /// within the limit.
    async fn content(&self, runtime: &dyn Runtime, id: RandomId, browser: RandomId, new: NewLogin) -> Content {
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
        if bytes.len() > INLINE {
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
        let put = in_time(self.store.put(id.as_str().to_owned(), sealed, now, lifetime), runtime).await;
        put.inspect_err(|error| tracing::warn!(%error, "the store did not save a form before a login"))
            .is_ok()
    }

    /// Removes the oldest cookies, so that there is room for one more with `new` bytes: first of all
    /// those without a form.
    fn forget_oldest(&self, ctx: &Ctx, headers: &HeaderMap, browser: &Browser, new: usize) {
        let mut alive = self.all(ctx, headers, browser);
        alive.sort_by_key(|pending| (pending.content.has_form, pending.issued));
        let sizes = |name: &str| cookie::all(headers, browser.is_secure).find(|(own, ..)| *own == name);
        let (mut count, mut bytes) = (1, new);
        for PendingLogin { cookie, .. } in alive.iter().rev() {
            count += 1;
            bytes += sizes(cookie).map_or(0, |(.., value)| value.len());
            if count > ALIVE || bytes > ALL_COOKIES {
                ctx.set_cookie(removal(cookie));
            }
        }
    }

    /// Returns what waits in the browser that sent a request, and what a page has displayed. Leaves out what was
    /// made for another browser, modified, or has expired.
    pub(crate) fn all(&self, ctx: &Ctx, headers: &HeaderMap, browser: &Browser) -> Vec<PendingLogin> {
        let Some(browser_id) = browser.id else {
            return Vec::new();
        };
        let now = ctx.shared().runtime.now();
        let cookies = cookie::all(headers, browser.is_secure);
        let opened = cookies.filter_map(|(name, id, value)| {
            let context = in_cookie(name, &browser_id);
            let opened = self.sealer.open(Purpose::Login, &context, value, now).ok()?;
            Some(PendingLogin {
                id,
                cookie: name.to_owned(),
                browser: browser_id,
                issued: opened.issued,
                content: postcard::from_bytes(&opened.plaintext).ok()?,
            })
        });
        opened.collect()
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
        let got = in_time(self.store.get(id.as_str(), now), runtime).await;
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
            Some(sealed) => cookie::build(name, sealed, self.shown_lifetime),
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

impl PendingLogin {
    /// Returns whether it waits for a login still.
    pub(crate) fn waits(&self) -> bool {
        !self.content.is_shown
    }

    /// Returns when it was stored.
    pub(crate) fn issued(&self) -> SystemTime {
        self.issued
    }

    /// Returns whether a form waits, and not only a page to return to.
    pub(crate) fn has_form(&self) -> bool {
        self.content.has_form
    }

    /// Returns the URL that leads back to the page, and to the form if there is one.
    pub(crate) fn return_url(&self) -> Option<String> {
        let url = self.content.return_url.as_deref()?;
        Some(match self.has_form() {
            true => with_parameter(url, Some(self.id.as_str())),
            false => url.to_owned(),
        })
    }

    /// Removes it.
    pub(crate) fn forget(&self, ctx: &Ctx) {
        ctx.set_cookie_on_success(removal(&self.cookie));
    }
}

impl Content {
    /// Reduces the content to what a cookie has room for, `budget` bytes in postcard besides the URL.
    fn reduce(&mut self, budget: usize) {
        // Without its query, the URL leads to the page nevertheless.
        let short = |url: &str| (url.len() <= MAX_URL).then(|| url.to_owned());
        let return_url = self.return_url.take();
        let url = return_url.as_deref().unwrap_or_default();
        self.return_url = match (short(url), self.in_store) {
            (None, false) => short(path_of(url)),
            (url, _) => url,
        };
        if let Some(form) = &mut self.form {
            form.shrink(budget);
            // A key may have thousands of characters, which can't be reduced.
            let size = postcard::to_stdvec(form).map_or(usize::MAX, |bytes| bytes.len());
            self.form.take_if(|_| size > budget + 64);
        }
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
