//! The flash messages of an action's redirect.

use axum_core::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use frontdesk_router::__desk::take_flashes;
use frontdesk_router::Flash;
use http::HeaderValue;
use http::header::LOCATION;
use sha2::{Digest as _, Sha256};

use super::call::Call;
use crate::flash::header_value;
use crate::protocol::FRONTDESK_FLASH;
use crate::random_id::RandomId;

impl Call {
    /// Sends the messages of a redirect to `target`: to a browser in a cookie, to a program in a header,
    /// which is returned.
    pub(super) fn flash(&self, flashes: Vec<Flash>, target: &HeaderValue) -> Option<HeaderValue> {
        if flashes.is_empty() {
            return None;
        }
        if !self.caller.profile().shows_pages() {
            return header_value(flashes, self.ctx.language());
        }
        let target = target.to_str().unwrap_or_default();
        let (headers, browser) = (&self.parts.headers, self.browser());
        let sent = &self.actions.flashes;
        sent.store(&self.ctx, headers, &browser, self.flash_id(), target, flashes);
        None
    }

    /// Sends the messages of a response that an extractor, or a layer, has made.
    pub(super) fn flash_of_response(&self, mut response: Response) -> Response {
        if response.extensions().is_empty() {
            return response;
        }
        let flashes = take_flashes(&mut response);
        let target = response.headers().get(LOCATION).cloned();
        if let Some(value) = target.and_then(|target| self.flash(flashes, &target)) {
            response.headers_mut().insert(&FRONTDESK_FLASH, value);
        }
        response
    }

    /// Returns the id of the cookie with the messages. All requests with one form that runs once set the
    /// same: whichever response a browser shows, the messages are shown once.
    fn flash_id(&self) -> RandomId {
        let token = self.hidden.once_token.as_deref();
        let id = token.filter(|_| self.action.once.is_some()).and_then(|token| {
            let hash = Sha256::new_with_prefix("flash:").chain_update(token).finalize();
            RandomId::parse(URL_SAFE_NO_PAD.encode(hash.get(..16)?).as_bytes())
        });
        id.unwrap_or_else(|| RandomId::new(&*self.ctx.shared().runtime))
    }
}
