//! One request to a cached GET.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use axum_core::extract::Request;
use axum_core::response::Response;
use bytes::Bytes;
use futures_util::FutureExt;

use super::flight::{Flight, RunOutcome, StoreSnapshot};
use super::handle::Cache;
use super::lookup::Freshness;
use super::response::StoredResponse;
use super::route::CachedRoute;
use super::run::Run;
use super::status::{CacheStatus, ForwardReason};
use super::store::Lookup;
use super::task::{call_once, in_own_task, lost, run_context};
use crate::context::Ctx;
use crate::finish::finish;

pub(super) struct CacheRequest<S> {
    pub(super) route: Arc<CachedRoute<S>>,
    pub(super) state: Arc<S>,
    pub(super) ctx: Ctx,
    pub(super) cache: Cache,
    pub(super) key: Bytes,
    /// The canonical spelling of the path, if the request has another.
    pub(super) canonical_path: Option<String>,
}

impl<S: Send + Sync + 'static> CacheRequest<S> {
    pub(super) fn now(&self) -> SystemTime {
        self.ctx.shared().runtime.now()
    }

    fn path(&self) -> &str {
        self.canonical_path.as_deref().unwrap_or_else(|| self.ctx.uri().path())
    }

    pub(super) async fn get(&self) -> Lookup {
        self.cache.get(&self.key, self.route.policy.names(self.path())).await
    }

    /// Responds to the request. `lookup` is what the store has, if that is known.
    pub(super) async fn respond(self, request: Request, lookup: Option<Lookup>) -> Response {
        let lookup = match lookup {
            Some(lookup) => lookup,
            None => self.get().await,
        };
        let now = self.now();
        match Freshness::of(&lookup, now) {
            Freshness::Fresh(stored) => self.response(&stored, &request, stored.hit_status(stored.age(now))),
            Freshness::Stale(stored) => {
                if stored.may_retry(now) {
                    self.refresh(&lookup, now, &request);
                }
                self.response(&stored, &request, stored.hit_status(stored.age(now)))
            }
            // Boxed, so that the future of a hit does not have room for a run.
            Freshness::Miss(reason) => Box::pin(self.wait_for_run(lookup, now, reason, request)).await,
        }
    }

    /// Refreshes the stored response in the background, unless a refresh is in progress.
    fn refresh(&self, lookup: &Lookup, now: SystemTime, request: &Request) {
        let (flight, is_new) = self.join_flight(lookup, now, request.uri().query(), true);
        if is_new {
            let refresh = async move { drop(flight.await) };
            self.ctx.shared().runtime.spawn(Box::pin(refresh));
        }
    }

    async fn wait_for_run(self, lookup: Lookup, now: SystemTime, reason: ForwardReason, request: Request) -> Response {
        let (flight, is_new) = self.join_flight(&lookup, now, request.uri().query(), false);
        match flight.await {
            RunOutcome::AlreadyStored(stored) => self.response(&stored, &request, stored.hit_status(stored.age(now))),
            RunOutcome::Generated(response, stored) => {
                let status = CacheStatus::Forwarded {
                    reason,
                    collapsed: !is_new,
                    stored,
                };
                self.response(&response, &request, status)
            }
            RunOutcome::PassedThrough(response, _) => self.pass_through(&response, reason, request).await,
            RunOutcome::Lost => with_status(finish(lost(), Some(&self.ctx), true), reason),
        }
    }

    /// Responds with what a run generated for one client. The first to come takes it; for each of
    /// the others the handler is called once more.
    async fn pass_through(&self, slot: &Mutex<Option<Response>>, reason: ForwardReason, request: Request) -> Response {
        let first = slot.lock().unwrap_or_else(PoisonError::into_inner).take();
        let response = match first {
            Some(response) => finish(response, Some(&self.ctx), true),
            None => {
                let (route, state) = (Arc::clone(&self.route), Arc::clone(&self.state));
                call_once(route, state, self.ctx.clone(), request).await
            }
        };
        with_status(response, reason)
    }

    /// Joins the run in progress for this key, or begins one. Returns whether it is new.
    pub(super) fn join_flight(
        &self,
        lookup: &Lookup,
        now: SystemTime,
        query: Option<&str>,
        is_refresh: bool,
    ) -> (Flight, bool) {
        let snapshot = StoreSnapshot {
            newest_stamp: lookup.newest_stamp,
            sequence: lookup.sequence,
            now,
        };
        self.cache.flights().join_or_begin(&self.key, snapshot, |guard| {
            let run = Run {
                route: Arc::clone(&self.route),
                state: Arc::clone(&self.state),
                cache: self.cache.clone(),
                ctx: run_context(&self.ctx, self.route.policy.query_part(query).as_deref()),
                key: self.key.clone(),
                path: self.path().to_owned(),
                is_refresh,
            };
            let outcome = in_own_task(self.ctx.shared_arc(), &self.route.policy.pattern, run.run(guard));
            Box::pin(outcome.map(|outcome| outcome.unwrap_or(RunOutcome::Lost)))
        })
    }

    fn response(&self, stored: &StoredResponse, request: &Request, status: CacheStatus) -> Response {
        let prefers_html = || self.ctx.prefers_html();
        self.route
            .policy
            .response(stored, request, Some(&self.ctx), prefers_html, status)
    }
}

/// Marks the response to a request for which nothing was stored.
fn with_status(mut response: Response, reason: ForwardReason) -> Response {
    let status = CacheStatus::Forwarded {
        reason,
        collapsed: false,
        stored: false,
    };
    status.write_headers(response.headers_mut());
    response
}
