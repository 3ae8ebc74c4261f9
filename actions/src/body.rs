//! Reading the body of a call, within its limits.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use axum_core::body::Body;
use bytes::{Bytes, BytesMut};
use frontdesk_router::{BoxFuture, Problem, Runtime};
use http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, StatusCode};
use http_body::Body as _;
use http_body_util::BodyExt;

use crate::actions::Entry;
use crate::form::{FormData, FormError};
use crate::multipart;

/// How much of a body that is too large is read and thrown away, so that a browser gets to see the answer: most stop listening
/// when the connection closes while they are still sending.
const DRAIN: u64 = 8 * 1024 * 1024;

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BodyKind {
    UrlEncoded,
    Multipart,
    Json,
    Postcard,
    /// No `Content-Type`: fine as long as nothing follows.
    Empty,
}

impl BodyKind {
    /// With their media types, in the order in which they are recommended.
    const ALL: [(Self, &str); 4] = [
        (Self::UrlEncoded, "application/x-www-form-urlencoded"),
        (Self::Multipart, "multipart/form-data"),
        (Self::Json, "application/json"),
        (Self::Postcard, "application/postcard"),
    ];

    fn is_taken_by(self, entry: &Entry) -> bool {
        match self {
            Self::Multipart | Self::Empty => true,
            // Only multipart can carry files.
            Self::UrlEncoded | Self::Json => !entry.fields.has_files(),
            // It has no names, so nothing beside the fields can come with it.
            Self::Postcard => entry.once.is_none() && entry.run.takes_postcard(),
        }
    }
}

/// The kind of body that the headers announce.
pub(crate) fn kind(headers: &HeaderMap, entry: &Entry) -> Result<BodyKind, Problem> {
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
    let kind = BodyKind::ALL
        .into_iter()
        .find(|(kind, name)| essence.eq_ignore_ascii_case(name) && kind.is_taken_by(entry));
    // Two types can't both be true, and which one another reader believes is unknown.
    kind.filter(|_| types.next().is_none())
        .map(|(kind, _)| kind)
        .ok_or_else(|| unsupported(entry))
}

fn unsupported(entry: &Entry) -> Problem {
    let taken = BodyKind::ALL.into_iter().filter(|(kind, _)| kind.is_taken_by(entry));
    let taken: Vec<_> = taken.map(|(_, name)| name).collect();
    let detail = if entry.fields.has_files() {
        "This server action takes files: send its form as `multipart/form-data`."
    } else {
        "A server action takes the data of an HTML form, or JSON."
    };
    let problem = Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type").with_detail(detail);
    match HeaderValue::try_from(taken.join(", ")) {
        Ok(taken) => problem.with_header(ACCEPT, taken),
        Err(_) => problem,
    }
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

/// What a body was, once it was read.
pub(crate) enum Received {
    Form(FormData),
    /// Only the action's own types know what it says.
    Postcard(Bytes),
}

/// Reads the body of a call. When it is refused, the rest is read too, so that the answer is seen.
pub(crate) async fn receive(
    body: Body,
    kind: BodyKind,
    headers: &HeaderMap,
    entry: &Entry,
    runtime: &Arc<dyn Runtime>,
) -> Result<Received, Problem> {
    let limits = &entry.limits;
    let mut source = Source {
        body,
        read: 0,
        limit: limits.body,
        stall: limits.read_timeout,
        runtime: &**runtime,
        is_over: false,
    };
    let received = match kind {
        // Boxed: the way of other forms need not make room for it.
        BodyKind::Multipart => Box::pin(multipart::read(&mut source, headers.get(CONTENT_TYPE), entry, runtime))
            .await
            .map(Received::Form),
        _ => source.whole().await.and_then(|bytes| decode(bytes, kind, entry)),
    };
    if received.is_err() && !source.is_over {
        drain(source.body, source.runtime).await;
    }
    received
}

fn decode(bytes: Bytes, kind: BodyKind, entry: &Entry) -> Result<Received, Problem> {
    let limits = &entry.limits.form;
    let form = match kind {
        BodyKind::Postcard => return Ok(Received::Postcard(bytes)),
        BodyKind::Empty if !bytes.is_empty() => return Err(unsupported(entry)),
        BodyKind::Json => FormData::from_json(&bytes, limits),
        _ => FormData::from_urlencoded(&bytes, limits),
    };
    form.map(Received::Form).map_err(|error| unreadable(&error))
}

pub(crate) fn unreadable(error: &FormError) -> Problem {
    let (status, code) = if error.is_syntax() {
        (StatusCode::BAD_REQUEST, "invalid-json")
    } else {
        (StatusCode::PAYLOAD_TOO_LARGE, "too-many-fields")
    };
    Problem::new(status, code).with_detail(error.to_string())
}

/// A body being read, counted, with a limit to how much and how slowly.
pub(crate) struct Source<'a> {
    body: Body,
    read: u64,
    limit: u64,
    stall: Duration,
    runtime: &'a dyn Runtime,
    /// Whether nothing more will come: it ended, broke or stalled.
    is_over: bool,
}

