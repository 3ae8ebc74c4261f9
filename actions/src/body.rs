//! Reading the body of a call, within its limits.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use axum_core::body::Body;
use bytes::{Bytes, BytesMut};
use frontdesk_router::{BoxFuture, Problem, Runtime};
use http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, EXPECT};
use http::{HeaderMap, HeaderValue, StatusCode};
use http_body::Body as _;
use http_body_util::BodyExt;

use crate::form::{FormData, FormError};
use crate::limits::Limits;

/// The media types that an action takes, as `Accept` lists them.
const ACCEPTED: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded, application/json");

/// How much of a body that is too large is read and thrown away, so that a browser gets to see the answer: most stop listening
/// when the connection closes while they are still sending.
const DRAIN: u64 = 8 * 1024 * 1024;

/// How long a refused body is listened to: while it comes, and in all.
const DRAIN_PATIENCE: Patience = Patience {
    stall: Duration::from_millis(500),
    total: Duration::from_secs(10),
};

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BodyKind {
    UrlEncoded,
    Json,
    /// No `Content-Type`: fine as long as nothing follows.
    Empty,
}

/// The kind of body that the headers announce.
pub(crate) fn kind(headers: &HeaderMap) -> Result<BodyKind, Problem> {
    let mut encodings = headers.get_all(CONTENT_ENCODING).iter();
    if encodings.any(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity")) {
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported-encoding")
            .with_detail("Send the body as it is, without compression.")
            .with_header(ACCEPT_ENCODING, HeaderValue::from_static("identity")));
    }
    let mut types = headers.get_all(CONTENT_TYPE).iter();
    let Some(value) = types.next() else {
        return Ok(BodyKind::Empty);
    };
    let essence = value
        .to_str()
        .unwrap_or_default()
        .split(';')
        .next()
        .unwrap_or_default()
        .trim();
    let kind = if essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        Some(BodyKind::UrlEncoded)
    } else if essence.eq_ignore_ascii_case("application/json") {
        Some(BodyKind::Json)
    } else {
        None
    };
    // Two types can't both be true, and which one another reader believes is unknown.
    kind.filter(|_| types.next().is_none()).ok_or_else(unsupported)
}

fn unsupported() -> Problem {
    Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type")
        .with_detail("A server action takes the data of an HTML form, or JSON.")
        .with_header(ACCEPT, ACCEPTED)
}

/// The problem of a body that is larger than `limit` bytes.
fn too_large(limit: u64) -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "body-too-large").with_detail(format!(
        "What was sent is larger than the {limit} bytes that this form takes."
    ))
}

/// Whether the declared length is within the limit; what is declared is only compared, never allocated.
pub(crate) fn check_declared(headers: &HeaderMap, limit: u64) -> Result<(), Problem> {
    let declared = headers
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if declared.is_some_and(|length| length > limit) {
        Err(too_large(limit))
    } else {
        Ok(())
    }
}

/// Reads and decodes the body of a call.
pub(crate) async fn read_form(
    body: Body,
    kind: BodyKind,
    limits: &Limits,
    runtime: &dyn Runtime,
) -> Result<FormData, Problem> {
    let patience = Patience {
        stall: limits.read_timeout,
        total: limits.read_deadline,
    };
    let bytes = read(Pieces::of(body, patience, runtime), limits.body).await?;
    match kind {
        BodyKind::Empty if bytes.is_empty() => Ok(FormData::empty()),
        BodyKind::Empty => Err(unsupported()),
        BodyKind::UrlEncoded => FormData::from_urlencoded(&bytes, &limits.form).map_err(|error| unreadable(&error)),
        BodyKind::Json => FormData::from_json(&bytes, &limits.form).map_err(|error| unreadable(&error)),
    }
}

fn unreadable(error: &FormError) -> Problem {
    let (status, code) = if error.is_syntax() {
        (StatusCode::BAD_REQUEST, "invalid-json")
    } else {
        (StatusCode::PAYLOAD_TOO_LARGE, "too-many-fields")
    };
    Problem::new(status, code).with_detail(error.to_string())
}

