//! An action that has begun runs to its end, even if the client disconnects.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use frontdesk_router::__desk::Shared;
use tracing::Instrument as _;

/// Runs a future in place. If it is dropped before its end, because the client disconnected, the
/// runtime runs the rest, which counts as an action in flight.
pub(super) struct Detach<'r, F: Future + Send + 'static> {
    /// `None` once it has ended.
    future: Option<F>,
    /// A future that has not begun is dropped.
    begun: bool,
    /// Stays true after a panic of the future itself, which must not be polled again.
    polling: bool,
    shared: &'r Shared,
}

impl<'r, F: Future + Send + 'static> Detach<'r, F> {
    pub(super) fn new(future: F, shared: &'r Shared) -> Self {
        Self {
            future: Some(future),
            begun: false,
            polling: false,
            shared,
        }
    }
}

impl<F: Future + Send + Unpin + 'static> Future for Detach<'_, F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = &mut *self;
        let Some(future) = this.future.as_mut() else {
            return Poll::Pending;
        };
        this.begun = true;
        this.polling = true;
        let polled = Pin::new(future).poll(cx);
        this.polling = false;
        if polled.is_ready() {
            this.future = None;
        }
        polled
    }
}

impl<F: Future + Send + 'static> Drop for Detach<'_, F> {
    fn drop(&mut self) {
        let Some(rest) = self.future.take() else { return };
        // A panic elsewhere, of a timer or a layer, unwinds through here too. The rest still runs.
        if self.begun && !self.polling {
            let running = self.shared.in_flight.begin_action();
            let rest = async move {
                drop(rest.await);
                drop(running);
            };
            self.shared.runtime.spawn(Box::pin(rest.in_current_span()));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::{Future, poll_fn};
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::pin::Pin;
    use std::sync::Arc;
    use std::task::Poll;

    use frontdesk_router::__desk::{ErrorMap, Shared};
    use frontdesk_router::TokioRuntime;
    use futures_util::FutureExt;
    use tokio::sync::oneshot;

    use super::Detach;

    fn shared() -> Shared {
        Shared::new(Arc::new(TokioRuntime::new()), ErrorMap::default(), String::new())
    }

    /// Polls `future` once, in place.
    async fn once<F: Future + Unpin>(future: &mut F) -> Poll<F::Output> {
        let mut future = Pin::new(future);
        poll_fn(|cx| Poll::Ready(future.as_mut().poll(cx))).await
    }

    #[tokio::test]
    async fn future_continues_after_a_panic_around_it() {
        let shared = shared();
        let (go, gone) = oneshot::channel::<()>();
        let (end, ended) = oneshot::channel();
        let future = Box::pin(async move {
            gone.await.unwrap();
            end.send(7).unwrap();
        });
        let mut detach = Detach::new(future, &shared);
        assert!(once(&mut detach).await.is_pending());
        let panicked = catch_unwind(AssertUnwindSafe(move || {
            let _running = detach;
            panic!("around it");
        }));
        assert!(panicked.is_err());
        assert_eq!(shared.in_flight.actions(), 1);
        go.send(()).unwrap();
        assert_eq!(ended.await, Ok(7));
    }

    #[tokio::test]
    async fn future_that_panicked_is_not_polled_again() {
        let shared = shared();
        let (again, polled) = oneshot::channel();
        let mut again = Some(again);
        let mut first = true;
        let future = Box::pin(poll_fn(move |_| {
            assert!(!std::mem::take(&mut first), "its own");
            let _ = again.take().map(|again| again.send(()));
            Poll::Ready(())
        }));
        let detach = AssertUnwindSafe(Detach::new(future, &shared));
        assert!(detach.catch_unwind().await.is_err());
        assert!(polled.await.is_err(), "dropped, not polled");
    }

    #[tokio::test]
    async fn future_that_has_not_begun_is_dropped() {
        let shared = shared();
        let (end, ended) = oneshot::channel::<()>();
        drop(Detach::new(Box::pin(async move { end.send(()) }), &shared));
        assert!(ended.await.is_err());
    }
}
