//! The handler of a GET whose answers are kept, with the cache around it and inside every layer.

use std::sync::Arc;
use std::time::SystemTime;

use axum_core::extract::Request;
use axum_core::response::Response;
use bytes::Bytes;
use http::header::CACHE_CONTROL;

use super::Cache;
use super::answer::StoredResponse;
use super::conditional::respond;
use super::flight::{Flight, Outcome, Seen};
use super::key;
use super::names::Names;
use super::plan::Plan;
use super::run::Run;
use super::served::{Forward, Served};
use super::store::Lookup;
use crate::context::{Ctx, ForCdn};
use crate::endpoint::{Erased, finish};
use crate::problem::Problem;
use crate::runtime::BoxFuture;

/// A handler and how its answers are kept.
pub(crate) struct Keeper<S>(Arc<Kept<S>>);

pub(super) struct Kept<S> {
    pub(super) handler: Arc<dyn Erased<S>>,
    pub(super) plan: Plan,
}

impl<S: Send + Sync + 'static> Keeper<S> {
    pub(crate) fn new(handler: Arc<dyn Erased<S>>, plan: Plan) -> Self {
        Self(Arc::new(Kept { handler, plan }))
    }

    /// What runs the handler before anyone asks; none when its answers differ by request.
    pub(crate) fn ahead(&self, state: &Arc<S>) -> Option<Arc<dyn Ahead>> {
        if !self.0.plan.reads.nothing() {
            return None;
        }
        Some(Arc::new(Ready {
            kept: Arc::clone(&self.0),
            state: Arc::clone(state),
        }))
    }
}

/// A GET that can run before anyone asks.
pub(crate) trait Ahead: Send + Sync {
    fn pattern(&self) -> &str;

    /// Runs it, unless its answer is kept already; fails with the reason why its answer is not kept now.
    fn run(&self, ctx: Ctx, cache: Cache) -> BoxFuture<'static, Result<(), String>>;
}

/// A handler whose answers are kept, and its state.
struct Ready<S> {
    kept: Arc<Kept<S>>,
    state: Arc<S>,
}

impl<S: Send + Sync + 'static> Ahead for Ready<S> {
    fn pattern(&self) -> &str {
        &self.kept.plan.pattern
    }

    fn run(&self, ctx: Ctx, cache: Cache) -> BoxFuture<'static, Result<(), String>> {
        let visit = Visit {
            kept: Arc::clone(&self.kept),
            state: Arc::clone(&self.state),
            path: None,
            key: self.kept.plan.prefix.clone(),
            ctx,
            cache,
        };
        Box::pin(visit.ahead())
    }
}

impl<S: Send + Sync + 'static> Erased<S> for Keeper<S> {
    fn call(&self, request: Request, state: Arc<S>) -> BoxFuture<'static, Response> {
        match self.visit(&request, &state) {
            Some(visit) => Box::pin(visit.answer(request)),
            None => self.0.handler.call(request, state),
        }
    }

    fn run(&self, request: Request, state: Arc<S>) -> BoxFuture<'static, Result<Response, Problem>> {
        self.0.handler.run(request, state)
    }
}

impl<S: Send + Sync + 'static> Keeper<S> {
    /// None when the request must go past the cache: there is none, or nothing could be revalidated by its path.
    fn visit(&self, request: &Request, state: &Arc<S>) -> Option<Visit<S>> {
        let ctx = Ctx::get(request.extensions())?;
        let cache = ctx.part::<Cache>()?;
        let plan = &self.0.plan;
        let raw = ctx.uri().path();
        let path = key::canonical(raw)?;
        if path.len() > key::NAME_LIMIT {
            return None;
        }
        Some(Visit {
            key: key::key(&plan.prefix, &plan.reads, ctx.params(), raw, request.uri().query())?,
            kept: Arc::clone(&self.0),
            state: Arc::clone(state),
            path: (path != raw).then(|| path.into_owned()),
            ctx: ctx.clone(),
            cache: cache.clone(),
        })
    }
}

/// One request at the cache.
struct Visit<S> {
    kept: Arc<Kept<S>>,
    state: Arc<S>,
    ctx: Ctx,
    cache: Cache,
    key: Bytes,
    /// The path in its one spelling; none when it came in it.
    path: Option<String>,
}

/// What a request finds in the store.
enum Found {
    Fresh(StoredResponse),
    /// It may be served, and is to be made anew.
    Stale(StoredResponse),
    Nothing(Forward),
}

