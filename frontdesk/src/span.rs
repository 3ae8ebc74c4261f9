//! The `tracing` span of a request.

use std::fmt::Display;
use std::time::SystemTime;

use axum_core::extract::Request;
use frontdesk_router::{Ctx, StatusCode};
use tracing::Span;
use tracing::field::{Empty, debug, display};

/// The span of one request. Costs next to nothing if no subscriber is interested in it.
pub(crate) struct RequestSpan {
    span: Span,
    /// Whether the request entered the desk here, and not at the desk's layers.
    outermost: bool,
}

/// Carries the span through the desk's layers, to where the route is known.
#[derive(Clone)]
struct Outer(Span);

impl RequestSpan {
    /// Opens the span of a request that enters the desk.
    pub(crate) fn new(request: &mut Request) -> Self {
        // The method is a token (RFC 9110, section 9.1) and needs no escaping. Nothing else here
        // comes from the client.
        let span = tracing::info_span!(
            target: "frontdesk",
            "request",
            method = request.method().as_str(),
            route = Empty,
            status = Empty,
            outcome = Empty,
            duration = Empty,
        );
        if !span.is_disabled() {
            request.extensions_mut().insert(Outer(span.clone()));
        }
        Self { span, outermost: true }
    }

    /// Returns the span of a request that has passed the desk's layers.
    pub(crate) fn inside_layers(request: &mut Request) -> Self {
        let outer = request.extensions_mut().remove();
        Self {
            span: outer.map_or_else(Span::none, |Outer(span)| span),
            outermost: false,
        }
    }

    /// Records the route that serves the request: a pattern of the app, never the client's path.
    pub(crate) fn record_route(&self, route: impl Display) {
        self.span.record("route", display(route));
    }

    pub(crate) fn is_enabled(&self) -> bool {
        !self.span.is_disabled()
    }

    /// Returns the span that the request's future runs in. `None` inside the desk's layers, where
    /// it runs in it already.
    pub(crate) fn scope(&self) -> Option<Span> {
        (self.outermost && self.is_enabled()).then(|| self.span.clone())
    }

    /// Reads the clock, if the duration is going to be recorded.
    pub(crate) fn start(&self, ctx: &Ctx) -> Option<SystemTime> {
        (self.outermost && self.is_enabled()).then(|| ctx.shared().runtime.now())
    }

    pub(crate) fn record_end(&self, ctx: &Ctx, start: Option<SystemTime>, status: StatusCode) {
        if let Some(outcome) = ctx.outcome() {
            self.span.record("outcome", outcome.as_u16());
        }
        if let Some(start) = start {
            self.span.record("status", status.as_u16());
            let duration = ctx.shared().runtime.now().duration_since(start);
            self.span.record("duration", debug(duration.unwrap_or_default()));
        }
    }
}
