//! Extracts the route that serves a request.

use axum_core::extract::FromRequestParts;
use http::request::Parts;

use super::rejections::outside_desk;
use crate::context::Ctx;
use crate::lent;
use crate::path::MatchedRoute;
use crate::problem::Problem;

impl MatchedRoute {
    /// Returns the route that serves a request, for layers of the desk, of a router or of a path.
    /// `None` outside a desk.
    ///
    /// Around the whole desk, where nothing has been matched yet, this matches the path that the
    /// request has there; requests for which no layer asks pay nothing.
    ///
    /// ```
    /// use frontdesk_router::{MatchedRoute, Route, Router, get};
    /// use tower_layer::layer_fn;
    ///
    /// let count = layer_fn(|route: Route| {
    ///     Route::from_fn(move |request| {
    ///         if let Some(matched) = MatchedRoute::of_request(&request) {
    ///             println!("{} {matched}", request.method());
    ///         }
    ///         route.serve(request)
    ///     })
    /// });
    /// let routes: Router<()> = Router::new().route("/items/{id}", get(async || "item")).layer(count);
    /// ```
    #[must_use]
    pub fn of_request<B>(request: &http::Request<B>) -> Option<Self> {
        let ctx = Ctx::get(request.extensions())?;
        Some(ctx.matched_route(request.uri().path()))
    }
}

/// # Errors
///
/// A masked 500 outside a desk and its pages layer.
impl<S: Sync> FromRequestParts<S> for MatchedRoute {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        if let Some(ctx) = Ctx::get(&parts.extensions) {
            return Ok(ctx.matched_route(parts.uri.path()));
        }
        let route = lent::read(parts, |known| match known.params.route() {
            Some(route) => route.clone(),
            None => known.shared.find_route(known.path),
        });
        route.ok_or_else(|| outside_desk("MatchedRoute"))
    }
}
