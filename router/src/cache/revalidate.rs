//! Outdating cached responses.

use std::fmt;

use axum_core::extract::FromRequestParts;
use http::request::Parts;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::handle::Cache;
use super::key::{MAX_NAME_LENGTH, canonical_path};
use super::known_names::{KnownNames, NamedPath};
use super::names::Name;
use crate::context::Ctx;
use crate::extract::outside_desk;
use crate::problem::Problem;

/// What cannot stand in a string of a structured field (RFC 9651, section 3.3.3), besides non-ASCII
/// characters.
const NOT_IN_STRING: &AsciiSet = &CONTROLS.add(b'"').add(b'\\');

/// The same for a tag, which is any text. Encodes `%` too, so that it can be decoded unambiguously.
const NOT_IN_TAG: &AsciiSet = &NOT_IN_STRING.add(b'%');

/// An extractor that outdates cached responses, in route handlers and actions: by path, by path and
/// all paths below, or by tag.
///
/// It takes effect when its future completes, not when the request ends: the next read by any
/// client runs the handler, and a handler that was already running never leaves a response that
/// counts as new. So call it **after** the change has been made and committed. If the request fails
/// afterwards, the responses stay outdated; that costs one run and is never wrong. If that run
/// fails, the client receives the failure, because the old response is no longer served.
///
/// A name that no cached response has does nothing, and neither does a desk without a cache. If no
/// route of the desk can have the name (a path with `/` at its end, a pattern, a misspelled tag), the
/// log warns of it.
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
    /// Creates it for work outside a request, such as a job. Apps call `Desk::revalidate`.
    #[doc(hidden)]
    #[must_use]
    pub fn new(cache: Option<Cache>) -> Self {
        Self { cache, ctx: None }
    }

    /// Outdates the responses of one path, with any query: `/api/users/7`, without the desk's base
    /// path.
    ///
    /// # Errors
    ///
    /// If the path is longer than 1 KiB in its canonical spelling, or does not begin with `/`. An
    /// unreachable store is not an error here; it is logged.
    pub async fn path(&self, path: &str) -> Result<(), InvalidNameError> {
        let (written, path) = (without_query(path), canonical(path)?);
        let named = self.named_path(written, &path);
        self.warn(Name::Path(&path), |known| named.without_effect(known));
        self.revalidate(Name::Path(&path)).await;
        Ok(())
    }

    /// Outdates the responses of a path and of all paths below it: `/api` covers `/api` and
    /// `/api/users`, not `/apix`; `/` covers everything.
    ///
    /// # Errors
    ///
    /// The same as those of [`path`](Self::path).
    pub async fn path_and_below(&self, path: &str) -> Result<(), InvalidNameError> {
        let (written, path) = (without_query(path), canonical(path)?);
        let trimmed = path.trim_end_matches('/');
        let trimmed = if trimmed.is_empty() { "/" } else { trimmed };
        let named = self.named_path(written, trimmed);
        self.warn(Name::Below(trimmed), |known| named.without_effect_below(known));
        self.revalidate(Name::Below(trimmed)).await;
        Ok(())
    }

    /// Outdates the responses of all routes with this tag ([`Get::tag`](crate::Get::tag)).
    ///
    /// # Errors
    ///
    /// If the tag is longer than 1 KiB.
    pub async fn tag(&self, tag: &str) -> Result<(), InvalidNameError> {
        if tag.len() > MAX_NAME_LENGTH {
            return Err(InvalidNameError::TooLong);
        }
        self.warn(Name::Tag(tag), |known| {
            (!known.has_tag(tag)).then(|| "no cached GET has this tag".to_owned())
        });
        self.revalidate(Name::Tag(tag)).await;
        Ok(())
    }

    fn named_path<'a>(&'a self, written: &'a str, canonical: &'a str) -> NamedPath<'a> {
        let base = self.ctx.as_ref().map_or("", |ctx| ctx.shared().base.as_str());
        NamedPath {
            written,
            canonical,
            base,
        }
    }

    /// Warns if it has no effect to revalidate a name.
    fn warn(&self, name: Name<'_>, without_effect: impl FnOnce(&dyn KnownNames) -> Option<String>) {
        let known = self.cache.as_ref().and_then(Cache::known_names);
        if let Some(reason) = known.and_then(without_effect) {
            let (name, reason) = (name.to_string(), reason.escape_debug().to_string());
            tracing::warn!(name = %name.escape_debug(), reason, "a revalidation has no effect");
        }
    }

    async fn revalidate(&self, name: Name<'_>) {
        if let Some(cache) = &self.cache {
            cache.revalidate(name).await;
        }
        if let Some(ctx) = &self.ctx {
            ctx.record_revalidated(list_member(name, &ctx.shared().base));
        }
    }
}

