//! Server-sent events (the HTML standard, section 9.2).

use std::any::Any;
use std::convert::Infallible;
use std::fmt;
use std::future::ready;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use axum_core::BoxError;
use axum_core::body::Body;
use axum_core::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_core::Stream;
use futures_util::StreamExt;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderName, HeaderValue};

use crate::panics::message;

mod event;
mod keep_alive;
mod last_event_id;

pub use event::Event;
pub(crate) use keep_alive::keep_alive;
pub use last_event_id::LastEventId;

/// nginx, and others that follow it, buffer an answer unless this says `no`.
const X_ACCEL_BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

/// A stream of [`Event`]s as an answer: `text/event-stream`, which `EventSource` reads in browsers.
///
/// Each event leaves as soon as the stream gives it; nothing is buffered here, and `X-Accel-Buffering: no` asks proxies for
/// the same. When the client goes away, the stream is dropped. When nothing was sent for a while, a comment goes out, so that
/// proxies keep the connection and a client that is gone is noticed.
///
/// An error in the stream, or a panic, is logged and ends the answer; the browser then connects again, and says in
/// [`LastEventId`] which event it saw last.
///
/// ```
/// use frontdesk_router::{Event, LastEventId, Router, Sse, get};
/// use futures_util::stream;
///
/// async fn count(LastEventId(last): LastEventId) -> Sse {
///     let next = last.and_then(|id| id.parse().ok()).map_or(0, |id: u32| id.saturating_add(1));
///     Sse::new(stream::iter(next..10).map(|n| Event::new(format!("number {n}")).id(n)))
/// }
/// # use futures_util::StreamExt as _;
///
/// let routes: Router<()> = Router::new().route("/count", get(count));
/// ```
#[must_use]
pub struct Sse {
    body: Body,
    keep_alive: Duration,
}

impl Sse {
    /// An answer of the events that `stream` gives: [`Event`]s, or `Result`s of them, of which an `Err` ends it.
    pub fn new<S>(stream: S) -> Self
    where
        S: Stream<Item: IntoEvent> + Send + 'static,
    {
        let caught = AssertUnwindSafe(stream).catch_unwind();
        let bytes = caught.scan((), |(), item| ready(encode(item)));
        Self {
            body: Body::from_stream(bytes.map(Ok::<_, Infallible>)),
            keep_alive: Duration::from_secs(15),
        }
    }

    /// Sends a comment whenever nothing was sent for `interval`, in place of 15 seconds; [`Duration::ZERO`] sends none.
    ///
    /// The desk's runtime measures the time, so a handler that no desk serves sends none either.
    pub fn keep_alive(mut self, interval: Duration) -> Self {
        self.keep_alive = interval;
        self
    }
}

/// The bytes of one event; none to end the stream.
fn encode<T: IntoEvent>(item: Result<T, Box<dyn Any + Send>>) -> Option<Bytes> {
    match item.map(IntoEvent::into_event) {
        Ok(Ok(event)) => Some(event.encode()),
        Ok(Err(error)) => {
            tracing::error!(error = error.to_string(), "a stream of events ended by an error");
            None
        }
        Err(payload) => {
            tracing::error!(panic = message(&*payload), "a stream of events ended by a panic");
            None
        }
    }
}

impl IntoResponse for Sse {
    fn into_response(self) -> Response {
        let mut response = Response::new(self.body);
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.insert(X_ACCEL_BUFFERING, HeaderValue::from_static("no"));
        if !self.keep_alive.is_zero() {
            // Time is the runtime's, which is known where the handler was called.
            response.extensions_mut().insert(keep_alive::Interval(self.keep_alive));
        }
        response
    }
}

impl fmt::Debug for Sse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sse")
            .field("keep_alive", &self.keep_alive)
            .finish_non_exhaustive()
    }
}

/// What a stream of events gives: [`Event`], or `Result<Event, E>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an event",
    note = "a stream for `Sse` gives `Event` or `Result<Event, E>`"
)]
pub trait IntoEvent: sealed::Sealed {
    /// The event, or why the stream ends.
    ///
    /// # Errors
    ///
    /// The stream's own error.
    fn into_event(self) -> Result<Event, BoxError>;
}

impl IntoEvent for Event {
    fn into_event(self) -> Result<Event, BoxError> {
        Ok(self)
    }
}

impl<E: Into<BoxError>> IntoEvent for Result<Event, E> {
    fn into_event(self) -> Result<Event, BoxError> {
        self.map_err(Into::into)
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Event {}
    impl<E> Sealed for Result<super::Event, E> {}
}
