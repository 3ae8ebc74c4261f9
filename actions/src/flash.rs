//! Flash messages in the browser: each redirect seals its messages into a cookie of its own, and the
//! next page that shows messages removes it.
//!
//! They are bound to the browser id only: neither a login nor a logout loses its message.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use frontdesk_form::__private::StoredMessage;
use frontdesk_form::Message;
use frontdesk_router::__desk::{InLanguage, MAX_FLASHES, cookie_pairs};
use frontdesk_router::{Ctx, Flash};
use http::HeaderMap;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::browser::{Browser, removal};
use crate::form_state::Owner;
use crate::keys::{Purpose, Sealer, nonce};
use crate::random_id::RandomId;
use crate::state_cookie::StateCookies;
use crate::texts;

mod fitting;
mod header;

pub(crate) use fitting::StoredFlash;
pub(crate) use header::header_value;

const COOKIES: StateCookies = StateCookies {
    prefix: "_fd_flash_",
    secure_prefix: "__Host-fd_flash_",
    alive: MAX_FLASHES,
    room: 2 * 1024,
};

/// The maximum size of the messages in one cookie, before sealing, in bytes. Sealed, they fit into the
/// room that all cookies of messages have together.
const BUDGET: usize = 1400;

/// The maximum number of pages that the log names for not showing messages.
const MAX_NAMED: usize = 100;

/// The content of a cookie, after its [`Owner`].
#[derive(Serialize, Deserialize)]
struct CookieContent {
    target: TargetHash,
    messages: Vec<StoredFlash>,
}

/// A hash of the path that a redirect leads to, which tells its page from others.
type TargetHash = [u8; 8];

/// Seals and opens the cookies of flash messages.
pub(crate) struct FlashCookies {
    sealer: Arc<Sealer>,
    /// How long a message waits for a page that shows it.
    lifetime: Duration,
    /// The pages that the log has named for not showing messages.
    named: Mutex<BTreeSet<String>>,
}

/// A cookie in the browser with the messages of one redirect.
struct FoundFlashes<'h> {
    name: &'h str,
    size: usize,
    issued: SystemTime,
    owner: Owner,
    content: CookieContent,
}

/// The messages that a page can show, and the cookies to remove when it has.
#[derive(Debug, Default)]
pub(crate) struct LoadedFlashes {
    pub(crate) messages: Vec<StoredFlash>,
    pub(crate) cookies: Vec<String>,
}

impl FlashCookies {
    pub(crate) fn new(sealer: Arc<Sealer>, lifetime: Duration) -> Self {
        Self {
            sealer,
            lifetime,
            named: Mutex::default(),
        }
    }

    /// Sets the cookie with the messages of one redirect to `target`, a path. `id` names the cookie: it
    /// is the same for requests whose redirects are one for the person who sees it.
    pub(crate) fn store(
        &self,
        ctx: &Ctx,
        headers: &HeaderMap,
        browser: &Browser,
        id: RandomId,
        target: &str,
        flashes: Vec<Flash>,
    ) {
        ctx.forbid_store();
        let Some(browser_id) = browser.id_or_new(ctx) else {
            tracing::debug!("a flash message was dropped: the browser may have an id that this request doesn't show");
            return;
        };
        let messages = fitting::within(fitting::sendable(flashes), BUDGET);
        if messages.is_empty() {
            return;
        }
        let (owner, count) = (Owner::new(browser_id, None), messages.len());
        let name = COOKIES.name(id, browser.is_secure);
        let target = hash(target);
        let Some(sealed) = self.seal(ctx, &name, owner, &CookieContent { target, messages }) else {
            return;
        };
        self.drop_oldest(ctx, headers, browser, owner, (&name, count, sealed.len()));
        ctx.set_cookie(COOKIES.build(name, sealed, self.lifetime));
        browser.set(browser_id, ctx);
        ctx.shared().set_flashed();
    }

    fn seal(&self, ctx: &Ctx, name: &str, owner: Owner, content: &CookieContent) -> Option<String> {
        let runtime = &*ctx.shared().runtime;
        let content = postcard::to_extend(content, owner.as_bytes().to_vec()).ok()?;
        let context = [b"cookie", name.as_bytes()];
        let (now, nonce) = (runtime.now(), nonce(runtime));
        self.sealer
            .seal(Purpose::Flash, &context, &content, now, self.lifetime, nonce)
            .ok()
    }

