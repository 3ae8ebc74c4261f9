//! The interface between a desk and an adapter for pages of the host app.

use frontdesk_router::Ctx;
use http::{HeaderMap, Uri};

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
///     mut request: Request<Body>,
///     page: impl FnOnce(Request<Body>) -> F,
/// ) -> Response<Body> {
///     let ctx = desk.enter(request.uri(), request.headers());
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
    /// `uri` is the URI as the client sent it, including the base path.
    fn enter(&self, uri: &Uri, headers: &HeaderMap) -> Ctx;
}
