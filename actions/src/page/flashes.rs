//! The extractor that gives a page its flash messages.

use std::fmt;
use std::slice;
use std::sync::Arc;

use axum_core::extract::FromRequestParts;
use axum_core::response::Response;
use frontdesk_router::__desk::{FlashCheck, FlashContent, FlashSender, InLanguage, outside_desk};
use frontdesk_router::{Ctx, Flash, FlashKind, Problem};
use http::header::LOCATION;
use http::request::Parts;
use http::{HeaderMap, Method};
use serde::de::DeserializeOwned;

use super::forms::is_prefetch;
use crate::actions::Actions;
use crate::browser::{Browser, is_same_origin_or_navigation, removal};
use crate::caller::Caller;
use crate::flash::{LoadedFlashes, has_cookies, header_value, translated};
use crate::protocol::FRONTDESK_FLASH;
use crate::random_id::RandomId;

/// An extractor for pages. It has the flash messages of the redirects that led here, up to five, the
/// oldest first.
///
/// **Showing uses them up**: when a page iterates over them, and its response is not an error, they
/// are gone. A HEAD request and a prefetch don't use them up. A page that showed messages is
/// `no-store`.
///
/// It works in pages of the desk, and in pages of the host app under the adapter's layer (axum:
/// `.desk(desk)` after the routes; actix: `frontdesk::actix::Flashes`).
///
/// The messages are in a cookie, sealed, and bound to the browser id. In a browser that stores no
/// cookies no message is shown. They wait two minutes for a page
/// ([`form_state_lifetime`](https://docs.rs/frontdesk/latest/frontdesk/struct.DeskBuilder.html#method.form_state_lifetime)).
/// Of two pages that a browser requests at the same moment, both may show a message.
///
/// ```
/// use frontdesk_actions::Flashes;
/// use frontdesk_router::{Flash, Redirect, Router, get};
///
/// async fn save() -> Redirect {
///     Redirect::to("/todos").flash("Saved")
/// }
///
/// async fn todos(flashes: Flashes) -> String {
///     let mut html = String::new();
///     for flash in &flashes {
///         // A template escapes the text, like any other.
///         html += &format!(r#"<p class="{}">{}</p>"#, flash.kind(), escape(flash.text()));
///     }
///     html
/// }
/// # fn escape(text: &str) -> String { text.replace('&', "&amp;").replace('<', "&lt;") }
/// let routes: Router<()> = Router::new().route("/save", get(save)).page("/todos", todos);
/// # let _ = routes;
/// ```
///
/// # Errors
///
/// The rejection is a masked 500 if neither a desk nor the adapter's layer covers the page. The log
/// has the reason.
#[derive(Clone)]
pub struct Flashes {
    ctx: Ctx,
    messages: Arc<[FlashMessage]>,
    /// The cookies to remove when the page shows the messages. None for a request that doesn't use
    /// them up.
    cookies: Arc<[String]>,
}

/// A flash message for a page to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlashMessage {
    kind: FlashKind,
    text: String,
    is_text: bool,
}

impl Flashes {
    /// Returns the messages, the oldest first, and uses them up.
    pub fn iter(&self) -> slice::Iter<'_, FlashMessage> {
        self.ctx.record_read_flashes();
        if !self.messages.is_empty() {
            self.ctx.forbid_store();
        }
        for cookie in &*self.cookies {
            self.ctx.set_cookie_if_displayed(removal(cookie));
        }
        self.messages.iter()
    }

    /// Returns whether there are no messages. Uses nothing up.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ctx.record_read_flashes();
        if !self.messages.is_empty() {
            self.ctx.forbid_store();
        }
        self.messages.is_empty()
    }
}

impl<'a> IntoIterator for &'a Flashes {
    type Item = &'a FlashMessage;
    type IntoIter = slice::Iter<'a, FlashMessage>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Debug for Flashes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&*self.messages).finish()
    }
}

