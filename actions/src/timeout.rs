//! Waiting for an action's function no longer than the action says.

use std::sync::Arc;
use std::time::Duration;

use frontdesk_router::{Problem, Runtime};
use http::StatusCode;

use crate::detach::Detach;
use crate::run::Running;
use crate::timer::within;

/// `running`, waited for until the time is up. Its rest then goes to the runtime: the caller gives up, the function is never cut in
/// half.
pub(crate) fn at_most(timeout: Duration, running: Running, runtime: Arc<dyn Runtime>) -> Running {
    Box::pin(async move {
        let ended = within(Detach::new(running, &runtime), timeout, &*runtime).await;
        ended.unwrap_or_else(|| {
            tracing::warn!(
                ?timeout,
                "a server action took longer than its `timeout`; it goes on without its caller"
            );
            Err(timed_out())
        })
    })
}

/// Without `Retry-After`: to try again may do it twice.
fn timed_out() -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "timeout")
        .with_title("This takes too long")
        .with_detail("It may have partly happened. See what came of it before you send it again.")
}
