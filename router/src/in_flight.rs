//! Streams and actions that are in flight, and how a shutdown ends them.

use std::collections::HashMap;
use std::fmt;
use std::future::poll_fn;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

/// How far a shutdown has come. Only ever increases, from 0 before a shutdown.
#[derive(Debug, Clone, Copy)]
#[repr(u8)]
pub(crate) enum Stage {
    /// Event streams end once they have no event ready, or after a bounded number of events. Those
    /// that begin in this stage end at once.
    Ending = 1,
    /// Bodies that are still being sent fail.
    Cutting,
}

/// What of one desk is in flight: streamed bodies and actions. Responses whose body is in memory
/// are not counted.
#[derive(Default)]
pub struct InFlight {
    /// A [`Stage`], or 0.
    stage: AtomicU8,
    streams: AtomicUsize,
    actions: AtomicUsize,
    wakers: Mutex<Wakers>,
}

#[derive(Default)]
struct Wakers {
    next_key: u64,
    /// The tasks of streams that were pending when they were last polled.
    streams: HashMap<u64, Waker>,
    /// The task of each shutdown that waits.
    shutdowns: Vec<Waker>,
}

impl InFlight {
    /// Returns the number of bodies that are being streamed.
    #[must_use]
    pub fn streams(&self) -> usize {
        self.streams.load(Ordering::SeqCst)
    }

    /// Returns the number of actions that have begun and not ended: requests whose function or
    /// layers still run, and functions that go on without their request.
    #[must_use]
    pub fn actions(&self) -> usize {
        self.actions.load(Ordering::SeqCst)
    }

    /// Counts an action until the returned value is dropped.
    #[must_use]
    pub fn begin_action(self: &Arc<Self>) -> RunningAction {
        self.count_action();
        RunningAction(Arc::clone(self))
    }

    /// Counts an action until [`discount_action`](Self::discount_action).
    pub(crate) fn count_action(&self) {
        self.actions.fetch_add(1, Ordering::SeqCst);
    }

    pub(crate) fn discount_action(&self) {
        self.actions.fetch_sub(1, Ordering::SeqCst);
        self.ended();
    }

    /// Counts a stream until the returned value is dropped.
    pub(crate) fn begin_stream(self: &Arc<Self>) -> OpenStream {
        self.streams.fetch_add(1, Ordering::SeqCst);
        let key = self.with_wakers(|wakers| {
            wakers.next_key = wakers.next_key.wrapping_add(1);
            wakers.next_key
        });
        OpenStream {
            in_flight: Arc::clone(self),
            key,
            registered: None,
        }
    }

    /// Ends event streams: those that are open now, after the events that are ready, and those that
    /// begin later.
    pub fn end_event_streams(&self) {
        self.enter(Stage::Ending);
    }

    /// Makes all bodies fail that are still being streamed, and those that begin later.
    pub fn cut_streams(&self) {
        self.enter(Stage::Cutting);
    }

    /// Waits until nothing is in flight.
    pub async fn idle(&self) {
        poll_fn(|cx| {
            self.with_wakers(|wakers| wakers.shutdowns.push(cx.waker().clone()));
            match (self.streams(), self.actions()) {
                (0, 0) => Poll::Ready(()),
                _ => Poll::Pending,
            }
        })
        .await;
    }

    fn enter(&self, stage: Stage) {
        self.stage.fetch_max(stage as u8, Ordering::SeqCst);
        let wakers: Vec<_> = self.with_wakers(|wakers| wakers.streams.values().cloned().collect());
        wakers.iter().for_each(Waker::wake_by_ref);
    }

    fn has_entered(&self, stage: Stage) -> bool {
        self.stage.load(Ordering::SeqCst) >= stage as u8
    }

    /// Called after a count has decreased.
    fn ended(&self) {
        if self.has_entered(Stage::Ending) {
            let wakers = self.with_wakers(|wakers| std::mem::take(&mut wakers.shutdowns));
            wakers.into_iter().for_each(Waker::wake);
        }
    }

    /// Wakers run code of others, so they must not be woken in here.
    fn with_wakers<T>(&self, change: impl FnOnce(&mut Wakers) -> T) -> T {
        change(&mut self.wakers.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl fmt::Debug for InFlight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InFlight")
            .field("streams", &self.streams())
            .field("actions", &self.actions())
            .finish_non_exhaustive()
    }
}

/// Counts an action until it is dropped.
#[derive(Debug)]
pub struct RunningAction(Arc<InFlight>);

impl Drop for RunningAction {
    fn drop(&mut self) {
        self.0.discount_action();
    }
}

/// Counts a stream until it is dropped.
#[derive(Debug)]
pub(crate) struct OpenStream {
    in_flight: Arc<InFlight>,
    key: u64,
    /// The waker that is registered, so that the same one isn't registered again.
    registered: Option<Waker>,
}

impl OpenStream {
    /// Returns whether a shutdown has come to `stage`. If not, the task is woken when it does.
    pub(crate) fn poll_stage(&mut self, stage: Stage, cx: &Context<'_>) -> bool {
        if !self
            .registered
            .as_ref()
            .is_some_and(|waker| waker.will_wake(cx.waker()))
        {
            let waker = cx.waker().clone();
            self.registered = Some(waker.clone());
            self.in_flight
                .with_wakers(|wakers| wakers.streams.insert(self.key, waker));
        }
        self.has_entered(stage)
    }

    /// Returns whether a shutdown has come to `stage`.
    pub(crate) fn has_entered(&self, stage: Stage) -> bool {
        self.in_flight.has_entered(stage)
    }
}

impl Drop for OpenStream {
    fn drop(&mut self) {
        self.in_flight.with_wakers(|wakers| wakers.streams.remove(&self.key));
        self.in_flight.streams.fetch_sub(1, Ordering::SeqCst);
        self.in_flight.ended();
    }
}
