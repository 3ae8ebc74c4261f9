//! Timers and timeouts on top of a [`Runtime`].

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::{Context, Poll};
use std::time::Duration;

use frontdesk_router::{BoxFuture, Runtime};

/// A timer that starts when it is first polled. Usually the awaited event is already there, and no
/// timer is created.
#[derive(Default)]
pub(crate) struct Timer(Option<BoxFuture<'static, ()>>);

impl Timer {
    /// Polls the timer. Returns `true` if `duration` has passed since the first poll, otherwise
    /// registers the waker. Must not be polled again after it returned `true`, except after
    /// [`reset`](Self::reset).
    pub(crate) fn is_up(&mut self, duration: Duration, runtime: &dyn Runtime, cx: &mut Context<'_>) -> bool {
        let timer = self.0.get_or_insert_with(|| runtime.sleep(duration));
        timer.as_mut().poll(cx).is_ready()
    }

    /// Resets the timer: the next poll starts it anew.
    pub(crate) fn reset(&mut self) {
        self.0 = None;
    }
}

/// Awaits `future` for at most `duration`. Returns `None` if it is not complete by then.
pub(crate) async fn within<F: Future>(future: F, duration: Duration, runtime: &dyn Runtime) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut timer = Timer::default();
    poll_fn(move |cx| match future.as_mut().poll(cx) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending if timer.is_up(duration, runtime, cx) => Poll::Ready(None),
        Poll::Pending => Poll::Pending,
    })
    .await
}
