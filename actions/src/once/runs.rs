//! Runs that are under way in this process, for those who sent the same form to wait on.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use super::stored_outcome::Settled;

#[derive(Default)]
pub(super) struct Runs(Mutex<HashMap<String, Arc<Run>>>);

/// One run.
struct Run {
    digest: [u8; 32],
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    settled: Option<Settled>,
    waiting: Vec<Waker>,
}

/// How a request stands to the runs under way.
pub(super) enum Joined<'a> {
    /// It is the first, and has to land.
    First(RunGuard<'a>),
    /// Somebody else is: await the end.
    Later(Waiting),
    /// Somebody else is, with other fields.
    Different,
}

impl Runs {
    pub(super) fn join(&self, id: &str, digest: [u8; 32]) -> Joined<'_> {
        match lock(&self.0).entry(id.to_owned()) {
            Entry::Occupied(entry) if entry.get().digest == digest => Joined::Later(Waiting(Arc::clone(entry.get()))),
            Entry::Occupied(_) => Joined::Different,
            Entry::Vacant(entry) => {
                let flight = Run {
                    digest,
                    state: Mutex::default(),
                };
                entry.insert(Arc::new(flight));
                Joined::First(RunGuard {
                    flights: self,
                    id: Some(id.to_owned()),
                })
            }
        }
    }

    fn land(&self, id: &str, settled: &Settled) {
        // Gone from the table first: who comes now asks the store.
        let flight = lock(&self.0).remove(id);
        let Some(flight) = flight else { return };
        let mut state = lock(&flight.state);
        state.settled = Some(settled.clone());
        let waiting = std::mem::take(&mut state.waiting);
        drop(state);
        waiting.into_iter().for_each(Waker::wake);
    }
}

/// The first request's duty to tell the others, even if it is dropped.
pub(super) struct RunGuard<'a> {
    flights: &'a Runs,
    /// None once it has landed.
    id: Option<String>,
}

impl RunGuard<'_> {
    pub(super) fn settle(mut self, settled: &Settled) {
        if let Some(id) = self.id.take() {
            self.flights.land(&id, settled);
        }
    }
}

impl Drop for RunGuard<'_> {
    fn drop(&mut self) {
        if let Some(id) = self.id.take() {
            self.flights.land(&id, &Settled::lost());
        }
    }
}

/// Waits for somebody else's run.
pub(super) struct Waiting(Arc<Run>);

impl Future for Waiting {
    type Output = Settled;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Settled> {
        let mut state = lock(&self.0.state);
        if let Some(settled) = &state.settled {
            return Poll::Ready(settled.clone());
        }
        if !state.waiting.iter().any(|waker| waker.will_wake(cx.waker())) {
            state.waiting.push(cx.waker().clone());
        }
        Poll::Pending
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
