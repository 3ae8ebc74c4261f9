//! Converts bodies, with backpressure in both directions.

use std::mem;
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
use http::StatusCode;
use http::header::CONTENT_LENGTH;
use http::response::Parts;
use http_body::{Body as _, Frame};
use tokio::sync::mpsc;

use crate::worker::PayloadKey;

/// How many chunks of a request's body are buffered between actix and a handler on another thread.
/// actix reads up to 32 KiB into one.
const BUFFERED_CHUNKS: usize = 2;

/// Converts the body of a request.
pub(crate) fn request_body(payload: Payload) -> Body {
    if matches!(payload, Payload::None) {
        return Body::empty();
    }
    Body::new(RequestBody::OnWorker(PayloadKey::new(payload)))
}

/// The body of a request. actix's own can't leave the worker's thread, so what polls it there reads
/// it directly. At the first poll on another thread, a task on the worker's thread begins to read
/// it, never more than [`BUFFERED_CHUNKS`] ahead.
enum RequestBody {
    OnWorker(PayloadKey),
    Forwarded(mpsc::Receiver<Chunk>),
    Ended,
}

/// `None` is the end, so that a task that ends early isn't taken for the end of the body.
type Chunk = Option<Result<Bytes, PayloadError>>;

impl RequestBody {
    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Chunk> {
        match self {
            Self::OnWorker(payload) => match payload.poll(cx) {
                Some(polled) => polled,
                None => self.forwarded().poll_chunk(cx),
            },
            Self::Forwarded(receiver) => {
                let chunk = ready!(receiver.poll_recv(cx));
                Poll::Ready(chunk.unwrap_or(Some(Err(PayloadError::Incomplete(None)))))
            }
            Self::Ended => Poll::Ready(None),
        }
    }

    /// Lets a task on the worker's thread read the body from here on.
    fn forwarded(&mut self) -> &mut Self {
        let (sender, receiver) = mpsc::channel(BUFFERED_CHUNKS);
        if let Self::OnWorker(payload) = mem::replace(self, Self::Forwarded(receiver)) {
            payload.hand_over(|payload| drop(actix_web::rt::spawn(forward(payload, sender))));
        }
        self
    }
}

impl http_body::Body for RequestBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let chunk = ready!(self.poll_chunk(cx));
        if !matches!(chunk, Some(Ok(_))) {
            *self = Self::Ended;
        }
        Poll::Ready(chunk.map(|chunk| chunk.map(Frame::data).map_err(body_error)))
    }
}

