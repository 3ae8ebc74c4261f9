//! Reading what is sent: counted, with a limit to how much and how slowly.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum_core::body::Body;
use bytes::{Bytes, BytesMut};
use frontdesk_router::{BoxFuture, Problem, Runtime};
use http::header::EXPECT;
use http::{HeaderMap, StatusCode};
use http_body::{Body as _, Frame};

use crate::limits::{Limits, rounded};
use crate::timer::Timer;

/// How much of a body that is too large is read and thrown away, so that a browser gets to see the answer: most stop listening
/// when the connection closes while they are still sending.
const DRAIN: u64 = 64 * 1024 * 1024;

/// How long a body is listened to of which nothing is of use: while it comes, and in all. Its sender may have stopped, to wait for
/// the answer.
const DRAIN_PATIENCE: Patience = Patience {
    stall: Duration::from_secs(1),
    total: Duration::from_secs(60),
};

/// The code of the problem of a body that is too large.
pub(crate) const TOO_LARGE: &str = "body-too-large";

/// The problem of a body that is larger than `limit` bytes.
pub(crate) fn too_large(limit: u64) -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, TOO_LARGE)
        .with_title("That is too large")
        .with_detail(format!("This form takes no more than {} at a time.", rounded(limit)))
}

/// A body being read, counted, with a limit to how much and how slowly.
pub(crate) struct Source<'r> {
    pieces: Pieces<'r>,
    read: u64,
    limit: u64,
    /// The piece that went over the limit: for who reads on all the same, see [`Source::refuse`].
    over: Option<Bytes>,
    /// How much is read in all of a body that was refused.
    most: Option<u64>,
    /// Whether nothing more will come: it ended, broke or stalled.
    is_over: bool,
}

impl<'r> Source<'r> {
    pub(crate) fn of(body: Body, limits: &Limits, runtime: &'r dyn Runtime) -> Self {
        let patience = Patience {
            stall: limits.read_timeout,
            total: limits.read_deadline,
        };
        Self::with_patience(body, limits.body, patience, runtime)
    }

    /// A body that was refused by what its headers say, of which as much as `useful` bytes are of use.
    pub(crate) fn refused(body: Body, limits: &Limits, useful: u64, runtime: &'r dyn Runtime) -> Self {
        let mut source = Self::of(body, limits, runtime);
        source.refuse();
        source.limit = limits.body.min(useful);
        source
    }

    /// A body of which nothing is of use.
    fn dismissed(body: Body, runtime: &'r dyn Runtime) -> Self {
        Self::with_patience(body, DRAIN, DRAIN_PATIENCE, runtime)
    }

    fn with_patience(body: Body, limit: u64, patience: Patience, runtime: &'r dyn Runtime) -> Self {
        Self {
            pieces: Pieces::of(body, patience, runtime),
            read: 0,
            limit,
            over: None,
            most: None,
            is_over: false,
        }
    }

    /// The next piece; none at the end.
    pub(crate) fn next(&mut self) -> impl Future<Output = Result<Option<Bytes>, Problem>> {
        poll_fn(|cx| self.poll_next(cx))
    }

    fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Problem>> {
        if let Some(piece) = self.over.take() {
            return Poll::Ready(Ok(Some(piece)));
        }
        if self.is_over {
            return Poll::Ready(Ok(None));
        }
        let next = ready!(self.pieces.poll_next(cx));
        let Ok(Some(piece)) = next else {
            self.is_over = true;
            return Poll::Ready(next);
        };
        self.read += piece.len() as u64;
        if self.read > self.limit {
            self.over = Some(piece);
            return Poll::Ready(Err(too_large(self.limit)));
        }
        Poll::Ready(Ok(Some(piece)))
    }

    /// What came was refused. From now on it is read for its sender to see the answer, so not without a bound; said again, this
    /// gives no more.
    pub(crate) fn refuse(&mut self) {
        self.limit = *self.most.get_or_insert(self.read.saturating_add(DRAIN));
    }

    /// Reads the rest for nothing.
    pub(crate) async fn skip(&mut self) -> Result<(), Problem> {
        while self.next().await?.is_some() {}
        Ok(())
    }

