//! The interface between a desk and an adapter for pages of the host app.

use std::sync::Once;

use frontdesk_router::Ctx;
use http::Uri;
use http::request::Parts;

use crate::protocol::ACTIONS_PATH;

/// A desk from the perspective of an adapter: what it needs, besides the `tower::Service`, so that
/// pages of the host app can contain forms of actions.
///
/// For each request that the host app handles itself, the adapter calls [`enter`](Self::enter),
/// stores the returned [`Ctx`] in the request's extensions, where [`Forms`](crate::Forms) finds it,
/// and passes the response through [`Ctx::finish_response`].
///
/// ```
/// use axum_core::body::Body;
/// use frontdesk_actions::Mount;
/// use http::{Request, Response};
///
/// /// Handles a request by a page of the host app, with the context of the desk.
/// async fn host_page<F: Future<Output = Response<Body>>>(
///     desk: &dyn Mount,
///     request: Request<Body>,
///     page: impl FnOnce(Request<Body>) -> F,
/// ) -> Response<Body> {
///     let (parts, body) = request.into_parts();
///     let ctx = desk.enter(&parts.uri, &parts);
///     let mut request = Request::from_parts(parts, body);
///     request.extensions_mut().insert(ctx.clone());
///     ctx.finish_response(page(request).await)
/// }
/// ```
pub trait Mount: Send + Sync + 'static {
    /// Returns the path below which the desk is mounted: empty, or like `/app`, without a trailing
    /// slash.
    fn base(&self) -> &str;

    /// Returns the patterns of the routes and of the actions, without the base path, for hosts that
    /// name requests by their own table of routes. Where two match the same path, the one that
    /// serves it comes first.
    fn patterns(&self) -> Vec<String> {
        Vec::new()
    }

    /// Creates the context of a request that the host app handles itself.
    ///
    /// `uri` is the URI as the client sent it, including the base path. `parts` is the request as
    /// the host app has it.
    fn enter(&self, uri: &Uri, parts: &Parts) -> Ctx;
}

/// Notices, from the middleware around the host app's own pages, that the desk isn't in the app: the forms
/// of its pages lead nowhere.
#[doc(hidden)]
#[derive(Debug)]
pub struct MountCheck(Once);

impl MountCheck {
    #[must_use]
    pub const fn new() -> Self {
        Self(Once::new())
    }

    /// Returns `true` if a request is that of an action. Only its response needs a check.
    #[must_use]
    pub fn is_action(base: &str, path: &str) -> bool {
        let own = path.strip_prefix(base);
        own.is_some_and(|own| own.starts_with(ACTIONS_PATH))
    }

    /// Logs a warning, the first time that the response to an action's request is not from a desk, whose
    /// 404 has a content type. `remedy` is what to write.
    pub fn check(&self, status: u16, has_type: bool, remedy: &str) {
        if status != 404 || has_type {
            return;
        }
        self.0.call_once(|| {
            tracing::warn!(
                "the request of a server action was not found: the app's pages have forms of a desk that is not in \
                 the app. Write {remedy}"
            );
        });
    }
}

impl Default for MountCheck {
    fn default() -> Self {
        Self::new()
    }
}
