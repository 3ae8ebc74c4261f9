//! Saying that something has changed.

use std::fmt;

use axum_core::extract::FromRequestParts;
use http::request::Parts;

use super::Cache;
use super::key::{NAME_LIMIT, canonical};
use super::names::Name;
use crate::context::Ctx;
use crate::cookies::outside;
use crate::problem::Problem;

/// An extractor that outdates kept answers, in route handlers and actions: by path, by path and all below, by tag.
///
/// It takes effect when its future ends, not when the request does: the next read, anyone's, runs the handler, and what a handler
/// makes that was already running then is never served as new. So call it **after** the change is made (and committed). What is
/// outdated stays so if the request fails afterwards; that costs one run and is never wrong. If that run fails, its failure is
/// the answer: the old one is gone.
///
/// Names that no kept answer has do nothing, and neither does a desk without a cache.
///
/// ```
/// use frontdesk_router::{NoContent, Path, Problem, Revalidate, get, put, Router};
///
/// async fn rename(Path(id): Path<u32>, revalidate: Revalidate, name: String) -> Result<NoContent, Problem> {
///     // … store the name, then:
///     revalidate.path(&format!("/api/users/{id}")).await?;
///     revalidate.tag("users").await?;
///     Ok(NoContent)
/// }
/// # let _: Router<()> = Router::new().route("/api/users/{id}", put(rename));
/// ```
#[derive(Debug, Clone)]
pub struct Revalidate {
    cache: Option<Cache>,
    ctx: Option<Ctx>,
}

impl Revalidate {
    /// For work that no request began, such as a job or a message from elsewhere.
    #[must_use]
    pub fn new(cache: Option<Cache>) -> Self {
        Self { cache, ctx: None }
    }

    /// Outdates what is kept for one path, whatever its query: `/api/users/7`, without the desk's base path.
    ///
    /// # Errors
    ///
    /// When the path is longer than 1 KiB in its one spelling, or doesn't begin with `/`. (If the store is out of reach, that
    /// is no error of the request: the log says so.)
    pub async fn path(&self, path: &str) -> Result<(), InvalidNameError> {
        let path = spelled(path)?;
        self.revalidate(Name::Path(&path)).await;
        Ok(())
    }

    /// Outdates what is kept for a path and for all paths below it: `/api` is `/api` and `/api/users`, not `/apix`; `/` is
    /// everything.
    ///
    /// # Errors
    ///
    /// As [`path`](Self::path).
    pub async fn path_and_below(&self, path: &str) -> Result<(), InvalidNameError> {
        let path = spelled(path)?;
        let trimmed = path.trim_end_matches('/');
        self.revalidate(Name::Below(if trimmed.is_empty() { "/" } else { trimmed }))
            .await;
        Ok(())
    }

    /// Outdates what is kept of the routes with this tag ([`Get::tag`](crate::Get::tag)).
    ///
    /// # Errors
    ///
    /// When the tag is longer than 1 KiB.
    pub async fn tag(&self, tag: &str) -> Result<(), InvalidNameError> {
        if tag.len() > NAME_LIMIT {
            return Err(InvalidNameError::TooLong);
        }
        self.revalidate(Name::Tag(tag)).await;
        Ok(())
    }

    async fn revalidate(&self, name: Name<'_>) {
        if let Some(cache) = &self.cache {
            cache.revalidate(name).await;
        }
        if let Some(ctx) = &self.ctx {
            ctx.note_revalidated(name);
        }
    }
}

/// A path in its one spelling, without a query.
fn spelled(path: &str) -> Result<String, InvalidNameError> {
    if !path.starts_with('/') {
        return Err(InvalidNameError::NoPath);
    }
    let path = path.split(['?', '#']).next().unwrap_or_default();
    // A path with a `%` that begins no escape was never escaped.
    let spelled = canonical(path).map_or_else(|| path.replace('%', "%25"), Into::into);
    let spelled = canonical(&spelled).unwrap_or_default().into_owned();
    if spelled.len() > NAME_LIMIT {
        return Err(InvalidNameError::TooLong);
    }
    Ok(spelled)
}

impl<S: Sync> FromRequestParts<S> for Revalidate {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let ctx = Ctx::get(&parts.extensions).ok_or_else(|| outside("Revalidate"))?;
        Ok(Self {
            cache: ctx.part::<Cache>().cloned(),
            ctx: Some(ctx.clone()),
        })
    }
}

/// What can't be the name of something to revalidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidNameError {
    /// It is longer than 1 KiB.
    TooLong,
    /// It is to be a path, and doesn't begin with `/`.
    NoPath,
}

impl std::error::Error for InvalidNameError {}

impl fmt::Display for InvalidNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLong => "a path or tag to revalidate is longer than 1 KiB",
            Self::NoPath => "a path to revalidate doesn't begin with `/`",
        })
    }
}