    /// All of it, put behind what `whole` has; after an error, what came before that, as far as the limit.
    pub(crate) async fn whole(&mut self, whole: &mut Whole) -> Result<(), Problem> {
        loop {
            match self.next().await {
                Ok(Some(piece)) => whole.push(piece),
                Ok(None) => return Ok(()),
                Err(problem) => {
                    whole.push(self.within_limit());
                    return Err(problem);
                }
            }
        }
    }

    /// Of the piece that went over the limit, what did not.
    fn within_limit(&self) -> Bytes {
        let Some(piece) = &self.over else { return Bytes::new() };
        let excess = usize::try_from(self.read - self.limit).unwrap_or(usize::MAX);
        piece.slice(..piece.len().saturating_sub(excess))
    }
}

/// A body in memory. Most come in one piece, which is then used as it is.
#[derive(Default)]
pub(crate) struct Whole {
    first: Bytes,
    rest: BytesMut,
}

impl Whole {
    fn push(&mut self, piece: Bytes) {
        if self.first.is_empty() && self.rest.is_empty() {
            self.first = piece;
            return;
        }
        if self.rest.is_empty() {
            self.rest.extend_from_slice(&self.first);
        }
        self.rest.extend_from_slice(&piece);
    }

    pub(crate) fn into_bytes(self) -> Bytes {
        if self.rest.is_empty() {
            self.first
        } else {
            self.rest.freeze()
        }
    }
}

/// Throws away a body of which nothing was read. Some of it is read all the same, see [`DRAIN`], unless the client waits to be told
/// to send it.
pub(crate) fn dismiss<'r>(body: Body, headers: &HeaderMap, runtime: &'r dyn Runtime) -> BoxFuture<'r, ()> {
    let waits = waits_to_send(headers);
    Box::pin(async move {
        if !waits {
            // A client that has stopped sending, to wait for the answer, gets it soon.
            drop(Source::dismissed(body, runtime).skip().await);
        }
    })
}

/// `Expect: 100-continue` ([RFC 9110, section 10.1.1](https://www.rfc-editor.org/rfc/rfc9110#section-10.1.1)): the client waits to be
/// told to send the body, and to ask for it is what tells it.
pub(crate) fn waits_to_send(headers: &HeaderMap) -> bool {
    let mut expected = headers.get_all(EXPECT).iter();
    expected.any(|value| value.as_bytes().eq_ignore_ascii_case(b"100-continue"))
}

/// How long a body is waited for.
#[derive(Debug, Clone, Copy)]
struct Patience {
    /// From one piece to the next.
    stall: Duration,
    /// In all: a drip never stalls.
    total: Duration,
}

/// A body, piece by piece. It is polled by hand: as an async function its state would be most of what a call of an action takes.
struct Pieces<'r> {
    body: Body,
    patience: Patience,
    /// Is up when this piece takes too long.
    stall: Timer,
    /// Is up when the whole body does.
    deadline: Timer,
    runtime: &'r dyn Runtime,
}

impl<'r> Pieces<'r> {
    fn of(body: Body, patience: Patience, runtime: &'r dyn Runtime) -> Self {
        Self {
            body,
            patience,
            stall: Timer::default(),
            deadline: Timer::default(),
            runtime,
        }
    }

    /// The next piece of data; none at the end. A body that takes too long is a 408.
    fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Problem>> {
        while !self.body.is_end_stream() {
            let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(cx) else {
                return if self.is_late(cx) {
                    Poll::Ready(Err(stalled()))
                } else {
                    Poll::Pending
                };
            };
            self.stall.reset();
            match frame.map(|frame| frame.map(Frame::into_data)) {
                None => break,
                Some(Err(_)) => return Poll::Ready(Err(broken())),
                Some(Ok(Ok(data))) => return Poll::Ready(Ok(Some(data))),
                // Trailers.
                Some(Ok(Err(_))) => {}
            }
        }
        Poll::Ready(Ok(None))
    }

    fn is_late(&mut self, cx: &mut Context<'_>) -> bool {
        let Patience { stall, total } = self.patience;
        self.stall.is_up(stall, self.runtime, cx) || self.deadline.is_up(total, self.runtime, cx)
    }
}

fn stalled() -> Problem {
    Problem::new(StatusCode::REQUEST_TIMEOUT, "body-stalled")
        .with_detail("The rest of what was sent did not arrive in time.")
}

fn broken() -> Problem {
    Problem::bad_request("unreadable-body").with_detail("What was sent did not arrive whole.")
}

#[cfg(test)]
mod tests;
