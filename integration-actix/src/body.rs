//! Converts bodies, with backpressure in both directions.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use actix_web::body::{BodySize, MessageBody};
use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use axum_core::BoxError;
use axum_core::body::Body;
use bytes::Bytes;
use frontdesk_router::__desk::BodyLimitError;
use futures_util::StreamExt;
use futures_util::stream;
use http::StatusCode;
use http::header::CONTENT_LENGTH;
use http::response::Parts;
use http_body::Body as _;
use tokio::sync::{mpsc, oneshot};

/// How many chunks of a request's body are buffered between actix and the handler. actix reads up
/// to 32 KiB into one.
const BUFFERED_CHUNKS: usize = 2;

/// Converts the body of a request. actix's body can't leave the worker's thread, so a task on that
/// thread reads it: only once the handler asks for the first chunk, and never more than
/// [`BUFFERED_CHUNKS`] ahead of it.
pub(crate) fn request_body(payload: Payload) -> Body {
    if matches!(payload, Payload::None) {
        return Body::empty();
    }
    let (start, started) = oneshot::channel::<()>();
    let (sender, receiver) = mpsc::channel(BUFFERED_CHUNKS);
    actix_web::rt::spawn(forward(payload, started, sender));
    let first_poll = stream::once(async move {
        // Fails if the task has ended because the client has disconnected. The body then ends, too.
        let _ = start.send(());
    })
    .filter_map(|()| async { None });
    let chunks = stream::unfold(receiver, |mut receiver| async {
        Some((receiver.recv().await?, receiver))
    });
    Body::from_stream(first_poll.chain(chunks))
}

/// Forwards a body's chunks until it ends or the receiver is dropped.
async fn forward(mut payload: Payload, started: oneshot::Receiver<()>, sender: mpsc::Sender<Result<Bytes, BoxError>>) {
    if started.await.is_err() {
        return;
    }
    loop {
        tokio::select! {
            () = sender.closed() => return,
            chunk = payload.next() => {
                let Some(chunk) = chunk else { return };
                if sender.send(chunk.map_err(body_error)).await.is_err() {
                    return;
                }
            }
        }
    }
}

/// Converts the error of a body. A middleware's limit has an error of actix's own.
fn body_error(error: PayloadError) -> BoxError {
    match error {
        PayloadError::Overflow => BodyLimitError::new().into(),
        error => error.into(),
    }
}

/// The body of a response, as actix polls it.
pub(crate) struct ResponseBody {
    body: Body,
    size: BodySize,
}

impl ResponseBody {
    pub(crate) fn new(body: Body, parts: &Parts) -> Self {
        let size = match declared_length(parts).or(body.size_hint().exact()) {
            _ if is_bodiless(parts) => BodySize::None,
            Some(length) => BodySize::Sized(length),
            None => BodySize::Stream,
        };
        Self { body, size }
    }

    /// Returns the body of a response to HEAD, whose length is a header like any other.
    pub(crate) fn of_head(length: Option<u64>) -> Self {
        let size = length.map_or(BodySize::None, |_| BodySize::Stream);
        let body = Body::empty();
        Self { body, size }
    }
}

/// Returns the `Content-Length` of a response.
pub(crate) fn declared_length(parts: &Parts) -> Option<u64> {
    let length = parts.headers.get(CONTENT_LENGTH)?;
    length.to_str().ok()?.parse().ok()
}

/// Returns whether a response with this status has no body.
pub(crate) fn is_bodiless(parts: &Parts) -> bool {
    matches!(parts.status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED)
}

impl MessageBody for ResponseBody {
    type Error = axum_core::Error;

    fn size(&self) -> BodySize {
        self.size
    }

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        loop {
            match ready!(Pin::new(&mut self.body).poll_frame(cx)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(frame)) => {
                    // actix's responses can't have trailers.
                    if let Ok(data) = frame.into_data() {
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
            }
        }
    }
}
