//! The desk as the fallback of a router: notices where it was mounted wrongly.

use std::convert::Infallible;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Weak};
use std::task::{Context, Poll};

use axum_core::extract::Request;
use axum_core::response::Response;
use frontdesk_actions::ACTIONS_PATH;
use tower_service::Service;
use tracing::Level;

/// The level of a line about what may be right: loud where the app is developed, and no warning for a
/// correct app in production.
const DEVELOPERS_LEVEL: Level = if cfg!(debug_assertions) {
    Level::WARN
} else {
    Level::INFO
};

/// A desk that is the fallback of a router.
pub(crate) struct Mounted<D> {
    desk: D,
    fallback: Arc<Fallback>,
}

/// What all clones of a [`Mounted`] share. It is dropped when the router has no fallback like it
/// any more.
struct Fallback {
    has_served: AtomicBool,
    /// Whether the router has routes of its own.
    beside_routes: bool,
    /// Lives as long as the router's routes do. axum drops these first when it drops a router.
    routes: Weak<()>,
}

/// A route that no client requests. It lives and ends with the router's routes.
pub(crate) struct Marker<D> {
    desk: D,
    routes: Arc<()>,
}

impl<D> Mounted<D> {
    /// Returns the fallback of a router without routes. There, axum refuses `route_layer` itself.
    pub(crate) fn alone(desk: D) -> Self {
        Self::new(desk, Weak::new(), false)
    }

    /// Returns the fallback of a router that has routes, and a route to add to these.
    pub(crate) fn beside_routes(desk: D) -> (Self, Marker<D>)
    where
        D: Clone,
    {
        let routes = Arc::new(());
        let mounted = Self::new(desk.clone(), Arc::downgrade(&routes), true);
        (mounted, Marker { desk, routes })
    }

    fn new(desk: D, routes: Weak<()>, beside_routes: bool) -> Self {
        let fallback = Arc::new(Fallback {
            has_served: AtomicBool::new(false),
            beside_routes,
            routes,
        });
        Self { desk, fallback }
    }
}

/// Returns a path for a [`Marker`] that no other router has, because routers may be merged, and no
/// action: their names have no dot.
pub(crate) fn marker_path() -> String {
    static MARKERS: AtomicUsize = AtomicUsize::new(0);
    format!("{ACTIONS_PATH}.mounted/{}", MARKERS.fetch_add(1, Ordering::Relaxed))
}

impl Fallback {
    /// Names the danger of `route_layer`, at the first request. Most routers have none, so it does not
    /// warn.
    fn note_first_request(&self) {
        if self.has_served.load(Ordering::Relaxed) || self.has_served.swap(true, Ordering::Relaxed) {
            return;
        }
        if self.beside_routes {
            tracing::info!(
                "the desk is the fallback of an axum router: layers that are added with `.layer` after `.desk` \
                 guard its pages and actions, but those of `.route_layer` do NOT. If the router has a \
                 `.route_layer`, merge `frontdesk::axum::routes(&desk)` before it"
            );
        }
    }
}

impl Drop for Fallback {
    fn drop(&mut self) {
        if self.routes.strong_count() > 0 {
            tracing::error!(
                "the desk was mounted in an axum router, but something replaced it, so it serves nothing: a \
                 `.fallback`, a `.fallback_service`, a `.reset_fallback` or another `.desk` after `.desk`. Give the \
                 desk a fallback of its own (`Desk::builder(…).fallback(…)`), or mount its routes alone: \
                 `.merge(frontdesk::axum::routes(&desk))`"
            );
        } else if !self.beside_routes && !*self.has_served.get_mut() {
            // Nothing shows whether the router is dropped as well.
            tracing::event!(
                DEVELOPERS_LEVEL,
                "the desk was dropped before its first request: if its axum router still serves, a `.fallback` or \
                 another `.desk` after `.desk` has replaced it"
            );
        }
    }
}

impl<D: Clone> Clone for Mounted<D> {
    fn clone(&self) -> Self {
        Self {
            desk: self.desk.clone(),
            fallback: Arc::clone(&self.fallback),
        }
    }
}

impl<D: Clone> Clone for Marker<D> {
    fn clone(&self) -> Self {
        Self {
            desk: self.desk.clone(),
            routes: Arc::clone(&self.routes),
        }
    }
}

impl<D> Service<Request> for Mounted<D>
where
    D: Service<Request, Response = Response, Error = Infallible>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = D::Future;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.desk.poll_ready(cx)
    }

    fn call(&mut self, request: Request) -> D::Future {
        self.fallback.note_first_request();
        self.desk.call(request)
    }
}

impl<D> Service<Request> for Marker<D>
where
    D: Service<Request, Response = Response, Error = Infallible>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = D::Future;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.desk.poll_ready(cx)
    }

    fn call(&mut self, request: Request) -> D::Future {
        self.desk.call(request)
    }
}