    /// Removes the oldest cookies, so that the browser has no more messages than pages show, and there
    /// is room for a new cookie. Also those of another browser id, which no page shows any more.
    fn drop_oldest(
        &self,
        ctx: &Ctx,
        headers: &HeaderMap,
        browser: &Browser,
        owner: Owner,
        (new, new_count, new_size): (&str, usize, usize),
    ) {
        let (mut count, mut bytes, mut is_full) = (new_count, new_size, false);
        for found in self.found(ctx, headers, browser.is_secure).into_iter().rev() {
            if found.name == new {
                continue;
            }
            let is_own = found.owner == owner;
            is_full |= is_own && (count >= MAX_FLASHES || bytes + found.size > COOKIES.room);
            if is_own {
                count += found.content.messages.len();
                bytes += found.size;
            }
            if is_full || !is_own {
                ctx.set_cookie(removal(found.name));
            }
        }
        if is_full || count > MAX_FLASHES {
            tracing::warn!("the oldest flash messages of a browser were dropped: no page has shown them so far");
        }
    }

    /// Returns the cookies of a request, the oldest first. One that doesn't open may belong to another
    /// app on this host, since cookies are not bound to a port. It expires soon.
    fn found<'h>(&self, ctx: &Ctx, headers: &'h HeaderMap, is_secure: bool) -> Vec<FoundFlashes<'h>> {
        let now = ctx.shared().runtime.now();
        let opened = COOKIES.all(headers, is_secure).filter_map(|(name, _, value)| {
            let context = [b"cookie", name.as_bytes()];
            let opened = self.sealer.open(Purpose::Flash, &context, value, now).ok()?;
            let (owner, content) = Owner::split_from(&opened.plaintext)?;
            Some(FoundFlashes {
                name,
                size: value.len(),
                issued: opened.issued,
                owner,
                content: postcard::from_bytes(content).ok()?,
            })
        });
        let mut found: Vec<_> = opened.collect();
        // The sort is stable, and browsers send older cookies first.
        found.sort_by_key(|found| found.issued);
        let mut names = BTreeSet::new();
        // A repeated cookie is the same message.
        found.retain(|found| names.insert(found.name));
        found
    }

    /// Returns the messages for a browser: the latest, in the order in which they were sent.
    pub(crate) fn load(&self, ctx: &Ctx, headers: &HeaderMap, browser: &Browser) -> LoadedFlashes {
        let Some(id) = browser.id else {
            return LoadedFlashes::default();
        };
        let owner = Owner::new(id, None);
        let mut found = self.found(ctx, headers, browser.is_secure);
        found.retain(|found| found.owner == owner);
        let cookies = found.iter().map(|found| found.name.to_owned()).collect();
        let mut messages: Vec<_> = found.into_iter().flat_map(|found| found.content.messages).collect();
        messages.drain(..messages.len().saturating_sub(MAX_FLASHES));
        LoadedFlashes { messages, cookies }
    }

    /// Logs, once for each page, that a redirect with a message has led to this page, which doesn't show
    /// messages.
    pub(crate) fn note_unread(&self, ctx: &Ctx, headers: &HeaderMap) {
        if !has_cookies(headers) {
            return;
        }
        let target = hash(&ctx.path_and_query());
        let all = [false, true].into_iter();
        let mut found = all.flat_map(|is_secure| self.found(ctx, headers, is_secure));
        if !found.any(|found| found.content.target == target) {
            return;
        }
        let route = ctx.pattern().unwrap_or_else(|| ctx.uri().path());
        let mut named = self.named.lock().unwrap_or_else(PoisonError::into_inner);
        if named.len() < MAX_NAMED && named.insert(route.to_owned()) {
            tracing::warn!(
                route = %route.escape_debug(),
                "a redirect with a flash message led to a page that doesn't show it: take `Flashes` in that page"
            );
        }
    }
}

/// Returns whether a request has cookies of flash messages.
pub(crate) fn has_cookies(headers: &HeaderMap) -> bool {
    cookie_pairs(headers).any(|(name, _)| name.starts_with(COOKIES.prefix) || name.starts_with(COOKIES.secure_prefix))
}

/// Puts a message into words, in the language of the request. The response has that language then.
pub(crate) fn translated(message: &StoredMessage, language: Option<&InLanguage>) -> Message {
    language.inspect(|language| language.mark_used());
    texts::in_words(message, language)
}

/// Hashes the path of a URL, without its query and fragment.
fn hash(url: &str) -> TargetHash {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let mut hash = TargetHash::default();
    hash.iter_mut()
        .zip(Sha256::digest(path))
        .for_each(|(own, byte)| *own = byte);
    hash
}

impl fmt::Debug for FlashCookies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FlashCookies")
    }
}
