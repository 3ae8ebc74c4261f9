//! A body that the endpoint holds while layers have the request.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use axum_core::body::Body;
use bytes::Bytes;
use http_body::{Frame, SizeHint};

/// The body of a request that is passed to layers. What they leave unread is read afterwards.
pub(super) struct HeldBody(Arc<Held>);

/// What takes a [`HeldBody`] back.
pub(super) struct BodyHolder(Arc<Held>);

struct Held {
    body: Mutex<Body>,
    /// Something of the body was read.
    is_touched: AtomicBool,
}

impl HeldBody {
    pub(super) fn new(body: Body) -> (Self, BodyHolder) {
        let held = Arc::new(Held {
            body: Mutex::new(body),
            is_touched: AtomicBool::new(false),
        });
        (Self(Arc::clone(&held)), BodyHolder(held))
    }
}

impl BodyHolder {
    /// Returns the body, if nothing has read of it or holds it still.
    pub(super) fn into_body(self) -> Option<Body> {
        let held = Arc::into_inner(self.0)?;
        let is_touched = held.is_touched.into_inner();
        let body = held.body.into_inner().unwrap_or_else(PoisonError::into_inner);
        (!is_touched).then_some(body)
    }
}

impl Held {
    fn body(&self) -> MutexGuard<'_, Body> {
        self.body.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl http_body::Body for HeldBody {
    type Data = Bytes;
    type Error = axum_core::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum_core::Error>>> {
        let polled = Pin::new(&mut *self.0.body()).poll_frame(cx);
        if polled.is_ready() {
            self.0.is_touched.store(true, Ordering::Relaxed);
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.0.body().is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.body().size_hint()
    }
}
