//! Comments that keep an idle connection open.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum_core::body::Body;
use axum_core::response::Response;
use bytes::Bytes;
use http_body::Frame;

use crate::context::Ctx;
use crate::runtime::{BoxFuture, Runtime};

/// Response extension of [`Sse`](super::Sse), read by [`keep_alive`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Interval(pub(super) Duration);

/// Adds comments to the body of a response that has an [`Interval`], whenever it is idle for that
/// long. Must be called inside all layers: only there is each frame of the body a complete event.
pub(crate) fn keep_alive(mut response: Response, ctx: &Ctx) -> Response {
    let Some(Interval(interval)) = response.extensions_mut().remove() else {
        return response;
    };
    let runtime = Arc::clone(&ctx.shared().runtime);
    response.map(|body| {
        Body::new(KeepAlive {
            body,
            runtime,
            interval,
            sleep: None,
        })
    })
}

struct KeepAlive {
    body: Body,
    runtime: Arc<dyn Runtime>,
    interval: Duration,
    /// Runs since the last frame. `None` while frames are ready.
    sleep: Option<BoxFuture<'static, ()>>,
}

impl http_body::Body for KeepAlive {
    type Data = Bytes;
    type Error = axum_core::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let this = self.get_mut();
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(cx) {
            this.sleep = None;
            return Poll::Ready(frame);
        }
        let sleep = this.sleep.get_or_insert_with(|| this.runtime.sleep(this.interval));
        ready!(sleep.as_mut().poll(cx));
        this.sleep = None;
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(b":\n\n")))))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }
}