/// Returns the canonical spelling of a path, without its query and fragment.
fn canonical(path: &str) -> Result<String, InvalidNameError> {
    if !path.starts_with('/') {
        return Err(InvalidNameError::NotAPath);
    }
    let path = without_query(path);
    // A path with a malformed escape was never percent-encoded, so its `%` are literal.
    let encoded = canonical_path(path).map_or_else(|| path.replace('%', "%25"), Into::into);
    let canonical = canonical_path(&encoded).unwrap_or_default().into_owned();
    if canonical.len() > MAX_NAME_LENGTH {
        return Err(InvalidNameError::TooLong);
    }
    Ok(canonical)
}

fn without_query(path: &str) -> &str {
    path.split(['?', '#']).next().unwrap_or_default()
}

/// Encodes a name as a member of the list in `Frontdesk-Revalidated`. Paths are below `base`.
fn list_member(name: Name<'_>, base: &str) -> String {
    let absolute = |path: &str| {
        let path = if path == "/" && !base.is_empty() { "" } else { path };
        format!("\"{}{path}\"", utf8_percent_encode(base, NOT_IN_STRING))
    };
    match name {
        // Canonical, so nothing in it needs encoding.
        Name::Path(path) => absolute(path),
        Name::Below(path) => absolute(path) + ";below",
        Name::Tag(tag) => format!("\"{}\";tag", utf8_percent_encode(tag, NOT_IN_TAG)),
    }
}

impl<S: Sync> FromRequestParts<S> for Revalidate {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let ctx = Ctx::get(&parts.extensions).ok_or_else(|| outside_desk("Revalidate"))?;
        Ok(Self {
            cache: ctx.shared().cache(),
            ctx: Some(ctx.clone()),
        })
    }
}

/// The error for a path or tag that cannot be revalidated.
///
/// ```
/// # use frontdesk_router::{InvalidNameError, Revalidate};
/// # async fn example(revalidate: Revalidate) {
/// assert_eq!(revalidate.path("users").await, Err(InvalidNameError::NotAPath));
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidNameError {
    /// The path or tag is longer than 1 KiB.
    TooLong,
    /// The path does not begin with `/`.
    NotAPath,
}

impl std::error::Error for InvalidNameError {}

impl fmt::Display for InvalidNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLong => "a path or tag to revalidate is longer than 1 KiB",
            Self::NotAPath => "a path to revalidate does not begin with `/`",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Name, list_member};

    #[test]
    fn list_members_include_the_base_path_and_encode_tags() {
        for (name, base, expected) in [
            (Name::Path("/"), "", r#""/""#),
            (Name::Below("/"), "", r#""/";below"#),
            (Name::Path("/"), "/app", r#""/app""#),
            (Name::Below("/"), "/app", r#""/app";below"#),
            (Name::Path("/x"), "/app", r#""/app/x""#),
            (Name::Tag("n\"%\u{e4}"), "/app", r#""n%22%25%C3%A4";tag"#),
        ] {
            assert_eq!(list_member(name, base), expected);
        }
    }
}
