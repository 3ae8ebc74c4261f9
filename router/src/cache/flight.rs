//! Single flight: of all requests that miss the same key at once, one runs the handler and the
//! others wait for it.
//!
//! A run is a task of its own (`task.rs`), and what the requests share is a future for its outcome.
//! So it goes on if the client that began it disconnects. When the last waiting request is dropped,
//! the run is aborted.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use axum_core::response::Response;
use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::{Shared, WeakShared};

use super::response::StoredResponse;
use crate::runtime::BoxFuture;

/// How long requests join a run. After that the next request begins another, so that a run that
/// hangs does not block the route forever.
const JOIN_LIMIT: Duration = Duration::from_secs(60);

/// How a run ended.
#[derive(Clone)]
pub(super) enum RunOutcome {
    /// Another run had just ended, and its response is fresh.
    AlreadyStored(StoredResponse),
    /// A response, and whether it was stored.
    Generated(StoredResponse, bool),
    /// A response for one client, which the first waiting request takes, and the reason why it is
    /// not stored. The others call the handler themselves.
    PassedThrough(Arc<Mutex<Option<Response>>>, &'static str),
    /// The run's task was dropped before it ended.
    Lost,
}

pub(super) type Flight = Shared<BoxFuture<'static, RunOutcome>>;

/// The runs in progress, by key.
#[derive(Default)]
pub(super) struct Flights(Mutex<State>);

#[derive(Default)]
struct State {
    running: HashMap<Bytes, Slot>,
    /// How many runs have begun.
    begun: u64,
}

struct Slot {
    number: u64,
    /// The store's sequence number when the run began.
    sequence: u64,
    since: SystemTime,
    flight: WeakShared<BoxFuture<'static, RunOutcome>>,
}

/// The state of the store when a request looked up its key.
#[derive(Clone, Copy)]
pub(super) struct StoreSnapshot {
    /// The highest stamp of the request's names. A run that began before it may have read old data.
    pub(super) newest_stamp: u64,
    pub(super) sequence: u64,
    pub(super) now: SystemTime,
}

impl Slot {
    fn may_be_joined(&self, snapshot: StoreSnapshot) -> bool {
        let elapsed = snapshot.now.duration_since(self.since).unwrap_or_default();
        self.sequence >= snapshot.newest_stamp && elapsed < JOIN_LIMIT
    }
}

impl State {
    fn is_current(&self, key: &Bytes, number: u64) -> bool {
        self.running.get(key).is_some_and(|slot| slot.number == number)
    }
}

impl Flights {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Joins the run in progress for this key, if it began late enough to see everything that was
    /// revalidated, or else begins a new one. Returns whether it is new.
    pub(super) fn join_or_begin(
        self: &Arc<Self>,
        key: &Bytes,
        snapshot: StoreSnapshot,
        run: impl FnOnce(FlightGuard) -> BoxFuture<'static, RunOutcome>,
    ) -> (Flight, bool) {
        // Declared before the lock, so that it is dropped after it: dropping the last handle of a
        // flight drops its guard, which takes the lock.
        let running;
        let mut state = self.lock();
        running = state
            .running
            .get(key)
            .and_then(|slot| Some((slot.flight.upgrade()?, slot.may_be_joined(snapshot))));
        if let Some((flight, true)) = &running {
            return (flight.clone(), false);
        }
        state.begun += 1;
        let number = state.begun;
        let flight = run(FlightGuard {
            flights: Arc::clone(self),
            key: key.clone(),
            number,
        })
        .shared();
        // Always succeeds, because the flight was not polled yet.
        if let Some(weak) = flight.downgrade() {
            let slot = Slot {
                number,
                sequence: snapshot.sequence,
                since: snapshot.now,
                flight: weak,
            };
            state.running.insert(key.clone(), slot);
        }
        (flight, true)
    }

    /// Prevents new requests from joining the runs in progress.
    pub(super) fn close(&self) {
        let closed = std::mem::take(&mut self.lock().running);
        drop(closed);
    }
}

/// A run's entry among the flights. Removed when the run ends or is dropped.
pub(super) struct FlightGuard {
    flights: Arc<Flights>,
    key: Bytes,
    number: u64,
}

impl FlightGuard {
    /// Returns whether no later run has replaced this one.
    pub(super) fn is_current(&self) -> bool {
        self.flights.lock().is_current(&self.key, self.number)
    }
}

impl Drop for FlightGuard {
    fn drop(&mut self) {
        let mut state = self.flights.lock();
        if state.is_current(&self.key, self.number) {
            state.running.remove(&self.key);
        }
    }
}
