//! The service of one path, type-erased, and the layers around it.

use std::convert::Infallible;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum_core::BoxError;
use axum_core::body::Body;
use axum_core::extract::Request;
use axum_core::response::{IntoResponse, Response};
use bytes::Bytes;
use tower_layer::Layer;
use tower_service::Service;

use crate::entry::Entry;
use crate::head::Head;
use crate::problem::Problem;
use crate::runtime::BoxFuture;

/// The service that a layer wraps: one path with all its methods, or a whole desk. Cheap to clone.
///
/// It accepts requests with any body type, so layers may change the body's type.
///
/// ```
/// use frontdesk_router::{IntoResponse, Problem, Route, Router, get};
/// use tower_layer::layer_fn;
///
/// // A layer that requires a header.
/// let guard = layer_fn(|route: Route| {
///     Route::from_fn(move |request| {
///         if request.headers().contains_key("authorization") {
///             return route.serve(request);
///         }
///         Box::pin(async { Problem::unauthorized("Bearer").into_response() })
///     })
/// });
/// let routes: Router<()> = Router::new().route("/admin", get(async || "secret")).layer(guard);
/// ```
#[derive(Clone)]
pub struct Route(Arc<dyn Serve>);

/// Responds to requests. Unlike `Service` it does not need `&mut self`, so requests share a route
/// instead of cloning it.
pub(crate) trait Serve: Send + Sync + 'static {
    fn serve(&self, request: Request, entry: Entry) -> BoxFuture<'static, Response>;
}

impl Route {
    pub(crate) fn new(serve: impl Serve) -> Self {
        Self(Arc::new(serve))
    }

    /// Creates a route from a function.
    pub fn from_fn(respond: impl Fn(Request) -> BoxFuture<'static, Response> + Send + Sync + 'static) -> Self {
        struct FromFn<F>(F);
        impl<F: Fn(Request) -> BoxFuture<'static, Response> + Send + Sync + 'static> Serve for FromFn<F> {
            fn serve(&self, request: Request, entry: Entry) -> BoxFuture<'static, Response> {
                entry.serve_inside(request, |request| (self.0)(request))
            }
        }
        Self::new(FromFn(respond))
    }

    /// Responds to one request.
    #[must_use]
    pub fn serve(&self, request: Request) -> BoxFuture<'static, Response> {
        self.0.serve(request, Entry::Inside)
    }

    pub(crate) fn enter(&self, request: Request, entry: Entry) -> BoxFuture<'static, Response> {
        self.0.serve(request, entry)
    }

    /// Responds to a request that comes straight from a desk's dispatcher, without a context in its
    /// extensions. The response is finished, as one that leaves the desk.
    #[doc(hidden)]
    #[must_use]
    pub fn serve_direct(&self, request: Request, head: Head) -> BoxFuture<'static, Response> {
        self.0.serve(request, Entry::Direct(head))
    }
}

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Route")
    }
}

impl<B> Service<http::Request<B>> for Route
where
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = RouteFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<B>) -> RouteFuture {
        // `Body::new` returns a `Body` unchanged.
        RouteFuture(self.serve(request.map(Body::new)))
    }
}

/// The future of a response of a [`Route`] or a desk.
#[must_use = "futures do nothing unless polled"]
pub struct RouteFuture(BoxFuture<'static, Response>);

impl From<BoxFuture<'static, Response>> for RouteFuture {
    fn from(future: BoxFuture<'static, Response>) -> Self {
        Self(future)
    }
}

impl Future for RouteFuture {
    type Output = Result<Response, Infallible>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(cx).map(Ok)
    }
}

impl fmt::Debug for RouteFuture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RouteFuture")
    }
}

/// A type-erased tower layer: it turns a route into another route.
#[derive(Clone)]
pub struct RouteLayer(Arc<dyn Fn(Route) -> Route + Send + Sync>);

impl RouteLayer {
    /// Erases the type of a layer. Its service may have any response body. An error of the service
    /// becomes a masked 500, which the desk's `map_error` can change (`tower::timeout` fails with
    /// `tower::timeout::error::Elapsed`).
    pub fn new<L>(layer: L) -> Self
    where
        L: Layer<Route> + Send + Sync + 'static,
        L::Service: Service<Request> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Error: Into<BoxError> + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        Self(Arc::new(move |route| Route::new(Layered(layer.layer(route)))))
    }

    /// Creates a layer from a function.
    #[must_use]
    pub fn from_fn(wrap: impl Fn(Route) -> Route + Send + Sync + 'static) -> Self {
        Self(Arc::new(wrap))
    }

    /// Returns whether both were given to a router by the same call.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Wraps a route in this layer.
    #[must_use]
    pub fn wrap(&self, route: Route) -> Route {
        (self.0)(route)
    }
}

impl fmt::Debug for RouteLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RouteLayer")
    }
}

struct Layered<Svc>(Svc);

impl<Svc> Serve for Layered<Svc>
where
    Svc: Service<Request> + Clone + Send + Sync + 'static,
    Svc::Response: IntoResponse,
    Svc::Error: Into<BoxError>,
    Svc::Future: Send,
{
    fn serve(&self, request: Request, entry: Entry) -> BoxFuture<'static, Response> {
        let mut service = self.0.clone();
        entry.serve_inside(request, |request| {
            Box::pin(async move {
                let response = async {
                    poll_fn(|cx| service.poll_ready(cx)).await?;
                    service.call(request).await
                };
                match response.await {
                    Ok(response) => response.into_response(),
                    Err(error) => Problem::internal(error).into_response(),
                }
            })
        })
    }
}
