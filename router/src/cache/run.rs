//! One run of a handler whose answer is to be kept.

use std::sync::{Arc, Mutex};

use axum_core::body::Body;
use axum_core::extract::Request;
use bytes::Bytes;

use super::Cache;
use super::answer::StoredResponse;
use super::examine::{Examined, Terms, examine};
use super::flight::{Outcome, Ticket};
use super::keeper::Kept;
use super::names::Names;
use crate::context::Ctx;

pub(super) struct Run<S> {
    pub(super) kept: Arc<Kept<S>>,
    pub(super) state: Arc<S>,
    pub(super) cache: Cache,
    /// The run's own context, not that of the request which began it: what it leaves there is the answer's.
    pub(super) ctx: Ctx,
    pub(super) key: Bytes,
    pub(super) path: String,
    /// Whether an answer is there that may still be served.
    pub(super) refresh: bool,
}

impl<S: Send + Sync + 'static> Run<S> {
    pub(super) async fn go(self, ticket: Ticket) -> Outcome {
        let names = Names::new(&self.path, &self.kept.plan.tags);
        // Another run may have ended between this request's look and its run.
        let lookup = self.cache.look(&self.key, names).await;
        let runtime = &self.ctx.shared().runtime;
        let valid = lookup.answer.filter(|answer| answer.sequence() >= lookup.newest);
        let valid = valid.filter(|answer| !answer.is_expired(runtime.now()));
        if let Some(answer) = &valid {
            let waits = self.refresh && !answer.may_retry(runtime.now());
            if waits || !answer.is_stale(runtime.now()) {
                return Outcome::Found(answer.clone());
            }
        }
        let answer = self.kept.handler.run(self.request(), Arc::clone(&self.state)).await;
        let plan = &self.kept.plan;
        let terms = Terms {
            // 0, if the store failed: older than any revalidation.
            sequence: lookup.sequence,
            made: runtime.now(),
            fresh: plan.fresh,
            lifetime: plan.lifetime,
            tags: &plan.tags,
            cache_control: &plan.cache_control,
            longest_body: self.cache.store().longest_body(),
        };
        let examined = examine(answer, &self.ctx, &terms).await;
        self.conclude(examined, valid, ticket.is_current()).await
    }

    /// All that the handler gets to see is what the key is made of.
    fn request(&self) -> Request {
        let mut request = Request::new(Body::empty());
        request.uri_mut().clone_from(self.ctx.uri());
        request.extensions_mut().insert(self.ctx.clone());
        request
    }

    async fn conclude(&self, examined: Examined, valid: Option<StoredResponse>, current: bool) -> Outcome {
        match examined {
            Examined::Keep(answer) => {
                let stored = current && self.cache.put(&self.key, &answer).await;
                Outcome::Made(answer, stored)
            }
            Examined::Share(answer) => {
                if let Some(valid) = valid.filter(|_| current) {
                    self.replace(&valid, answer.status().is_server_error()).await;
                }
                Outcome::Made(answer, false)
            }
            Examined::Pass(response, why) => {
                if let Some(valid) = valid.filter(|_| current) {
                    self.replace(&valid, response.status().is_server_error()).await;
                }
                Outcome::Passed(Arc::new(Mutex::new(Some(response))), why)
            }
        }
    }

    /// After a refresh that made nothing to keep: if it failed the old answer stays, for a while; else the handler has other
    /// things to say now, and the old answer is no longer its own.
    async fn replace(&self, old: &StoredResponse, failed: bool) {
        if failed {
            let old = old.after_failure(self.ctx.shared().runtime.now());
            tracing::warn!(
                route = self.kept.plan.pattern,
                failures = old.failures(),
                "a refresh failed; the kept answer stays"
            );
            self.cache.put(&self.key, &old).await;
        } else {
            self.cache.remove(&self.key).await;
        }
    }
}
