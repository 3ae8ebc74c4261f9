//! Waiting, but not for ever.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::{Context, Poll};
use std::time::Duration;

use frontdesk_router::{BoxFuture, Runtime};

/// A timer that begins when it is first asked: mostly there is nothing to wait for, and it is never made.
#[derive(Default)]
pub(crate) struct Timer(Option<BoxFuture<'static, ()>>);

impl Timer {
    /// Whether the time is up. If not, the task is woken when it is. Not to be asked again once it was.
    pub(crate) fn is_up(&mut self, duration: Duration, runtime: &dyn Runtime, cx: &mut Context<'_>) -> bool {
        let timer = self.0.get_or_insert_with(|| runtime.sleep(duration));
        timer.as_mut().poll(cx).is_ready()
    }

    /// Forgets when it began.
    pub(crate) fn reset(&mut self) {
        self.0 = None;
    }
}

/// Awaits `future` for a while; none when the time is up before it ends.
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
