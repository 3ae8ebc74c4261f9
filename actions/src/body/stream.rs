//! A body with limits of size and time.

use std::future::{Future, poll_fn};
use std::task::{Context, Poll, ready};

use axum_core::body::Body;
use bytes::Bytes;
use frontdesk_router::{Problem, Runtime};

use super::collected::Collected;
use super::problems::too_large;
use super::timed::{TimedBody, Timeouts};
use crate::limits::Limits;

/// How much of a rejected body is read and discarded, so that a browser shows the response. If the
/// connection closes while they are still sending, most browsers show an error page of their own.
pub(super) const DRAIN_LIMIT: u64 = 64 * 1024 * 1024;

/// A body that is read piece by piece. It is counted, and bounded in size and time.
pub(crate) struct LimitedBody<'r> {
    body: TimedBody<'r>,
    read: u64,
    limit: u64,
    /// The piece that went over the limit. A caller that continues after [`drain`](Self::drain)
    /// reads it next.
    pub(super) overflow: Option<Bytes>,
    /// How much is read in all of a body that was rejected.
    drain_limit: Option<u64>,
    /// Nothing more will arrive: the body ended, broke or stalled.
    is_over: bool,
    /// It broke or stalled.
    is_cut_off: bool,
}

impl<'r> LimitedBody<'r> {
    pub(crate) fn new(body: Body, limits: &Limits, runtime: &'r dyn Runtime) -> Self {
        let timeouts = Timeouts {
            stall: limits.read_timeout,
            total: limits.read_deadline,
        };
        Self::with_timeouts(body, limits.body, timeouts, runtime)
    }

    /// Creates a body that was rejected by its headers, of which at most `useful` bytes are of use. If
    /// it doesn't repopulate a page, a client that has stopped sending is not waited for.
    pub(crate) fn rejected(
        body: Body,
        limits: &Limits,
        useful: u64,
        repopulates: bool,
        runtime: &'r dyn Runtime,
    ) -> Self {
        let mut body = match repopulates {
            true => Self::new(body, limits, runtime),
            false => Self::with_timeouts(body, limits.body, Timeouts::USELESS, runtime),
        };
        body.drain();
        body.limit = limits.body.min(useful);
        body
    }

    pub(super) fn with_timeouts(body: Body, limit: u64, timeouts: Timeouts, runtime: &'r dyn Runtime) -> Self {
        Self {
            body: TimedBody::new(body, timeouts, runtime),
            read: 0,
            limit,
            overflow: None,
            drain_limit: None,
            is_over: false,
            is_cut_off: false,
        }
    }

    /// Reads the next piece; `None` at the end.
    ///
    /// # Errors
    ///
    /// When a limit of size or time is passed, or the connection breaks.
    pub(crate) fn next(&mut self) -> impl Future<Output = Result<Option<Bytes>, Problem>> {
        poll_fn(|cx| self.poll_next(cx))
    }

    fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Problem>> {
        if let Some(piece) = self.overflow.take() {
            return Poll::Ready(Ok(Some(piece)));
        }
        if self.is_over {
            return Poll::Ready(Ok(None));
        }
        let next = ready!(self.body.poll_next(cx));
        let Ok(Some(piece)) = next else {
            self.is_over = true;
            self.is_cut_off = next.is_err();
            return Poll::Ready(next);
        };
        self.read += piece.len() as u64;
        if self.read > self.limit {
            self.overflow = Some(piece);
            return Poll::Ready(Err(too_large(self.limit)));
        }
        Poll::Ready(Ok(Some(piece)))
    }

    /// Returns how many bytes were received so far.
    pub(crate) fn received(&self) -> u64 {
        self.read
    }

    /// Returns whether the body ended before it was complete.
    pub(crate) fn is_cut_off(&self) -> bool {
        self.is_cut_off
    }

    /// Switches to draining: the rest is read only so that the client finishes sending and shows
    /// the response. It is bounded by [`DRAIN_LIMIT`]. Calling it again does not raise the bound.
    pub(crate) fn drain(&mut self) {
        self.limit = *self.drain_limit.get_or_insert(self.read.saturating_add(DRAIN_LIMIT));
    }

    /// Reads the rest and discards it.
    ///
    /// # Errors
    ///
    /// As [`next`](Self::next).
    pub(crate) async fn skip(&mut self) -> Result<(), Problem> {
        while self.next().await?.is_some() {}
        Ok(())
    }

    /// Reads the rest into `collected`. After an error, `collected` has the pieces that arrived before
    /// it.
    ///
    /// # Errors
    ///
    /// As [`next`](Self::next).
    pub(crate) async fn collect(&mut self, collected: &mut Collected) -> Result<(), Problem> {
        while let Some(piece) = self.next().await? {
            collected.push(piece);
        }
        Ok(())
    }
}
