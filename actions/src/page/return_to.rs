//! The extractor that leads people back after a login.

use std::fmt;
use std::sync::{Arc, OnceLock};

use axum_core::extract::FromRequestParts;
use frontdesk_router::__desk::outside_desk;
use frontdesk_router::{Ctx, Problem, Redirect};
use http::request::Parts;

use super::page_url::referer;
use crate::actions::Actions;
use crate::browser::Browser;
use crate::login::{PendingLogin, id_in};
use crate::random_id::RandomId;

/// An extractor for what is behind a login page: the page that its user came from, and the form that
/// had been sent there.
///
/// It belongs to [`Problem::with_login`], in the route handler or the action that checks the
/// password. The page opens with its form filled if it was rendered for the identity that signed in, or
/// for nobody.
///
/// ```
/// # extern crate frontdesk_actions as frontdesk;
/// use frontdesk_actions::{ReturnTo, server_action};
/// use frontdesk_router::{Cookies, Problem, Redirect};
///
/// #[server_action]
/// async fn log_in(
///     #[extract] return_to: ReturnTo,
///     #[extract] cookies: Cookies,
///     name: String,
///     #[field(secret)] password: String,
/// ) -> Result<Redirect, Problem> {
///     if password != "correct horse" {
///         return Err(Problem::field("password", "is wrong"));
///     }
///     cookies.set("user", name); // an app starts a session here
///     Ok(return_to.or("/"))
/// }
/// # fn main() {}
/// ```
///
/// The page is found by the id in the URL of the login page, whichever way the request has that: in its
/// own URL, in `Referer`, or in the hidden field of an action's form. If none of them has an id, it is
/// the page that was asked for last. It is found only in the browser in which it was stored, so nobody
/// else can choose where a login leads.
///
/// A form waits until a page has shown it, so a wrong password loses nothing. A page without a form
/// waits until [`or`](Self::or) was called and the response succeeded.
///
/// # Errors
///
/// The rejection is a masked 500 if neither a desk nor the adapter's layer covers the handler. The log
/// has the reason.
#[derive(Clone)]
pub struct ReturnTo {
    ctx: Ctx,
    pending: Vec<PendingLogin>,
    /// The ids that the request names, the best first.
    named: [Option<RandomId>; 2],
    of_form: LoginOfForm,
}

/// The id in the return URL of an action's form: a request extension, written once the form was read.
#[derive(Clone, Default)]
pub(crate) struct LoginOfForm(pub(crate) Arc<OnceLock<RandomId>>);

impl ReturnTo {
    /// Returns the URL that leads back: a path of this origin. Returns `None` if nothing waits for a login
    /// in this browser.
    #[must_use]
    pub fn url(&self) -> Option<String> {
        self.chosen()?.return_url()
    }

    /// Redirects back, or to `path` if nothing waits for a login in this browser.
    ///
    /// `path` is as for [`Redirect::to`].
    pub fn or(self, path: impl Into<String>) -> Redirect {
        let Some((pending, url)) = self.chosen().and_then(|pending| Some((pending, pending.return_url()?))) else {
            return Redirect::to(path);
        };
        if !pending.has_form() {
            pending.forget(&self.ctx);
        }
        Redirect::to(url)
    }

    fn chosen(&self) -> Option<&PendingLogin> {
        let of_form = self.of_form.0.get().copied();
        let mut named = self.named.into_iter().chain([of_form]).flatten().peekable();
        if named.peek().is_some() {
            // Of no other tab: that one would lose its form to this one.
            return named.find_map(|id| self.pending.iter().find(|pending| pending.id == id));
        }
        // The last of those of one moment: browsers send older cookies first.
        let waiting = self.pending.iter().filter(|pending| pending.waits());
        waiting.max_by_key(|pending| pending.issued())
    }
}

impl<S: Sync> FromRequestParts<S> for ReturnTo {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let ctx = Ctx::get(&parts.extensions).cloned();
        let ctx = ctx.ok_or_else(|| outside_desk("ReturnTo"))?;
        let actions = ctx.part::<Arc<Actions>>().cloned();
        let actions = actions.ok_or_else(|| outside_desk("ReturnTo"))?;
        let own = parts.uri.path_and_query().and_then(|own| id_in(own.as_str()));
        let page = referer(&actions.guard, &parts.headers, &parts.uri).and_then(id_in);
        let browser = Browser::of(parts, &actions.guard);
        let mut pending = actions.logins.all(&ctx, &parts.headers, &browser);
        for pending in pending.iter_mut().filter(|pending| pending.return_url().is_none()) {
            actions.logins.fetch(&ctx, pending).await;
        }
        ctx.forbid_store();
        let of_form = LoginOfForm::default();
        parts.extensions.insert(of_form.clone());
        Ok(Self {
            ctx,
            pending,
            named: [own, page],
            of_form,
        })
    }
}

impl fmt::Debug for ReturnTo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReturnTo")
            .field("url", &self.url())
            .finish_non_exhaustive()
    }
}
