//! Extracts the path below which the desk is mounted.

use std::fmt;
use std::sync::Arc;

use axum_core::extract::FromRequestParts;
use http::request::Parts;

use super::rejections::outside_desk;
use crate::lent;
use crate::path::below_base;
use crate::problem::Problem;
use crate::shared::Shared;

/// An extractor for the path below which the desk is mounted: `DeskBuilder::base`. Links and redirects
/// of an app that may be mounted anywhere begin with it. Cached handlers may read it too.
///
/// ```
/// use frontdesk_router::{BasePath, Html, Redirect, Router, get};
///
/// async fn home(base: BasePath) -> Html<String> {
///     Html(format!("<a href=\"{}\">Todos</a>", base.join("/todos")))
/// }
///
/// async fn old(base: BasePath) -> Redirect {
///     Redirect::to(base.join("/todos?page=1")).permanent()
/// }
///
/// let routes: Router<()> = Router::new().page("/", get(home).cached()).route("/old", get(old));
/// ```
#[derive(Clone)]
pub struct BasePath(Arc<Shared>);

impl BasePath {
    /// Returns the base path: empty, or like `/app`, without a slash at its end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0.base
    }

    /// Returns a path of the desk as clients request it: `/todos` is `/app/todos`, and `/` is `/app`.
    /// A query and a fragment may follow.
    #[must_use]
    pub fn join(&self, path: &str) -> String {
        below_base(self.as_str(), path)
    }
}

/// Writes the base path as it is, for templates: `<a href="{{ base }}/todos">`. It needs no escaping.
impl fmt::Display for BasePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for BasePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BasePath").field(&self.as_str()).finish()
    }
}

/// # Errors
///
/// A masked 500 outside a desk and its pages layer.
impl<S: Sync> FromRequestParts<S> for BasePath {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let shared = lent::read(parts, |known| Arc::clone(known.shared));
        shared.map(Self).ok_or_else(|| outside_desk("BasePath"))
    }
}
