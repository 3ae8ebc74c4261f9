//! The redirect to the login page, of pages and route handlers. That of actions is in the endpoint.

use std::fmt;
use std::sync::Arc;

use axum_core::extract::Request;
use axum_core::response::Response;
use frontdesk_router::__desk::{rendered, replace_body, take_login_page, vary_by_accept};
use frontdesk_router::{Ctx, Redirect, is_local_path};
use http::Method;
use http::header::WWW_AUTHENTICATE;
use http::request::Parts;

use super::page_url::{enclosing_page, referer};
use crate::actions::Actions;
use crate::browser::Browser;
use crate::caller::Caller;
use crate::form_state::with_parameter;
use crate::login::{NewLogin, is_same_page, with_id};
use crate::protocol::ACTIONS_PATH;

/// The head of a request, stored for the case that its response sends people to the login page: what
/// responds to it consumes the request.
pub struct PageHead {
    actions: Arc<Actions>,
    parts: Parts,
}

impl PageHead {
    /// Stores the head of a request that no action serves, if the desk identifies its clients. Other
    /// desks have no logins that people return from.
    #[must_use]
    pub fn of(actions: &Arc<Actions>, request: &Request) -> Option<Box<Self>> {
        if !actions.identifies_clients() {
            return None;
        }
        let (mut parts, ()) = Request::new(()).into_parts();
        parts.method = request.method().clone();
        parts.uri = request.uri().clone();
        parts.headers = request.headers().clone();
        let actions = Arc::clone(actions);
        Some(Box::new(Self { actions, parts }))
    }

    /// Turns the response into a redirect to the login page, if it is a rendered problem that names
    /// one, and a browser gets it. The page to return to waits for the login.
    pub async fn to_login(&self, ctx: &Ctx, mut response: Response) -> Response {
        let Some(login) = take_login_page(&mut response) else {
            return response;
        };
        vary_by_accept(response.headers_mut());
        let caller = Caller::from_headers(&self.parts.headers);
        let return_url = self.return_url(ctx, caller);
        // A login page that needs a login would lead to itself.
        let is_login = return_url.as_ref().is_some_and(|url| is_same_page(url, &login));
        if !caller.profile().shows_pages() || is_login {
            return response;
        }
        ctx.record_outcome(response.status());
        ctx.forbid_store();
        let url = match self.keep(ctx, return_url).await {
            Some(id) => with_id(&login, id),
            None => login,
        };
        replaced(response, ctx, caller, url)
    }

    /// Turns the response into a redirect to the login page, if it is a rendered problem that names
    /// one, and people get it. For a request whose head was not stored: the login leads back to nothing.
    #[must_use]
    pub fn to_login_for_good(ctx: &Ctx, mut response: Response) -> Response {
        let Some(login) = take_login_page(&mut response) else {
            return response;
        };
        if !ctx.prefers_html() || is_same_page(&ctx.path_and_query(), &login) {
            return response;
        }
        ctx.shared().lacks_identity.call_once(|| {
            tracing::warn!(
                login,
                "people are sent to the login page, and no page waits for them to return: the desk doesn't know who \
                 they are. Write `.identity(|user: CurrentUser| user.id.to_string())` on its builder"
            );
        });
        ctx.record_outcome(response.status());
        ctx.forbid_store();
        replaced(response, ctx, Caller::Browser, login)
    }

    /// Returns the page that the client is at: the requested one, or the one around it if it is a part
    /// of a page. For other methods than GET, the page that sent the request.
    fn return_url(&self, ctx: &Ctx, caller: Caller) -> Option<String> {
        let (guard, Parts { headers, uri, .. }) = (&self.actions.guard, &self.parts);
        let own = ctx.path_and_query();
        let url = if caller.profile().names_enclosing_page {
            with_parameter(enclosing_page(caller, guard, headers, uri)?, None)
        } else if self.parts.method.is_safe() {
            // With its form state: the session may have expired between a failed submit and a reload.
            own
        } else {
            with_parameter(referer(guard, headers, uri)?, None)
        };
        let actions = format!("{}{ACTIONS_PATH}", ctx.shared().base);
        (is_local_path(&url) && !url.starts_with(&actions)).then_some(url)
    }

    async fn keep(&self, ctx: &Ctx, return_url: Option<String>) -> Option<crate::random_id::RandomId> {
        // Neither HEAD nor a prefetch is a person who waits to be led back.
        let headers = &self.parts.headers;
        if self.parts.method == Method::HEAD || super::forms::is_prefetch(headers) {
            return None;
        }
        let browser = Browser::of(&self.parts, &self.actions.guard);
        let (logins, return_url) = (&self.actions.logins, return_url?);
        if let Some(id) = logins.restored_id(ctx, headers, &browser, &return_url) {
            return Some(id);
        }
        let new = NewLogin { return_url, form: None };
        logins.keep(ctx, headers, &browser, new).await
    }
}

/// Replaces a rendered problem by a redirect.
fn replaced(mut response: Response, ctx: &Ctx, caller: Caller, url: String) -> Response {
    let redirect = match Redirect::to(url).into_location() {
        Ok(location) => caller.redirect(location),
        Err(problem) => rendered(problem.finish(ctx), true, ctx),
    };
    response.headers_mut().remove(WWW_AUTHENTICATE);
    replace_body(&mut response, redirect);
    response
}

impl fmt::Debug for PageHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PageHead")
            .field("method", &self.parts.method)
            .field("uri", &self.parts.uri)
            .finish_non_exhaustive()
    }
}