/// Forwards a body's chunks until it ends or the receiver is dropped.
async fn forward(mut payload: Payload, sender: mpsc::Sender<Chunk>) {
    loop {
        tokio::select! {
            () = sender.closed() => return,
            chunk = payload.next() => {
                let is_last = !matches!(chunk, Some(Ok(_)));
                if sender.send(chunk).await.is_err() || is_last {
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

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::rc::Rc;
    use std::thread;

    use actix_web::rt::System;
    use futures_util::stream;
    use http_body_util::BodyExt as _;
    use tokio::sync::oneshot;

    use super::*;

    /// A payload of these chunks, and whether it still exists.
    fn payload(chunks: &[Result<&'static str, PayloadError>]) -> (Payload, Rc<Cell<bool>>) {
        struct Exists(Rc<Cell<bool>>);
        impl Drop for Exists {
            fn drop(&mut self) {
                self.0.set(false);
            }
        }
        let exists = Rc::new(Cell::new(true));
        let guard = Exists(Rc::clone(&exists));
        let chunks: Vec<_> = chunks
            .iter()
            .map(|chunk| {
                chunk
                    .as_ref()
                    .map(|text| Bytes::from_static(text.as_bytes()))
                    .map_err(|_| PayloadError::EncodingCorrupted)
            })
            .collect();
        let stream = stream::iter(chunks).inspect(move |_| assert!(guard.0.get()));
        (Payload::from(stream.boxed_local()), exists)
    }

    async fn elsewhere<T: Send + 'static>(run: impl FnOnce() -> T + Send + 'static) -> T {
        let (sender, receiver) = oneshot::channel();
        thread::spawn(move || drop(sender.send(run())));
        receiver.await.unwrap()
    }

    async fn until_gone(exists: &Cell<bool>) {
        while exists.get() {
            tokio::task::yield_now().await;
        }
    }

    fn collected(body: Body) -> Result<String, String> {
        let collected = block_on(body.collect());
        let bytes = collected.map_err(|error| error.to_string())?.to_bytes();
        Ok(String::from_utf8(bytes.to_vec()).unwrap())
    }

    /// Waits for a future on a thread without a runtime.
    fn block_on<F: Future>(future: F) -> F::Output {
        struct Unpark(thread::Thread);
        impl std::task::Wake for Unpark {
            fn wake(self: std::sync::Arc<Self>) {
                self.0.unpark();
            }
        }
        let waker = std::sync::Arc::new(Unpark(thread::current())).into();
        let mut future = std::pin::pin!(future);
        loop {
            if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
                return output;
            }
            thread::park();
        }
    }

    #[actix_web::test]
    async fn body_is_the_same_on_any_thread() {
        let cut_off = || Err(PayloadError::Incomplete(None));
        for (chunks, expected) in [
            (vec![], Ok("")),
            (vec![Ok("one")], Ok("one")),
            (
                vec![Ok("one"), Ok("two"), Ok("three"), Ok("four")],
                Ok("onetwothreefour"),
            ),
            (vec![Ok("one"), cut_off(), Ok("two")], Err(())),
        ] {
            let (here, exists) = payload(&chunks);
            let collected_here = request_body(here).collect().await;
            assert!(!exists.get());
            let collected_here = collected_here.map(|body| String::from_utf8(body.to_bytes().to_vec()).unwrap());
            assert_eq!(collected_here.as_deref().map_err(|_| ()), expected);

            let (there, exists) = payload(&chunks);
            let body = request_body(there);
            let collected_there = elsewhere(move || collected(body)).await;
            assert_eq!(collected_there.as_deref().map_err(|_| ()), expected);
            until_gone(&exists).await;
        }
    }

    #[actix_web::test]
    async fn payload_is_dropped_with_its_body_on_any_thread() {
        let (here, exists) = payload(&[Ok("one")]);
        drop(request_body(here));
        assert!(!exists.get());

        let (there, exists) = payload(&[Ok("one")]);
        let body = request_body(there);
        assert!(exists.get());
        elsewhere(move || drop(body)).await;
        until_gone(&exists).await;

        // One that is being forwarded, and waits for its reader.
        let (begun, exists) = payload(&[Ok("one"), Ok("two"), Ok("three"), Ok("four"), Ok("five")]);
        let mut body = request_body(begun);
        let body = elsewhere(move || {
            block_on(body.frame()).unwrap().unwrap();
            body
        });
        let body = body.await;
        assert!(exists.get());
        drop(body);
        until_gone(&exists).await;
    }

    /// The place of a payload that was dropped is another's, whom the first can't harm.
    #[actix_web::test]
    async fn bodies_do_not_reach_others() {
        let mut held = Vec::new();
        for round in 0..20 {
            let bodies: Vec<_> = (0..8).map(|_| request_body(payload(&[Ok("theirs")]).0)).collect();
            elsewhere(move || drop(bodies)).await;
            if round % 2 == 0 {
                held.push(request_body(payload(&[Ok("one"), Ok("two")]).0));
            }
            tokio::task::yield_now().await;
        }
        for body in held {
            assert_eq!(body.collect().await.unwrap().to_bytes(), "onetwo");
        }
    }

    #[test]
    fn body_fails_once_its_system_has_ended() {
        let (left, exists) = System::new().block_on(async {
            let (payload, exists) = payload(&[Ok("one")]);
            (request_body(payload), exists)
        });
        let body = System::new().block_on(async {
            let (later, _) = payload(&[Ok("two")]);
            request_body(later).collect().await.unwrap()
        });
        assert_eq!(body.to_bytes(), "two");
        assert!(!exists.get(), "what the first system left is dropped");
        assert!(collected(left).is_err());
    }

    /// A payload may be a stream of a middleware's, which reads the body of another request.
    #[actix_web::test]
    async fn body_may_be_read_by_another_body() {
        let mut inner = Box::new(request_body(payload(&[Ok("inner")]).0));
        let outer = stream::once(async move {
            let frame = inner.frame().await;
            Ok(frame.unwrap().unwrap().into_data().unwrap())
        });
        let body = request_body(Payload::from(outer.boxed_local()));
        assert_eq!(body.collect().await.unwrap().to_bytes(), "inner");
    }
}
