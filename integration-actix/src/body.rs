//! Bodies, with backpressure both ways.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use actix_web::body::{BodySize, MessageBody};
use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use axum_core::body::Body;
use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::stream;
use http::StatusCode;
use http::header::CONTENT_LENGTH;
use http::response::Parts;
use http_body::Body as _;
use tokio::sync::{mpsc, oneshot};

/// How many pieces of a request's body wait between actix and the handler. actix reads up to 32 KiB into one.
const WAITING: usize = 2;

/// The body of a request. actix's can't leave the worker's thread, so a task on that thread reads it, but only from the moment
/// on that the handler asks for the first piece, and never more than a few pieces ahead of it.
pub(crate) fn request_body(payload: Payload) -> Body {
    if matches!(payload, Payload::None) {
        return Body::empty();
    }
    let (asked, first_ask) = oneshot::channel::<()>();
    let (sender, receiver) = mpsc::channel(WAITING);
    actix_web::rt::spawn(pump(payload, first_ask, sender));
    let begin = stream::once(async move {
        // Nobody listens once the client is gone; the body then ends.
        let _ = asked.send(());
    })
    .filter_map(|()| async { None });
    let pieces = stream::unfold(receiver, |mut receiver| async {
        Some((receiver.recv().await?, receiver))
    });
    Body::from_stream(begin.chain(pieces))
}

/// Moves a body's pieces until it ends or nobody wants them any more.
async fn pump(
    mut payload: Payload,
    first_ask: oneshot::Receiver<()>,
    sender: mpsc::Sender<Result<Bytes, PayloadError>>,
) {
    if first_ask.await.is_err() {
        return;
    }
    loop {
        tokio::select! {
            () = sender.closed() => return,
            piece = payload.next() => {
                let Some(piece) = piece else { return };
                if sender.send(piece).await.is_err() {
                    return;
                }
            }
        }
    }
}

/// The body of a response, as actix asks for it.
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

    /// That of an answer to HEAD, whose length is a header like any other.
    pub(crate) fn of_head(length: Option<u64>) -> Self {
        let size = length.map_or(BodySize::None, |_| BodySize::Stream);
        let body = Body::empty();
        Self { body, size }
    }
}

/// The length that a response declares.
pub(crate) fn declared_length(parts: &Parts) -> Option<u64> {
    let length = parts.headers.get(CONTENT_LENGTH)?;
    length.to_str().ok()?.parse().ok()
}

/// Whether its status says that no body follows.
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
                    // Trailers have no place in actix's responses.
                    if let Ok(data) = frame.into_data() {
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
            }
        }
    }
}