impl Source<'_> {
    /// The next piece; none at the end.
    pub(crate) async fn next(&mut self) -> Result<Option<Bytes>, Problem> {
        let next = next(&mut self.body, self.stall, self.runtime).await;
        let Ok(Some(piece)) = next else {
            self.is_over = true;
            return next;
        };
        self.read += piece.len() as u64;
        if self.read > self.limit {
            return Err(too_large(self.limit));
        }
        Ok(Some(piece))
    }

    /// Reads the rest for nothing.
    pub(crate) async fn skip(&mut self) -> Result<(), Problem> {
        while self.next().await?.is_some() {}
        Ok(())
    }

    async fn whole(&mut self) -> Result<Bytes, Problem> {
        let mut first = Bytes::new();
        let mut rest = BytesMut::new();
        while let Some(piece) = self.next().await? {
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
}

/// Reads what is left of a refused body, up to a bound, and throws it away. A client that has stopped sending, to wait for the
/// answer, gets it soon.
pub(crate) fn drain(mut body: Body, runtime: &dyn Runtime) -> BoxFuture<'_, ()> {
    const STALL: Duration = Duration::from_millis(500);
    Box::pin(async move {
        let mut left = DRAIN;
        while let Ok(Some(piece)) = next(&mut body, STALL, runtime).await {
            left = left.saturating_sub(piece.len() as u64);
            if left == 0 {
                return;
            }
        }
    })
}

/// The next piece of data; none at the end. A body that stalls is a 408.
async fn next(body: &mut Body, stall: Duration, runtime: &dyn Runtime) -> Result<Option<Bytes>, Problem> {
    loop {
        if body.is_end_stream() {
            return Ok(None);
        }
        let frame = within(body.frame(), stall, runtime).await.ok_or_else(stalled)?;
        match frame {
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

fn stalled() -> Problem {
    Problem::new(StatusCode::REQUEST_TIMEOUT, "body-stalled")
        .with_detail("The rest of what was sent did not arrive in time.")
}

fn broken() -> Problem {
    Problem::bad_request("unreadable-body").with_detail("What was sent did not arrive whole.")
}

/// Awaits `future` for a while. The timer is only made when there is something to wait for: mostly the data is there already.
pub(crate) async fn within<F: Future>(future: F, duration: Duration, runtime: &dyn Runtime) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut timer: Option<BoxFuture<'static, ()>> = None;
    poll_fn(move |cx| {
        if let Poll::Ready(output) = future.as_mut().poll(cx) {
            return Poll::Ready(Some(output));
        }
        let timer = timer.get_or_insert_with(|| runtime.sleep(duration));
        timer.as_mut().poll(cx).map(|()| None)
    })
    .await
}
