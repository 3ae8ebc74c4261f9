//! A body with timeouts.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum_core::body::Body;
use bytes::Bytes;
use frontdesk_router::{Problem, Runtime};
use http_body::{Body as _, Frame};

use super::problems::{stalled, unreadable};
use crate::timer::Timer;

/// How long a body is waited for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Timeouts {
    /// From one piece to the next.
    pub(super) stall: Duration,
    /// In all. A body that drips never stalls.
    pub(super) total: Duration,
}

impl Timeouts {
    /// Those of a body of which nothing is of use. A client that has stopped sending, to wait for the
    /// response, gets it soon.
    pub(super) const USELESS: Self = Self {
        stall: Duration::from_secs(1),
        total: Duration::from_secs(60),
    };
}

/// A body that is read piece by piece, for a limited time. It is polled by hand: as an async
/// function, its state would be most of what a call of an action allocates.
pub(super) struct TimedBody<'r> {
    body: Body,
    timeouts: Timeouts,
    stall: Timer,
    total: Timer,
    runtime: &'r dyn Runtime,
}

impl<'r> TimedBody<'r> {
    pub(super) fn new(body: Body, timeouts: Timeouts, runtime: &'r dyn Runtime) -> Self {
        Self {
            body,
            timeouts,
            stall: Timer::default(),
            total: Timer::default(),
            runtime,
        }
    }

    /// Polls for the next piece of data; `None` at the end.
    ///
    /// # Errors
    ///
    /// When the body takes too long (408), passes a limit of the host app (413), or the connection
    /// breaks.
    pub(super) fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Problem>> {
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
                Some(Err(error)) => return Poll::Ready(Err(unreadable(&error))),
                Some(Ok(Ok(data))) => return Poll::Ready(Ok(Some(data))),
                // Trailers.
                Some(Ok(Err(_))) => {}
            }
        }
        Poll::Ready(Ok(None))
    }

    fn is_late(&mut self, cx: &mut Context<'_>) -> bool {
        let Timeouts { stall, total } = self.timeouts;
        self.stall.is_up(stall, self.runtime, cx) || self.total.is_up(total, self.runtime, cx)
    }
}
