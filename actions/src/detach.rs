//! An abort never cuts an action in half.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use frontdesk_router::{BoxFuture, Runtime};

/// Runs a future in place; if it is dropped before its end, because the client went away, the rest runs on by itself.
pub(crate) struct Detach<'r, T: Send + 'static> {
    // None once it has ended.
    future: Option<BoxFuture<'static, T>>,
    // What has not begun can't be cut in half: it is dropped.
    begun: bool,
    runtime: &'r Arc<dyn Runtime>,
}

impl<'r, T: Send + 'static> Detach<'r, T> {
    pub(crate) fn new(future: BoxFuture<'static, T>, runtime: &'r Arc<dyn Runtime>) -> Self {
        Self {
            future: Some(future),
            begun: false,
            runtime,
        }
    }
}

impl<T: Send + 'static> Future for Detach<'_, T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<T> {
        self.begun = true;
        let Some(future) = self.future.as_mut() else {
            return Poll::Pending;
        };
        let polled = future.as_mut().poll(cx);
        if polled.is_ready() {
            self.future = None;
        }
        polled
    }
}

impl<T: Send + 'static> Drop for Detach<'_, T> {
    fn drop(&mut self) {
        let Some(rest) = self.future.take() else { return };
        // A panic unwinding through here has already ended the future; it must not be polled again.
        if self.begun && !std::thread::panicking() {
            self.runtime.spawn(Box::pin(async move { drop(rest.await) }));
        }
    }
}
