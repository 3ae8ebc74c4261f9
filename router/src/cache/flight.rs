//! Single flight: of all requests that miss the same key at once, one runs the handler and the others wait for it.
//!
//! A run is a future that all who wait for it hold, and whoever is awake polls. So it needs no task of its own, and it goes
//! on when the client that began it goes away; when the last one is gone, it is dropped.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use axum_core::response::Response;
use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::{Shared, WeakShared};

use super::answer::StoredResponse;
use crate::runtime::BoxFuture;

/// How long others wait for a run. After that the next request begins another: one that hangs must not hang the route for ever.
const PATIENCE: Duration = Duration::from_secs(60);

/// How a run ended.
#[derive(Clone)]
pub(super) enum Outcome {
    /// Another run had just ended: its answer is fresh.
    Found(StoredResponse),
    /// An answer, and whether it was kept.
    Made(StoredResponse, bool),
    /// An answer for one client, which the first to come takes, and why it is not kept. The others run the handler themselves.
    Passed(Arc<Mutex<Option<Response>>>, &'static str),
}

pub(super) type Flight = Shared<BoxFuture<'static, Outcome>>;

/// The runs that are under way, by key.
#[derive(Default)]
pub(super) struct Flights(Mutex<State>);

#[derive(Default)]
struct State {
    running: HashMap<Bytes, Slot>,
    begun: u64,
}

struct Slot {
    number: u64,
    /// The store's sequence number when the run began.
    sequence: u64,
    since: SystemTime,
    flight: WeakShared<BoxFuture<'static, Outcome>>,
}

/// What a request saw in the store.
#[derive(Clone, Copy)]
pub(super) struct Seen {
    /// A run must have begun after this.
    pub(super) newest: u64,
    pub(super) sequence: u64,
    pub(super) now: SystemTime,
}

impl Slot {
    fn suits(&self, seen: Seen) -> bool {
        let waited = seen.now.duration_since(self.since).unwrap_or_default();
        self.sequence >= seen.newest && waited < PATIENCE
    }
}

impl Flights {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The run that is under way for this key, if it began late enough to see all that was revalidated; else a new one. And
    /// whether it is new.
    pub(super) fn join_or_begin(
        self: &Arc<Self>,
        key: &Bytes,
        seen: Seen,
        run: impl FnOnce(Ticket) -> BoxFuture<'static, Outcome>,
    ) -> (Flight, bool) {
        // Before the lock, so that it is dropped after: the last holder of a flight drops its ticket, which takes the lock.
        let running;
        let mut state = self.lock();
        running = state
            .running
            .get(key)
            .and_then(|slot| Some((slot.flight.upgrade()?, slot.suits(seen))));
        if let Some((flight, true)) = &running {
            return (flight.clone(), false);
        }
        state.begun += 1;
        let number = state.begun;
        let flight = run(Ticket {
            flights: Arc::clone(self),
            key: key.clone(),
            number,
        })
        .shared();
        // It has not been polled, so there is something to downgrade.
        if let Some(weak) = flight.downgrade() {
            let slot = Slot {
                number,
                sequence: seen.sequence,
                since: seen.now,
                flight: weak,
            };
            state.running.insert(key.clone(), slot);
        }
        (flight, true)
    }

    /// Lets no one join what is under way.
    pub(super) fn close(&self) {
        let closed = std::mem::take(&mut self.lock().running);
        drop(closed);
    }
}

/// A run's place among the flights, which it leaves when it ends or is dropped.
pub(super) struct Ticket {
    flights: Arc<Flights>,
    key: Bytes,
    number: u64,
}

impl Ticket {
    /// Whether no later run has taken this one's place.
    pub(super) fn is_current(&self) -> bool {
        let state = self.flights.lock();
        state
            .running
            .get(&self.key)
            .is_some_and(|slot| slot.number == self.number)
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut state = self.flights.lock();
        if state
            .running
            .get(&self.key)
            .is_some_and(|slot| slot.number == self.number)
        {
            state.running.remove(&self.key);
        }
    }
}
