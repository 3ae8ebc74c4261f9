//! Notices where a desk was mounted wrongly in an actix app or scope.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};

use actix_web::HttpRequest;
use actix_web::dev::{AppService, HttpServiceFactory};

/// What the default service of an app or scope knows of its mounting. It is dropped when the app or
/// scope has that default service no more.
pub(crate) struct Mounting {
    has_served: AtomicBool,
    /// Lives until the app is built. An app that is dropped before drops its services first.
    building: Weak<()>,
}

/// A service that matches nothing, in an app or scope under construction.
pub(crate) struct UnderConstruction {
    #[expect(dead_code, reason = "only its life matters")]
    building: Arc<()>,
}

impl HttpServiceFactory for UnderConstruction {
    fn register(self, _: &mut AppService) {}
}

impl Mounting {
    /// Returns what the default service holds, and a service to register beside it.
    pub(crate) fn new() -> (Arc<Self>, UnderConstruction) {
        let building = Arc::new(());
        let mounting = Self {
            has_served: AtomicBool::new(false),
            building: Arc::downgrade(&building),
        };
        (Arc::new(mounting), UnderConstruction { building })
    }

    /// Checks how the desk is mounted, at the first request.
    pub(crate) fn check(&self, request: &HttpRequest, base: &str) {
        if self.has_served.load(Ordering::Relaxed) || self.has_served.swap(true, Ordering::Relaxed) {
            return;
        }
        let scope = scope(request);
        if !base.ends_with(scope) {
            tracing::error!(
                scope,
                base,
                "the desk doesn't know the path of the scope that it is in, so it finds no route, and its forms and \
                 redirects lead to other paths: call `.base(\"{}\")` on its builder",
                scope.escape_debug()
            );
        }
    }
}

/// Returns the path of the scopes that a request is in.
fn scope(request: &HttpRequest) -> &str {
    let matched = request.match_info();
    let scope = matched.as_str().strip_suffix(matched.unprocessed()).unwrap_or_default();
    scope.strip_suffix('/').unwrap_or(scope)
}

impl Drop for Mounting {
    fn drop(&mut self) {
        if self.building.strong_count() > 0 {
            tracing::error!(
                "the desk was mounted in an actix app or scope, but another default service replaced it, so it \
                 serves nothing: `.default_service(…)` or a second `.configure(frontdesk::actix::desk(…))`. Give the \
                 desk a fallback of its own (`Desk::builder(…).fallback(…)`), or put each desk into a scope of its own"
            );
        }
    }
}
