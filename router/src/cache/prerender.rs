//! Running a cached GET before the first request.

use std::sync::Arc;

use super::examine::is_cacheable_status;
use super::flight::RunOutcome;
use super::handle::Cache;
use super::lookup::Freshness;
use super::request::CacheRequest;
use super::route::CachedRoute;
use super::task::TASK_LOST;
use crate::context::Ctx;
use crate::runtime::BoxFuture;

/// A GET that has the same response for every request.
pub(crate) trait Prerender: Send + Sync {
    /// Returns the pattern of its route.
    fn pattern(&self) -> &str;

    /// Calls the handler, unless a fresh response is already stored. Fails with the reason if the
    /// response could not be cached.
    fn run(&self, ctx: Ctx, cache: Cache) -> BoxFuture<'static, Result<(), String>>;
}

/// A cached route and its state.
pub(super) struct PrerenderedRoute<S> {
    route: Arc<CachedRoute<S>>,
    state: Arc<S>,
}

impl<S> PrerenderedRoute<S> {
    pub(super) fn new(route: &Arc<CachedRoute<S>>, state: &Arc<S>) -> Self {
        Self {
            route: Arc::clone(route),
            state: Arc::clone(state),
        }
    }
}

impl<S: Send + Sync + 'static> Prerender for PrerenderedRoute<S> {
    fn pattern(&self) -> &str {
        &self.route.policy.pattern
    }

    fn run(&self, ctx: Ctx, cache: Cache) -> BoxFuture<'static, Result<(), String>> {
        let request = CacheRequest {
            route: Arc::clone(&self.route),
            state: Arc::clone(&self.state),
            canonical_path: None,
            key: self.route.policy.prefix.clone(),
            ctx,
            cache,
        };
        Box::pin(prerender(request))
    }
}

async fn prerender<S: Send + Sync + 'static>(request: CacheRequest<S>) -> Result<(), String> {
    let lookup = request.get().await;
    let now = request.now();
    if let Freshness::Fresh(_) = Freshness::of(&lookup, now) {
        return Ok(());
    }
    let (flight, _) = request.join_flight(&lookup, now, None, false);
    match flight.await {
        RunOutcome::AlreadyStored(_) | RunOutcome::Generated(_, true) => Ok(()),
        RunOutcome::Generated(response, false) if is_cacheable_status(response.status()) => {
            Err("the response was not cached: the store has no room for it or is unreachable".to_owned())
        }
        RunOutcome::Generated(response, false) => Err(format!(
            "the response cannot be cached: its status is {}",
            response.status()
        )),
        RunOutcome::PassedThrough(_, reason) => Err(format!("the response cannot be cached: {reason}")),
        RunOutcome::Lost => Err(TASK_LOST.to_owned()),
    }
}
