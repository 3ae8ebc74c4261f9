//! The `tracing` span of a request. Its names are those of OpenTelemetry's conventions for HTTP, as
//! far as there are any.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

use axum_core::extract::Request;
use axum_core::response::Response;
use frontdesk_router::__desk::{Shared, take_outcome};
use frontdesk_router::{BoxFuture, Ctx, MatchedRoute, Method, StatusCode};
use tracing::field::Empty;
use tracing::level_filters::LevelFilter;
use tracing::{Instrument as _, Level, Span};

/// The span of one request. Costs next to nothing if no subscriber is interested in it.
pub(crate) struct RequestSpan {
    open: Option<OpenSpan>,
    /// Whether the request entered the desk here, and not at the desk's layers.
    outermost: bool,
}

/// A span that a subscriber is interested in.
#[derive(Clone)]
struct OpenSpan {
    span: Span,
    route: RouteField,
}

/// Whether the span has the route.
#[derive(Clone)]
enum RouteField {
    Recorded,
    /// To be recorded where the route is known, inside the desk's layers or else outside of them.
    Later(Arc<AtomicBool>),
}

impl RequestSpan {
    /// Opens the span of a request that enters the desk, where its route is known already.
    pub(crate) fn new(request: &Request, route: impl FnOnce() -> MatchedRoute) -> Self {
        let span = open(request.method(), || Some(route()));
        let open = (!span.is_disabled()).then_some(OpenSpan {
            span,
            route: RouteField::Recorded,
        });
        Self { open, outermost: true }
    }

    /// Opens the span of a request that enters the desk's layers. As a request extension, it passes
    /// them, to where the route is known.
    pub(crate) fn outside_layers(request: &mut Request) -> Self {
        let span = open(request.method(), || None);
        let open = (!span.is_disabled()).then(|| OpenSpan {
            span,
            route: RouteField::Later(Arc::default()),
        });
        if let Some(open) = &open {
            request.extensions_mut().insert(open.clone());
        }
        Self { open, outermost: true }
    }

    /// Returns the span of a request that has passed the desk's layers.
    pub(crate) fn inside_layers(request: &mut Request) -> Self {
        Self {
            open: request.extensions_mut().remove(),
            outermost: false,
        }
    }

    /// Returns whether the request entered the desk here, and not inside the desk's layers.
    pub(crate) fn is_outermost(&self) -> bool {
        self.outermost
    }

    /// Returns whether the request entered the desk here, and no subscriber is interested in it.
    pub(crate) fn is_silent(&self) -> bool {
        self.outermost && self.open.is_none()
    }

    /// Records the route that serves the request, once.
    pub(crate) fn record_route(&self, route: impl FnOnce() -> MatchedRoute) {
        if let Some(OpenSpan { span, route: field }) = &self.open
            && let RouteField::Later(recorded) = field
            && !recorded.swap(true, Ordering::Relaxed)
        {
            span.record("http.route", route().as_str());
        }
    }

    /// Returns the span that the request's future runs in. `None` inside the desk's layers, where
    /// it runs in it already.
    pub(crate) fn scope(&self) -> Option<Span> {
        let open = self.open.as_ref().filter(|_| self.outermost)?;
        Some(open.span.clone())
    }

    /// Runs a future that finishes the response by itself in the span.
    pub(crate) fn around(
        self,
        response: BoxFuture<'static, Response>,
        shared: &Arc<Shared>,
    ) -> BoxFuture<'static, Response> {
        let Some(OpenSpan { span, .. }) = self.open else {
            return response;
        };
        let (start, shared) = (shared.runtime.now(), Arc::clone(shared));
        Box::pin(async move {
            let mut response = pin!(response.instrument(span));
            let mut finished = response.as_mut().await;
            let span = response.span();
            if let Some(outcome) = take_outcome(&mut finished) {
                span.record("outcome", outcome.as_u16());
            }
            record_response(span, &shared, start, finished.status());
            finished
        })
    }

    /// Reads the clock, if the duration is going to be recorded.
    pub(crate) fn start(&self, ctx: &Ctx) -> Option<SystemTime> {
        (self.outermost && self.open.is_some()).then(|| ctx.shared().runtime.now())
    }

    pub(crate) fn record_end(&self, ctx: &Ctx, start: Option<SystemTime>, status: StatusCode) {
        let Some(OpenSpan { span, .. }) = &self.open else {
            return;
        };
        if let Some(outcome) = ctx.outcome() {
            span.record("outcome", outcome.as_u16());
        }
        if let Some(start) = start {
            // A layer may have responded before anything was matched.
            self.record_route(|| ctx.matched_route(ctx.uri().path()));
            record_response(span, ctx.shared(), start, status);
        }
    }
}

fn open(method: &Method, route: impl FnOnce() -> Option<MatchedRoute>) -> Span {
    // Where an app turns on tracing's feature `log` (actix-web does), the macro makes a record of
    // `log` of a span that no subscriber is interested in: about a tenth of a short request.
    if LevelFilter::current() < Level::INFO {
        return Span::none();
    }
    // The values are made only for a subscriber that is interested in them. A method is a token (RFC
    // 9110, section 9.1) and needs no escaping. Nothing else here comes from the client.
    tracing::info_span!(
        target: "frontdesk",
        "request",
        http.request.method = known_name(method).unwrap_or("_OTHER"),
        http.request.method_original = known_name(method).is_none().then(|| method.as_str()),
        http.route = route().as_ref().map(MatchedRoute::as_str),
        http.response.status_code = Empty,
        outcome = Empty,
        duration = Empty,
    )
}

fn record_response(span: &Span, shared: &Shared, start: SystemTime, status: StatusCode) {
    let duration = shared.runtime.now().duration_since(start).unwrap_or_default();
    tracing::record_all!(
        span,
        http.response.status_code = status.as_u16(),
        duration = ?duration
    );
}

/// Returns the name of a method that is generally known. Others are free text of the client, which
/// OpenTelemetry keeps out of `http.request.method`.
fn known_name(method: &Method) -> Option<&str> {
    let name = method.as_str();
    let known = [
        "GET", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "CONNECT", "TRACE", "QUERY",
    ];
    known.contains(&name).then_some(name)
}
