//! Bodies that are streamed, as a shutdown sees them.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum_core::body::Body;
use axum_core::response::Response;
use bytes::Bytes;
use http_body::{Body as _, Frame, SizeHint};

use crate::in_flight::{InFlight, OpenStream, Stage};

/// The largest body, in bytes, that is taken for one in memory if its length is known.
const IN_MEMORY: u64 = 64 * 1024;

/// Counts the body of a response as in flight until it was sent or dropped, and makes it fail when
/// a shutdown has reached its deadline. Bodies of known length up to 64 KiB are returned unchanged:
/// nearly all of them are in memory, and end by themselves.
#[must_use]
pub fn track_body(response: Response, in_flight: &Arc<InFlight>) -> Response {
    if response
        .body()
        .size_hint()
        .exact()
        .is_some_and(|length| length <= IN_MEMORY)
    {
        return response;
    }
    let stream = in_flight.begin_stream();
    response.map(|body| Body::new(TrackedBody { body, stream }))
}

struct TrackedBody {
    body: Body,
    stream: OpenStream,
}

impl http_body::Body for TrackedBody {
    type Data = Bytes;
    type Error = axum_core::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let this = self.get_mut();
        match Pin::new(&mut this.body).poll_frame(cx) {
            Poll::Ready(None) => Poll::Ready(None), // The body is whole.
            Poll::Pending if this.stream.poll_stage(Stage::Cutting, cx) => cut(),
            Poll::Ready(Some(_)) if this.stream.has_entered(Stage::Cutting) => cut(),
            polled => polled,
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// An error, and not the end: a client must not take a part for the whole.
fn cut<T>() -> Poll<Option<Result<T, axum_core::Error>>> {
    Poll::Ready(Some(Err(axum_core::Error::new(ShutdownError))))
}

/// A body was cut off because the desk's shutdown reached its deadline.
#[derive(Debug)]
struct ShutdownError;

impl fmt::Display for ShutdownError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the body was cut off, because the desk has shut down")
    }
}

impl std::error::Error for ShutdownError {}