impl Found {
    fn of(lookup: &Lookup, now: SystemTime) -> Self {
        match &lookup.answer {
            None => Self::Nothing(Forward::UriMiss),
            Some(answer) if answer.sequence() < lookup.newest || answer.is_expired(now) => {
                Self::Nothing(Forward::Stale)
            }
            Some(answer) if answer.is_stale(now) => Self::Stale(answer.clone()),
            Some(answer) => Self::Fresh(answer.clone()),
        }
    }
}

impl<S: Send + Sync + 'static> Visit<S> {
    fn now(&self) -> SystemTime {
        self.ctx.shared().runtime.now()
    }

    fn path(&self) -> &str {
        self.path.as_deref().unwrap_or_else(|| self.ctx.uri().path())
    }

    fn names(&self) -> Names<'_> {
        Names::new(self.path(), &self.kept.plan.tags)
    }

    async fn answer(self, request: Request) -> Response {
        let lookup = self.cache.look(&self.key, self.names()).await;
        let now = self.now();
        match Found::of(&lookup, now) {
            Found::Fresh(answer) => self.respond(&answer, &request, Served::hit(&answer, now)),
            Found::Stale(answer) => {
                if answer.may_retry(now) {
                    self.refresh(&lookup, now, &request);
                }
                self.respond(&answer, &request, Served::hit(&answer, now))
            }
            // Boxed, so that a hit doesn't carry the room for a run.
            Found::Nothing(forward) => Box::pin(self.wait(lookup, now, forward, request)).await,
        }
    }

    /// Makes the answer anew, in the background, unless that is under way.
    fn refresh(&self, lookup: &Lookup, now: SystemTime, request: &Request) {
        let (flight, new) = self.board(lookup, now, request.uri().query(), true);
        if new {
            let refreshed = async move { drop(flight.await) };
            self.ctx.shared().runtime.spawn(Box::pin(refreshed));
        }
    }

    async fn wait(self, lookup: Lookup, now: SystemTime, forward: Forward, request: Request) -> Response {
        let (flight, new) = self.board(&lookup, now, request.uri().query(), false);
        match flight.await {
            Outcome::Found(answer) => self.respond(&answer, &request, Served::hit(&answer, now)),
            Outcome::Made(answer, stored) => {
                let served = Served::Ran {
                    forward,
                    collapsed: !new,
                    stored,
                };
                self.respond(&answer, &request, served)
            }
            Outcome::Passed(response, _) => {
                let first = response
                    .lock()
                    .unwrap_or_else(std::sync::PoisonError::into_inner)
                    .take();
                let mut response = match first {
                    Some(response) => finish(response, Some(&self.ctx), true),
                    None => self.kept.handler.call(request, Arc::clone(&self.state)).await,
                };
                let served = Served::Ran {
                    forward,
                    collapsed: false,
                    stored: false,
                };
                served.tell(response.headers_mut());
                response
            }
        }
    }

    /// The run that makes this answer: one that is under way, or a new one.
    fn board(&self, lookup: &Lookup, now: SystemTime, query: Option<&str>, refresh: bool) -> (Flight, bool) {
        let seen = Seen {
            newest: lookup.newest,
            sequence: lookup.sequence,
            now,
        };
        self.cache.flights().join_or_begin(&self.key, seen, |ticket| {
            let run = Run {
                kept: Arc::clone(&self.kept),
                state: Arc::clone(&self.state),
                cache: self.cache.clone(),
                ctx: self.kept.plan.context(&self.ctx, query),
                key: self.key.clone(),
                path: self.path().to_owned(),
                refresh,
            };
            Box::pin(run.go(ticket))
        })
    }

    fn respond(&self, answer: &StoredResponse, request: &Request, served: Served) -> Response {
        let mut response = respond(answer, request.headers(), self.ctx.prefers_html());
        let headers = response.headers_mut();
        served.tell(headers);
        let plan = &self.kept.plan;
        if plan.cdn && headers.get(CACHE_CONTROL) == Some(&plan.cache_control) {
            response.extensions_mut().insert(ForCdn);
        }
        response
    }

    async fn ahead(self) -> Result<(), String> {
        let lookup = self.cache.look(&self.key, self.names()).await;
        let now = self.now();
        if let Found::Fresh(_) = Found::of(&lookup, now) {
            return Ok(());
        }
        let (flight, _) = self.board(&lookup, now, None, false);
        match flight.await {
            Outcome::Found(_) | Outcome::Made(_, true) => Ok(()),
            Outcome::Made(answer, false) => match answer.status() {
                status if super::examine::is_kept(status) => {
                    Err("its answer was not kept: the store has no room for it, or is out of reach".to_owned())
                }
                status => Err(format!("its answer can't be kept: the status is {status}")),
            },
            Outcome::Passed(_, why) => Err(format!("its answer can't be kept: {why}")),
        }
    }
}
