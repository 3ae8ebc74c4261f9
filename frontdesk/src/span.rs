//! The `tracing` span of a request.

use std::fmt::Display;
use std::time::SystemTime;

use axum_core::extract::Request;
use frontdesk_router::{Ctx, StatusCode};
use tracing::Span;
use tracing::field::{Empty, debug, display};

/// The span of one request, while it is on its way; nothing, and next to no work, when nobody listens.
pub(crate) struct RequestSpan {
    span: Span,
    /// Whether the request entered the desk here, and not at the desk's layers.
    outermost: bool,
}

/// What the desk's layers carry in to where the route is known.
#[derive(Clone)]
struct Outer(Span);

impl RequestSpan {
    /// Of a request that comes in here first.
    pub(crate) fn new(request: &mut Request) -> Self {
        // The method is a token (RFC 9110 section 9.1), so it needs no escaping; nothing else here is the client's.
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

    /// Of a request that came through the desk's layers.
    pub(crate) fn inner(request: &mut Request) -> Self {
        let outer = request.extensions_mut().remove();
        Self {
            span: outer.map_or_else(Span::none, |Outer(span)| span),
            outermost: false,
        }
    }

    /// Says which route the request goes to: a pattern of the app's, never the client's path.
    pub(crate) fn route(&self, route: impl Display) {
        self.span.record("route", display(route));
    }

    pub(crate) fn is_heard(&self) -> bool {
        !self.span.is_disabled()
    }

    /// What the request's future runs in, if anyone listens; the part inside the desk's layers is in it already.
    pub(crate) fn scope(&self) -> Option<Span> {
        (self.outermost && self.is_heard()).then(|| self.span.clone())
    }

    /// Looks at the clock, if anyone wants to know.
    pub(crate) fn start(&self, ctx: &Ctx) -> Option<SystemTime> {
        (self.outermost && self.is_heard()).then(|| ctx.shared().runtime.now())
    }

    pub(crate) fn end(&self, ctx: &Ctx, start: Option<SystemTime>, status: StatusCode) {
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
