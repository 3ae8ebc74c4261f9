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

use crate::panics::panic_message;

mod event;
mod event_stream;
mod last_event_id;

pub use event::Event;
pub(crate) use event_stream::event_stream;
pub use last_event_id::LastEventId;

/// nginx, and proxies that follow it, buffer a response unless this header is `no`.
const X_ACCEL_BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

/// A stream of [`Event`]s as a response: `text/event-stream`, which browsers read with
/// `EventSource`.
///
/// Each event is sent as soon as the stream yields it; nothing is buffered here, and
/// `X-Accel-Buffering: no` asks proxies for the same. When the client disconnects, the stream is
/// dropped. When nothing was sent for a while, a comment is sent, so that proxies keep the
/// connection open and a lost client is noticed.
///
/// An error in the stream, or a panic, is logged and ends the response. The browser then
/// reconnects, with the id of the last event it received in [`LastEventId`]. The same happens when
/// the desk shuts down (`Desk::shutdown`), after the events that the stream has ready, but at most 64.
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
    /// Creates a response from a stream of [`Event`]s, or of `Result`s of them, of which an `Err`
    /// ends the response.
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

    /// Sets after how much silence a comment is sent. Default: 15 seconds. [`Duration::ZERO`] sends
    /// none.
    ///
    /// The desk's runtime measures the time, so handlers outside a desk send none either.
    ///
    /// ```
    /// use frontdesk_router::{Event, Sse};
    /// use futures_util::stream;
    /// use std::time::Duration;
    ///
    /// let response = Sse::new(stream::pending::<Event>()).keep_alive(Duration::from_secs(30));
    /// # drop(response);
    /// ```
    pub fn keep_alive(mut self, interval: Duration) -> Self {
        self.keep_alive = interval;
        self
    }
}

/// Returns the bytes of one event, or `None` to end the stream.
fn encode<T: IntoEvent>(item: Result<T, Box<dyn Any + Send>>) -> Option<Bytes> {
    match item.map(IntoEvent::into_event) {
        Ok(Ok(event)) => Some(event.encode()),
        Ok(Err(error)) => {
            tracing::error!(error = error.to_string(), "a stream of events ended with an error");
            None
        }
        Err(payload) => {
            tracing::error!(
                panic = panic_message(&*payload),
                "a stream of events ended with a panic"
            );
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
        // The desk ends the stream and has the clock, and it is known only where the handler was
        // called.
        response
            .extensions_mut()
            .insert(event_stream::KeepAlive(self.keep_alive));
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

/// An item of a stream of events: [`Event`], or `Result<Event, E>`.
///
/// ```
/// use frontdesk_router::{Event, Sse};
/// use futures_util::stream;
///
/// let failing: [Result<Event, std::io::Error>; 2] = [Ok(Event::new("1")), Err(std::io::Error::other("lost"))];
/// let response = Sse::new(stream::iter(failing)); // sends one event, then ends
/// # drop(response);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an event",
    note = "a stream for `Sse` yields `Event` or `Result<Event, E>`"
)]
pub trait IntoEvent: sealed::Sealed {
    /// Converts it into an event.
    ///
    /// # Errors
    ///
    /// The stream's own error, which ends the response.
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
    #[expect(unnameable_types, reason = "so that other crates cannot implement `IntoEvent`")]
    pub trait Sealed {}
    impl Sealed for super::Event {}
    impl<E> Sealed for Result<super::Event, E> {}
}