impl FlashMessage {
    /// Returns the kind of message.
    #[must_use]
    pub fn kind(&self) -> FlashKind {
        self.kind
    }

    /// Returns the text. It is not HTML: templates must escape it. Of a value that is not a text,
    /// returns JSON.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the value that the message was made of. `None` if it is not of this type: after a new
    /// version of the app, it may be of an older one.
    ///
    /// ```
    /// # use frontdesk_actions::FlashMessage;
    /// #[derive(serde::Deserialize)]
    /// struct Undo { id: u32 }
    ///
    /// fn undo(flash: &FlashMessage) -> Option<u32> {
    ///     flash.value::<Undo>().map(|undo| undo.id)
    /// }
    /// ```
    #[must_use]
    pub fn value<T: DeserializeOwned>(&self) -> Option<T> {
        if self.is_text {
            let text = serde_json::Value::String(self.text.clone());
            return serde_json::from_value(text).ok();
        }
        serde_json::from_str(&self.text).ok()
    }
}

impl<S: Sync> FromRequestParts<S> for Flashes {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let ctx = Ctx::get(&parts.extensions).ok_or_else(|| outside_desk("Flashes"))?;
        let actions = ctx.part::<Arc<Actions>>().ok_or_else(|| outside_desk("Flashes"))?;
        let loaded = if has_cookies(&parts.headers) {
            // A desk that has been restarted learns that there are messages.
            ctx.shared().set_flashed();
            let browser = Browser::of(parts, &actions.guard);
            actions.flashes.load(ctx, &parts.headers, &browser)
        } else {
            LoadedFlashes::default()
        };
        if !loaded.messages.is_empty() {
            Caller::of_page(ctx, &parts.headers);
        }
        let uses_up = parts.method != Method::HEAD && !is_prefetch(&parts.headers);
        Ok(Self {
            ctx: ctx.clone(),
            messages: loaded
                .messages
                .into_iter()
                .filter_map(|flash| message(flash, ctx.language()))
                .collect(),
            cookies: if uses_up { loaded.cookies.into() } else { Arc::default() },
        })
    }
}

fn message((kind, content): (FlashKind, FlashContent), language: Option<&InLanguage>) -> Option<FlashMessage> {
    let (text, is_text) = match content {
        FlashContent::Text(text) => (text, true),
        FlashContent::Message(message) => (translated(&message, language).into(), true),
        FlashContent::Value(json) => (json, false),
        FlashContent::Invalid(_) => return None,
    };
    Some(FlashMessage { kind, text, is_text })
}

/// Returns what sends the flash messages of route handlers, and what notices those that no page shows.
#[must_use]
pub fn flash_parts() -> (FlashSender, FlashCheck) {
    (FlashSender(send), FlashCheck(note_unread))
}

fn send(ctx: &Ctx, request: &Parts, flashes: Vec<Flash>, response: &mut Response) {
    let Some(actions) = ctx.part::<Arc<Actions>>() else {
        return;
    };
    if request.method.is_safe() && !is_same_origin_or_navigation(request, &actions.guard) {
        tracing::info!("a flash message was dropped: another site's page has requested the redirect");
        return;
    }
    if !Caller::from_headers(&request.headers).profile().shows_pages() {
        ctx.forbid_store();
        let value =
            header_value(flashes, ctx.language()).map(|value| response.headers_mut().insert(&FRONTDESK_FLASH, value));
        drop(value);
        return;
    }
    let target = response.headers().get(LOCATION).and_then(|target| target.to_str().ok());
    let id = RandomId::new(&*ctx.shared().runtime);
    let browser = Browser::of(request, &actions.guard);
    let target = target.unwrap_or_default();
    actions
        .flashes
        .store(ctx, &request.headers, &browser, id, target, flashes);
}

fn note_unread(ctx: &Ctx, headers: &HeaderMap) {
    if let Some(actions) = ctx.part::<Arc<Actions>>() {
        actions.flashes.note_unread(ctx, headers);
    }
}
