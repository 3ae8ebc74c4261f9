//! The body of an event stream: comments keep an idle connection open, and a shutdown ends it after
//! the events that are ready.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum_core::body::Body;
use axum_core::response::Response;
use bytes::Bytes;
use http_body::Frame;

use crate::context::Ctx;
use crate::in_flight::{OpenStream, Stage};
use crate::runtime::{BoxFuture, Runtime};

/// How many events a stream may still send after the desk has begun to shut down, so that one that
/// always has an event ready ends, too.
const LAST_EVENTS: usize = 64;

/// Response extension of [`Sse`](super::Sse), read by [`event_stream`]. Zero means no comments.
#[derive(Debug, Clone, Copy)]
pub(super) struct KeepAlive(pub(super) Duration);

/// Wraps the body of a response that has a [`KeepAlive`]: adds a comment whenever it is idle for
/// that long, and ends it when the desk shuts down, after the events that are ready then. Must be
/// called inside all layers: only there is each frame of the body a complete event.
pub(crate) fn event_stream(mut response: Response, ctx: &Ctx) -> Response {
    let Some(KeepAlive(interval)) = response.extensions_mut().remove() else {
        return response;
    };
    let shared = ctx.shared();
    let runtime = Arc::clone(&shared.runtime);
    let stream = shared.in_flight.begin_stream();
    response.map(|body| {
        Body::new(EventStream {
            body,
            runtime,
            interval,
            sleep: None,
            last_events: if stream.has_entered(Stage::Ending) {
                0
            } else {
                LAST_EVENTS
            },
            has_yielded: false,
            stream,
        })
    })
}

struct EventStream {
    body: Body,
    runtime: Arc<dyn Runtime>,
    interval: Duration,
    /// Runs since the last frame. `None` while frames are ready.
    sleep: Option<BoxFuture<'static, ()>>,
    /// How many events may still be sent once the stage is [`Stage::Ending`].
    last_events: usize,
    /// Whether the body was pending in that stage, and is polled once more.
    has_yielded: bool,
    stream: OpenStream,
}

impl EventStream {
    /// Polls the time for the next comment.
    fn poll_comment(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if self.interval.is_zero() {
            return Poll::Pending;
        }
        let sleep = self.sleep.get_or_insert_with(|| self.runtime.sleep(self.interval));
        ready!(sleep.as_mut().poll(cx));
        self.sleep = None;
        Poll::Ready(())
    }

    /// Ends a stream that has no event ready. It is polled once more before: tokio lets a task that
    /// has done much at once see its channels as empty until the task has yielded.
    fn poll_end<T>(&mut self, cx: &Context<'_>) -> Poll<Option<T>> {
        if self.has_yielded {
            return Poll::Ready(None);
        }
        self.has_yielded = true;
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

impl http_body::Body for EventStream {
    type Data = Bytes;
    type Error = axum_core::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let this = self.get_mut();
        // Before the body is polled: an event that becomes ready after that, and then the ending,
        // wake the task.
        let is_ending = this.stream.poll_stage(Stage::Ending, cx);
        if is_ending && this.last_events == 0 {
            return Poll::Ready(None);
        }
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(cx) {
            this.sleep = None;
            if is_ending {
                this.last_events -= 1;
                this.has_yielded = false;
            }
            return Poll::Ready(frame);
        }
        if is_ending {
            return this.poll_end(cx);
        }
        ready!(this.poll_comment(cx));
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(b":\n\n")))))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }
}
