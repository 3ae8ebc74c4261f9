//! Tasks for the handlers of cached GETs.
//!
//! A layer may set task-locals around the future of a request: a user, a tenant, a locale. A handler
//! that is called in that future could read them, and its response would be stored for everyone. So
//! the handler of a cached GET runs in a task of its own, where they do not exist.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;

use axum_core::body::Body;
use axum_core::extract::Request;
use axum_core::response::{IntoResponse, Response};
use futures_channel::oneshot;
use futures_util::future::{Either, select};
use http::{HeaderMap, Uri};
use tracing::Instrument as _;

use super::route::CachedRoute;
use crate::context::Ctx;
use crate::finish::finish;
use crate::problem::Problem;
use crate::shared::Shared;

/// Why a task has no result, for the log.
pub(super) const TASK_LOST: &str =
    "the task of a cached GET ended without a response: its runtime was shut down, or the cache's store panicked";

/// Runs `job` in a task of its own, and in a tracing span that is linked to the current one. Returns
/// `None` if the task is dropped before it ends.
///
/// The task is spawned when the returned future is first polled, and aborted when that is dropped.
pub(super) fn in_own_task<T: Send + 'static>(
    shared: Arc<Shared>,
    route: &str,
    job: impl Future<Output = T> + Send + 'static,
) -> impl Future<Output = Option<T>> + Send + 'static {
    let span = tracing::info_span!(target: "frontdesk", parent: None, "cached_run", http.route = route);
    span.follows_from(tracing::Span::current());
    async move {
        let (sender, receiver) = oneshot::channel();
        shared.runtime.spawn(Box::pin(complete(job, sender).instrument(span)));
        receiver.await.ok()
    }
}

/// Sends the result of `job`. Drops it once nothing waits for that any more.
async fn complete<T>(job: impl Future<Output = T>, mut sender: oneshot::Sender<T>) {
    let result = match select(sender.cancellation(), pin!(job)).await {
        Either::Left(_) => return,
        Either::Right((result, _)) => result,
    };
    // Fails if the last waiting request was dropped just now.
    drop(sender.send(result));
}

/// Creates the context of a run from that of the request that begins it: the same path and
/// parameters, this query, and nothing else.
pub(super) fn run_context(ctx: &Ctx, query: Option<&str>) -> Ctx {
    let path = ctx.uri().path();
    let uri = match query {
        Some(query) => Uri::try_from(format!("{path}?{query}")),
        None => Uri::try_from(path),
    };
    // Cannot fail: both come from a URI, or are percent-encoded.
    let uri = uri.unwrap_or_default();
    Ctx::enter(ctx.shared_arc(), &uri, true, &HeaderMap::new(), ctx.params().clone())
}

/// Builds the request for a handler. It contains only what is in its context.
pub(super) fn run_request(ctx: &Ctx) -> Request {
    let mut request = Request::new(Body::empty());
    request.uri_mut().clone_from(ctx.uri());
    request.extensions_mut().insert(ctx.clone());
    request
}

/// Calls the handler for one request, whose response is not stored.
pub(super) async fn call_once<S: Send + Sync + 'static>(
    route: Arc<CachedRoute<S>>,
    state: Arc<S>,
    ctx: Ctx,
    request: Request,
) -> Response {
    let own = run_context(&ctx, request.uri().query());
    let call = {
        let route = Arc::clone(&route);
        async move {
            let result = route.handler.call_unfinished(run_request(&own), state).await;
            let mut response = result.unwrap_or_else(IntoResponse::into_response);
            own.finish_headers(response.status(), response.headers_mut());
            response
        }
    };
    let response = in_own_task(ctx.shared_arc(), &route.policy.pattern, call).await;
    finish(response.unwrap_or_else(lost), Some(&ctx), true)
}

/// Creates the response to a request whose task was dropped before it ended.
pub(super) fn lost() -> Response {
    Problem::internal(TASK_LOST).into_response()
}
