//! The person that a job belongs to: a browser, by a cookie. An app with logins has its users in place of this.

use std::sync::Arc;

use frontdesk::http::request::Parts;
use frontdesk::{Cookies, FromRequestParts, Problem};

/// The cookie with the secret of an owner.
pub const COOKIE: &str = "progress_owner";

/// The secret that a browser proves by its cookie that a job is its own.
#[derive(Clone, PartialEq, Eq)]
pub struct Owner(Arc<str>);

impl Owner {
    /// Returns the owner that a request is from, or a new one, whose cookie is set.
    ///
    /// # Errors
    ///
    /// If the system has no random numbers.
    pub fn or_new(cookies: &Cookies) -> Result<Self, getrandom::Error> {
        if let Some(owner) = Self::of(cookies) {
            return Ok(owner);
        }
        let secret = format!("{:016x}{:016x}", getrandom::u64()?, getrandom::u64()?);
        cookies.set(COOKIE, &*secret);
        Ok(Self(secret.into()))
    }

    /// Returns the owner with this secret, or `None` if it can't be one of ours.
    #[must_use]
    pub fn with_secret(secret: &str) -> Option<Self> {
        let is_ours = secret.len() == 32 && secret.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_ours.then(|| Self(secret.into()))
    }

    /// Returns the owner that a request is from, or `None` if it has no such cookie.
    fn of(cookies: &Cookies) -> Option<Self> {
        Self::with_secret(&cookies.get(COOKIE)?)
    }
}

impl std::fmt::Debug for Owner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Owner")
    }
}

/// As an argument of a handler or an action: the person that the request is from, if there is one.
#[derive(Debug, Clone)]
pub struct Visitor(pub Option<Owner>);

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let cookies = Cookies::from_request_parts(parts, state).await?;
        Ok(Self(Owner::of(&cookies)))
    }
}
