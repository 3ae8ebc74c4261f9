//! Cookies: read what came, set what goes.

use axum_core::extract::FromRequestParts;
use cookie::{Cookie, SameSite};
use http::header::COOKIE;
use http::request::Parts;

use crate::context::Ctx;
use crate::problem::Problem;

/// An extractor that reads the request's cookies and sets cookies on the answer, in route handlers, actions and pages.
///
/// What is set goes onto the answer whatever it is: a redirect, a problem, any answer mode of an action.
///
/// ```
/// use frontdesk_router::{Cookies, Redirect};
///
/// async fn remember(cookies: Cookies) -> Redirect {
///     let visits: u32 = cookies.get("visits").and_then(|v| v.parse().ok()).unwrap_or(0);
///     cookies.set("visits", (visits + 1).to_string());
///     Redirect::to("/")
/// }
/// ```
#[derive(Debug, Clone)]
pub struct Cookies {
    ctx: Ctx,
    sent: Vec<(String, String)>,
}

impl Cookies {
    /// The value of a cookie: as set during this request, else as the client sent it (the first of that name). Values are as
    /// they stand in the header, without percent-decoding.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<String> {
        if let Some(set) = self.ctx.cookie_set(name) {
            return set;
        }
        self.sent
            .iter()
            .find(|(sent, _)| sent == name)
            .map(|(_, value)| value.clone())
    }

    /// The names of the cookies that the client sent.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.sent.iter().map(|(name, _)| name.as_str())
    }

    /// Sets a session cookie with safe attributes: `HttpOnly; SameSite=Lax; Path=/`. For others, see [`Cookies::add`].
    pub fn set(&self, name: impl Into<String>, value: impl Into<String>) {
        let cookie = Cookie::build((name.into(), value.into()));
        self.add(cookie.http_only(true).same_site(SameSite::Lax).path("/").build());
    }

    /// Sets a cookie just as given.
    pub fn add(&self, cookie: Cookie<'static>) {
        self.ctx.set_cookie(cookie);
    }

    /// Tells the client to forget a cookie that was set with `Path=/`. For one of another path or domain, give them:
    /// [`Cookies::add`] with a `Max-Age` of zero.
    pub fn remove(&self, name: impl Into<String>) {
        self.add(forgotten(name.into()));
    }
}

/// A cookie that makes the client forget the one of that name and `Path=/`.
fn forgotten(name: String) -> Cookie<'static> {
    let mut cookie = Cookie::build((name, "")).path("/").build();
    cookie.make_removal();
    cookie
}

impl<S: Sync> FromRequestParts<S> for Cookies {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let ctx = Ctx::of(&parts.extensions).cloned().ok_or_else(|| outside("Cookies"))?;
        let values = parts
            .headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok());
        let sent = values.flat_map(Cookie::split_parse).flatten();
        let sent = sent
            .map(|cookie| (cookie.name().to_owned(), cookie.value().to_owned()))
            .collect();
        Ok(Self { ctx, sent })
    }
}

/// The problem of an extractor of ours in a handler that no desk and no pages layer covers.
pub(crate) fn outside(extractor: &str) -> Problem {
    Problem::internal(format!(
        "`{extractor}` was extracted outside a desk: serve the handler through a desk, or give the host's own routes the \
         adapter's layer (axum: `.desk(desk)` after the routes; actix: `.wrap(frontdesk_actix::pages(&desk))`)"
    ))
}
