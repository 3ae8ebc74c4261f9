//! The `tracing` span of a request. Its names are those of OpenTelemetry's conventions for HTTP, as
//! far as there are any.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

use axum_core::extract::Request;
use frontdesk_router::{Ctx, MatchedRoute, Method, StatusCode};
use tracing::Span;
use tracing::field::{Empty, debug};

/// The span of one request. Costs next to nothing if no subscriber is interested in it.
pub(crate) struct RequestSpan {
    open: Option<OpenSpan>,
    /// Whether the request entered the desk here, and not at the desk's layers.
    outermost: bool,
}

/// A span that a subscriber is interested in. As a request extension, it passes the desk's layers,
/// to where the route is known.
#[derive(Clone)]
struct OpenSpan {
    span: Span,
    has_route: Arc<AtomicBool>,
}

impl RequestSpan {
    /// Opens the span of a request that enters the desk.
    pub(crate) fn new(request: &mut Request) -> Self {
        let method = known_name(request.method());
        let span = tracing::info_span!(
            target: "frontdesk",
            "request",
            http.request.method = method.unwrap_or("_OTHER"),
            http.request.method_original = Empty,
            http.route = Empty,
            http.response.status_code = Empty,
            outcome = Empty,
            duration = Empty,
        );
        let open = (!span.is_disabled()).then(|| {
            if method.is_none() {
                // A method is a token (RFC 9110, section 9.1) and needs no escaping. Nothing else
                // here comes from the client.
                span.record("http.request.method_original", request.method().as_str());
            }
            OpenSpan {
                span,
                has_route: Arc::default(),
            }
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

    /// Returns whether the request entered the desk here, and nothing listens to its span.
    pub(crate) fn is_silent(&self) -> bool {
        self.outermost && self.open.is_none()
    }

    /// Returns whether the request entered the desk here, and not inside the desk's layers.
    pub(crate) fn is_outermost(&self) -> bool {
        self.outermost
    }

    /// Records the route that serves the request, once.
    pub(crate) fn record_route(&self, route: impl FnOnce() -> MatchedRoute) {
        if let Some(open) = &self.open
            && !open.has_route.swap(true, Ordering::Relaxed)
        {
            open.span.record("http.route", route().as_str());
        }
    }

    /// Returns the span that the request's future runs in. `None` inside the desk's layers, where
    /// it runs in it already.
    pub(crate) fn scope(&self) -> Option<Span> {
        let open = self.open.as_ref().filter(|_| self.outermost)?;
        Some(open.span.clone())
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
            span.record("http.response.status_code", status.as_u16());
            let duration = ctx.shared().runtime.now().duration_since(start);
            span.record("duration", debug(duration.unwrap_or_default()));
        }
    }
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
