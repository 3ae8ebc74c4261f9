//! Limits how long a caller waits for an action's function.

use std::time::Duration;

use frontdesk_router::{BoxFuture, Ctx, Problem};
use http::StatusCode;

use super::detach::detached;
use crate::action::Outcome;
use crate::timer::within;
use crate::{codes, texts};

/// Runs a function, and stops waiting for it after `timeout`. The runtime then runs the rest: the function always runs to its
/// end.
pub(super) fn with_timeout(
    timeout: Duration,
    run: impl Future<Output = Result<Outcome, Problem>> + Send + Unpin + 'static,
    ctx: Ctx,
) -> BoxFuture<'static, Result<Outcome, Problem>> {
    Box::pin(async move {
        let run = detached(run, ctx.clone());
        let ended = within(run, timeout, &*ctx.shared().runtime).await;
        ended.unwrap_or_else(|| {
            tracing::warn!(
                ?timeout,
                "a server action took longer than its `timeout`; it continues in the background"
            );
            Err(timed_out())
        })
    })
}

/// The problem of the checks of a form, which change nothing.
pub(super) fn checks_timed_out() -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, codes::TIMEOUT).with_title(texts::TIMEOUT_TITLE)
}

/// Without `Retry-After`, since retrying may run the action twice.
pub(super) fn timed_out() -> Problem {
    checks_timed_out().with_detail(texts::TIMEOUT)
}
