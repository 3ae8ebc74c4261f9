//! Requests with a span each.

use std::io;

use tower_http::trace::{DefaultMakeSpan, TraceLayer};
use tracing::{Level, Subscriber};

use crate::app::App;
use crate::call::{Respond, respond};
use crate::forms;
use crate::routes;

/// Builds axum's app with tower-http's `TraceLayer`.
///
/// The span of a desk has the level INFO. That of `TraceLayer` has DEBUG and gets it here, so that
/// both sides make one span for a request and no events.
pub(crate) fn axum() -> Respond {
    let span = DefaultMakeSpan::new().level(Level::INFO);
    let layer = TraceLayer::new_for_http().make_span_with(span);
    let router = forms::axum(routes::axum()).with_state(App::new()).layer(layer);
    respond(router.into_service())
}

/// Creates a subscriber that formats what it records, and writes it nowhere.
pub(crate) fn subscriber() -> impl Subscriber + Send + Sync {
    tracing_subscriber::fmt()
        .with_max_level(Level::INFO)
        .with_writer(io::sink)
        .finish()
}
