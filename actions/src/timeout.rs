//! The `timeout` of an action: how long a request waits for its function.

use std::sync::Arc;
use std::time::Duration;

use frontdesk_router::{Problem, Runtime};
use http::StatusCode;

use crate::detach::Detach;
use crate::run::Running;
use crate::timer::within;

/// Returns `running` with a timeout. When it is over, the response is a problem, but the function
/// isn't cancelled halfway: the runtime continues it in the background.
pub(crate) fn at_most(timeout: Duration, running: Running, runtime: Arc<dyn Runtime>) -> Running {
    Box::pin(async move {
        let ended = within(Detach::new(running, &runtime), timeout, &*runtime).await;
        ended.unwrap_or_else(|| {
            tracing::warn!(
                ?timeout,
                "a server action took longer than its `timeout`; it continues in the background"
            );
            Err(timed_out())
        })
    })
}

/// The problem has no `Retry-After`, because a retry may perform the action twice.
fn timed_out() -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "timeout")
        .with_title("This is taking too long")
        .with_detail("Your request may have been partly processed. Check the result before sending it again.")
}
