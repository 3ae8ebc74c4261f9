//! A future that goes on elsewhere when it is dropped before its end.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Runs a future in place. If it is dropped before its end, because the client disconnected, `rest`
/// gets what has begun of it. A future that has not begun, or that panicked, is dropped.
pub struct Detach<F, R: FnOnce(F)> {
    /// `None` once it has ended.
    future: Option<(F, R)>,
    begun: bool,
    /// Stays true after a panic of the future itself, which must not be polled again.
    polling: bool,
}

impl<F, R: FnOnce(F)> Detach<F, R> {
    /// Creates a future that is polled in place.
    pub fn new(future: F, rest: R) -> Self {
        Self {
            future: Some((future, rest)),
            begun: false,
            polling: false,
        }
    }
}

impl<F: Future + Unpin, R: FnOnce(F) + Unpin> Future for Detach<F, R> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = &mut *self;
        let Some((future, _)) = this.future.as_mut() else {
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

impl<F, R: FnOnce(F)> Drop for Detach<F, R> {
    fn drop(&mut self) {
        // A panic elsewhere, of a timer or a layer, unwinds through here too. The rest still runs.
        if let Some((future, rest)) = self.future.take()
            && self.begun
            && !self.polling
        {
            rest(future);
        }
    }
}

impl<F, R: FnOnce(F)> std::fmt::Debug for Detach<F, R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Detach")
            .field("begun", &self.begun)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, poll_fn};
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::task::Poll;

    use futures_util::FutureExt as _;

    use super::Detach;

    #[test]
    fn rest_is_taken_after_a_panic_around_it() {
        let mut taken = false;
        let mut detach = Detach::new(pending::<()>(), |_| taken = true);
        assert!((&mut detach).now_or_never().is_none());
        let panicked = catch_unwind(AssertUnwindSafe(move || {
            let _running = detach;
            panic!("around it");
        }));
        assert!(panicked.is_err() && taken);
    }

    #[test]
    fn nothing_is_taken_of_a_future_that_panicked_ended_or_has_not_begun() {
        let mut taken = false;
        let panics = Detach::new(poll_fn(|_| -> Poll<()> { panic!("its own") }), |_| taken = true);
        assert!(catch_unwind(AssertUnwindSafe(|| panics.now_or_never())).is_err());
        assert!(!taken);
        let mut ends = Detach::new(std::future::ready(7), |_| taken = true);
        assert_eq!((&mut ends).now_or_never(), Some(7));
        drop(ends);
        drop(Detach::new(pending::<()>(), |_| taken = true));
        assert!(!taken);
    }
}
