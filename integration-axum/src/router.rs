//! Mounts a desk in an axum router.

use std::convert::Infallible;

use axum::Router;
use axum_core::extract::Request;
use axum_core::response::Response;
use frontdesk_actions::Mount;
use tower_service::Service;

use crate::mounted::{Mounted, marker_path};
use crate::pages::pages;

/// Adds `.desk(desk)` to `axum::Router`.
///
/// ```
/// use frontdesk::axum::RouterExt as _;
/// use frontdesk::{Desk, Forms, server_action};
/// use tower::ServiceExt as _;
///
/// #[server_action]
/// async fn subscribe(email: String) {}
///
/// // A page of the app itself shows a form of the desk.
/// async fn home(forms: Forms) -> String {
///     forms.of::<Subscribe>().open().into_string()
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let desk = Desk::builder(()).action::<Subscribe>().build()?;
/// let app: axum::Router = axum::Router::new().route("/", axum::routing::get(home)).desk(desk);
///
/// let request = frontdesk::Request::get("/").body(frontdesk::Body::empty())?;
/// assert_eq!(app.oneshot(request).await?.status(), 200);
/// # Ok(())
/// # }
/// ```
pub trait RouterExt: Sized {
    /// Lets the desk serve what the routes so far don't match, and lets the pages among them
    /// extract `Forms`.
    ///
    /// Call it after the routes, and before the layers that are to cover the desk: those that are
    /// added with `layer`. **`route_layer` never covers the desk**, because axum applies it to
    /// routes only, and the desk is the router's fallback: pages and actions stay open. Use
    /// [`routes`](crate::routes) with a `route_layer`.
    ///
    /// Call it once per router, and set no fallback after it: that would replace the desk. The log
    /// has an error if something did (in a router with routes of its own), and if the desk is nested
    /// at a path that it doesn't know.
    #[must_use]
    fn desk<D>(self, desk: D) -> Self
    where
        D: Service<Request, Response = Response, Error = Infallible> + Mount + Clone + Send + Sync + 'static,
        D::Future: Send + 'static;
}

impl<S: Clone + Send + Sync + 'static> RouterExt for Router<S> {
    fn desk<D>(self, desk: D) -> Self
    where
        D: Service<Request, Response = Response, Error = Infallible> + Mount + Clone + Send + Sync + 'static,
        D::Future: Send + 'static,
    {
        let has_routes = self.has_routes();
        let router = self.layer(pages(&desk));
        if !has_routes {
            return router.fallback_service(Mounted::alone(desk));
        }
        let (mounted, marker) = Mounted::beside_routes(desk);
        router.route_service(&marker_path(), marker).fallback_service(mounted)
    }
}
