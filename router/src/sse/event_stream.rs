//! The body of an event stream: comments keep an idle connection open, and a shutdown ends it.

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

/// Response extension of [`Sse`](super::Sse), read by [`event_stream`]. Zero means no comments.
#[derive(Debug, Clone, Copy)]
pub(super) struct KeepAlive(pub(super) Duration);

/// Wraps the body of a response that has a [`KeepAlive`]: adds a comment whenever it is idle for
/// that long, and ends it when the desk shuts down. Must be called inside all layers: only there is
/// each frame of the body a complete event.
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
}

impl http_body::Body for EventStream {
    type Data = Bytes;
    type Error = axum_core::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let this = self.get_mut();
        // Also if events are ready: a stream that is never idle has to end, too.
        if this.stream.has_entered(Stage::Ending) {
            return Poll::Ready(None);
        }
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(cx) {
            this.sleep = None;
            return Poll::Ready(frame);
        }
        if this.stream.poll_stage(Stage::Ending, cx) {
            return Poll::Ready(None);
        }
        ready!(this.poll_comment(cx));
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(b":\n\n")))))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }
}
