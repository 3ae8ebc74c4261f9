//! What waits for a login, and how it fits into a cookie.

use std::time::SystemTime;

use frontdesk_router::Ctx;
use serde::{Deserialize, Serialize};

use super::url::path_of;
use crate::browser::removal;
use crate::for_whom::ForWhom;
use crate::form_state::{FormState, with_parameter};
use crate::random_id::RandomId;

/// The longest return URL in a cookie, in bytes.
const MAX_URL: usize = 512;

/// The longest return URL in a cookie, in bytes, if the store has it too.
const MAX_STORED_URL: usize = 128;

/// What waits for a login, of the browser that sent a request.
#[derive(Clone)]
pub(crate) struct PendingLogin {
    pub(crate) id: RandomId,
    pub(super) cookie: String,
    /// The length of the cookie's value.
    pub(super) size: usize,
    pub(super) browser: RandomId,
    pub(super) issued: SystemTime,
    pub(super) content: Content,
}

/// The content of the sealed cookie.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Content {
    /// `None` if it is too long for a cookie.
    pub(super) return_url: Option<String>,
    pub(super) has_form: bool,
    pub(super) for_whom: ForWhom,
    /// `None` if there is none, or not even a part of it has room.
    pub(super) form: Option<FormState>,
    /// The store has all of it, and this is what remains if the store fails.
    pub(super) in_store: bool,
    /// A page has shown the form. It waits no more, but a reload shows it again.
    pub(super) is_shown: bool,
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
    pub(super) fn reduce(&mut self, budget: usize) {
        // Without its query, the URL leads to the page nevertheless.
        let longest = if self.in_store { MAX_STORED_URL } else { MAX_URL };
        let short = |url: &str| (url.len() <= longest).then(|| url.to_owned());
        let return_url = self.return_url.take();
        let url = return_url.as_deref().unwrap_or_default();
        self.return_url = match (short(url), self.in_store) {
            (None, false) => short(path_of(url)),
            (url, _) => url,
        };
        if let Some(form) = &mut self.form {
            form.shrink(budget);
            // What remains of it, such as the title of its problem, may be long still.
            let size = postcard::to_stdvec(form).map_or(usize::MAX, |bytes| bytes.len());
            self.form.take_if(|_| size > budget + 64);
        }
    }
}
