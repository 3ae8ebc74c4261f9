//! An action that has begun runs to its end, even if nothing waits for it any more.

use frontdesk_router::__desk::Detach;
use frontdesk_router::Ctx;
use tracing::Instrument as _;

/// Runs a future in place. If it is dropped before its end, because a time limit or a layer dropped
/// it, the runtime runs the rest, which counts as an action in flight.
///
/// (If the client disconnects, the desk hands over the whole request.)
pub(super) fn detached<F>(future: F, ctx: Ctx) -> impl Future<Output = F::Output> + Send + Unpin
where
    F: Future<Output: Send> + Send + Unpin + 'static,
{
    Detach::new(future, move |rest: F| {
        let shared = ctx.shared();
        let running = shared.in_flight.begin_action();
        let rest = async move {
            drop(rest.await);
            drop(running);
        };
        shared.runtime.spawn(Box::pin(rest.in_current_span()));
    })
}