async fn read(mut body: Pieces<'_>, limit: u64) -> Result<Bytes, Problem> {
    let mut first = Bytes::new();
    let mut rest = BytesMut::new();
    let mut length = 0u64;
    while let Some(piece) = body.next().await? {
        length += piece.len() as u64;
        if length > limit {
            drain(body.body, body.runtime).await;
            return Err(too_large(limit));
        }
        // Most bodies come in one piece, which is then used as it is.
        if first.is_empty() && rest.is_empty() {
            first = piece;
        } else {
            if rest.is_empty() {
                rest.extend_from_slice(&first);
            }
            rest.extend_from_slice(&piece);
        }
    }
    Ok(if rest.is_empty() { first } else { rest.freeze() })
}

/// Throws away a body of which nothing was read. Some of it is read all the same, see [`DRAIN`], unless the client waits to be told
/// to send it: to ask for it is what tells it.
pub(crate) async fn dismiss(body: Body, headers: &HeaderMap, runtime: &dyn Runtime) {
    if !waits_to_send(headers) {
        drain(body, runtime).await;
    }
}

/// `Expect: 100-continue` ([RFC 9110, section 10.1.1](https://www.rfc-editor.org/rfc/rfc9110#section-10.1.1)).
fn waits_to_send(headers: &HeaderMap) -> bool {
    let mut expected = headers.get_all(EXPECT).iter();
    expected.any(|value| value.as_bytes().eq_ignore_ascii_case(b"100-continue"))
}

/// Reads what is left of a refused body, up to a bound, and throws it away. A client that has stopped sending, to wait for the
/// answer, gets it soon.
fn drain(body: Body, runtime: &dyn Runtime) -> BoxFuture<'_, ()> {
    Box::pin(async move {
        let mut body = Pieces::of(body, DRAIN_PATIENCE, runtime);
        let mut left = DRAIN;
        while let Ok(Some(piece)) = body.next().await {
            left = left.saturating_sub(piece.len() as u64);
            if left == 0 {
                return;
            }
        }
    })
}

/// How long a body is waited for.
#[derive(Debug, Clone, Copy)]
struct Patience {
    /// From one piece to the next.
    stall: Duration,
    /// In all: a drip never stalls.
    total: Duration,
}

/// A body, piece by piece.
struct Pieces<'r> {
    body: Body,
    patience: Patience,
    /// Ends when the time for all of it is up; made when something is waited for.
    deadline: Option<BoxFuture<'static, ()>>,
    runtime: &'r dyn Runtime,
}

impl<'r> Pieces<'r> {
    fn of(body: Body, patience: Patience, runtime: &'r dyn Runtime) -> Self {
        Self {
            body,
            patience,
            deadline: None,
            runtime,
        }
    }

    /// The next piece of data; none at the end. A body that takes too long is a 408.
    async fn next(&mut self) -> Result<Option<Bytes>, Problem> {
        let Patience { stall, total } = self.patience;
        loop {
            if self.body.is_end_stream() {
                return Ok(None);
            }
            let frame = within(self.body.frame(), stall, self.runtime);
            let frame = until(frame, &mut self.deadline, || self.runtime.sleep(total)).await;
            match frame.flatten().ok_or_else(stalled)? {
                None => return Ok(None),
                Some(Err(_)) => return Err(broken()),
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        return Ok(Some(data));
                    }
                }
            }
        }
    }
}

fn stalled() -> Problem {
    Problem::new(StatusCode::REQUEST_TIMEOUT, "body-stalled")
        .with_detail("The rest of what was sent did not arrive in time.")
}

fn broken() -> Problem {
    Problem::bad_request("unreadable-body").with_detail("What was sent did not arrive whole.")
}

/// Awaits `future` for a while.
pub(crate) async fn within<F: Future>(future: F, duration: Duration, runtime: &dyn Runtime) -> Option<F::Output> {
    until(future, &mut None, || runtime.sleep(duration)).await
}

/// Awaits `future` until `timer` ends. That is only made when there is something to wait for: mostly the data is there already.
async fn until<F: Future>(
    future: F,
    timer: &mut Option<BoxFuture<'static, ()>>,
    start: impl Fn() -> BoxFuture<'static, ()>,
) -> Option<F::Output> {
    let mut future = pin!(future);
    poll_fn(move |cx| {
        if let Poll::Ready(output) = future.as_mut().poll(cx) {
            return Poll::Ready(Some(output));
        }
        timer.get_or_insert_with(&start).as_mut().poll(cx).map(|()| None)
    })
    .await
}
