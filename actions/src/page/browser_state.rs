//! What Frontdesk stores in a browser, to be dropped at a logout.

use axum_core::extract::FromRequestParts;
use frontdesk_router::__desk::{cookie_pairs, outside_desk};
use frontdesk_router::{Ctx, Problem};
use http::request::Parts;

use crate::browser::{is_ours, removal};

/// An extractor for what Frontdesk stores in the browser that sent the request: submitted values of
/// failed forms, results that no page has shown yet, and the browser id that they are bound to.
///
/// **Call [`forget`](Self::forget) in your logout**, so that the next user of the browser doesn't
/// find the last user's input. It works in actions, in route handlers and in the host app's own
/// handlers (axum: under `.desk(desk)`; actix: `frontdesk::actix::BrowserState`).
///
/// ```
/// # extern crate frontdesk_actions as frontdesk;
/// use frontdesk_actions::{BrowserState, server_action};
/// use frontdesk_router::{Cookies, Redirect};
///
/// #[server_action]
/// async fn log_out(#[extract] cookies: Cookies, #[extract] browser: BrowserState) -> Redirect {
///     cookies.remove("session"); // the app's own session
///     browser.forget();
///     Redirect::to("/")
/// }
/// # fn main() {}
/// ```
///
/// On a shared computer this remains:
///
/// - pages that the browser has in memory: its Back button, and open tabs with the text in their
///   inputs. A page that shows submitted values is `no-store`, so browsers request it
///   again;
/// - the app's own cookies;
/// - values in the [`StateStore`](crate::StateStore), sealed, until they expire. Nothing leads to
///   them any more.
///
/// # Errors
///
/// The rejection is a masked 500 if neither a desk nor the adapter's layer covers the handler. The
/// log has the reason.
#[derive(Debug, Clone)]
pub struct BrowserState {
    ctx: Ctx,
    /// The names of our cookies.
    cookies: Vec<String>,
}

impl BrowserState {
    /// Removes everything of ours from the browser. What the same request stores after that gets a
    /// new browser id.
    pub fn forget(&self) {
        for name in &self.cookies {
            self.ctx.set_cookie(removal(name));
        }
    }
}

impl<S: Sync> FromRequestParts<S> for BrowserState {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let ctx = Ctx::get(&parts.extensions)
            .cloned()
            .ok_or_else(|| outside_desk("BrowserState"))?;
        let names = cookie_pairs(&parts.headers).map(|(name, _)| name);
        let cookies = names.filter(|name| is_ours(name)).map(str::to_owned).collect();
        Ok(Self { ctx, cookies })
    }
}
