//! One run of a handler whose response is to be cached.

use std::sync::{Arc, Mutex};

use bytes::Bytes;

use super::examine::{Examined, StorageTerms, examine};
use super::flight::{FlightGuard, RunOutcome};
use super::handle::Cache;
use super::response::StoredResponse;
use super::route::CachedRoute;
use super::task::run_request;
use crate::context::Ctx;

pub(super) struct Run<S> {
    pub(super) route: Arc<CachedRoute<S>>,
    pub(super) state: Arc<S>,
    pub(super) cache: Cache,
    /// The run's own context, not that of the request that began it: what the handler records there
    /// (cookies, `no-store`) belongs to the response.
    pub(super) ctx: Ctx,
    pub(super) key: Bytes,
    pub(super) path: String,
    /// Whether a stored response exists that may still be served.
    pub(super) is_refresh: bool,
}

impl<S: Send + Sync + 'static> Run<S> {
    pub(super) async fn run(self, guard: FlightGuard) -> RunOutcome {
        let names = self.route.policy.names(&self.path);
        // Another run may have ended between the request's lookup and this run.
        let lookup = self.cache.get(&self.key, names).await;
        let runtime = &self.ctx.shared().runtime;
        let current = lookup
            .response
            .filter(|stored| stored.sequence() >= lookup.newest_stamp);
        let now = runtime.now();
        let servable = current.filter(|stored| !stored.is_expired(stored.age(now)));
        if let Some(stored) = &servable {
            let must_wait = self.is_refresh && !stored.may_retry(now);
            if must_wait || !stored.is_stale(stored.age(now)) {
                return RunOutcome::AlreadyStored(stored.clone());
            }
        }
        let handler = &self.route.handler;
        let result = handler
            .call_unfinished(run_request(&self.ctx), Arc::clone(&self.state))
            .await;
        let policy = &self.route.policy;
        let terms = StorageTerms {
            // 0 if the store failed, which is older than any revalidation.
            sequence: lookup.sequence,
            generated_at: runtime.now(),
            fresh_for: policy.fresh_for,
            lifetime: policy.lifetime,
            tags: &policy.tags,
            cache_control: &policy.cache_control,
            max_body_len: self.cache.store().max_body_len(),
        };
        let examined = examine(result, &self.ctx, &terms).await;
        self.conclude(examined, servable, guard.is_current()).await
    }

    /// Stores the response if it may be. `servable` is the stored response from before the run, and
    /// `is_current` whether no later run has replaced this one, in which case nothing is written.
    async fn conclude(&self, examined: Examined, servable: Option<StoredResponse>, is_current: bool) -> RunOutcome {
        let servable = servable.filter(|_| is_current);
        match examined {
            Examined::Store(response) => {
                let stored = is_current && self.cache.put(&self.key, &response).await;
                RunOutcome::Generated(response, stored)
            }
            Examined::Share(response) => {
                self.replace(servable, response.status().is_server_error()).await;
                RunOutcome::Generated(response, false)
            }
            Examined::PassThrough(response, reason) => {
                self.replace(servable, response.status().is_server_error()).await;
                RunOutcome::PassedThrough(Arc::new(Mutex::new(Some(response))), reason)
            }
        }
    }

    /// Updates the old stored response after a run whose own response is not stored. If the run
    /// failed, the old response stays for a while. Otherwise the handler now responds differently,
    /// and the old response is removed.
    async fn replace(&self, old: Option<StoredResponse>, failed: bool) {
        let Some(old) = old else { return };
        if failed {
            let old = old.after_failure(self.ctx.shared().runtime.now());
            tracing::warn!(
                route = self.route.policy.pattern,
                failures = old.failures(),
                "a refresh failed; the stale response stays in the cache"
            );
            self.cache.put(&self.key, &old).await;
        } else {
            self.cache.remove(&self.key).await;
        }
    }
}
