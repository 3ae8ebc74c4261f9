//! Mounting a desk in an axum router.

use std::convert::Infallible;

use axum::Router;
use axum_core::extract::Request;
use axum_core::response::Response;
use frontdesk_actions::Mount;
use tower_service::Service;

use crate::pages::pages;

/// `.desk(desk)` for `axum::Router`.
pub trait RouterExt: Sized {
    /// Lets the desk answer what the routes so far don't, and lets the pages among them use `Forms`.
    ///
    /// Call it after the routes and before the layers that are to cover the desk.
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
        self.layer(pages(&desk)).fallback_service(desk)
    }
}
