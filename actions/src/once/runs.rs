//! The runs in progress in this process. Requests that send the same form wait for them.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use super::stored_outcome::RunOutcome;

/// The runs in progress, by the id of the form.
#[derive(Default)]
pub(super) struct Runs(Mutex<HashMap<String, Arc<Run>>>);

/// A run in progress.
struct Run {
    /// The fingerprint of the form's fields.
    fingerprint: [u8; 32],
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    outcome: Option<RunOutcome>,
    waiting: Vec<Waker>,
}

/// The relation of a request to the runs in progress.
pub(super) enum Position<'a> {
    /// This request is the first one and must run the action.
    First(RunGuard<'a>),
    /// Another request runs the action. This one waits for the outcome.
    Later(Waiting),
    /// Another request runs the action with other values.
    Different,
}

impl Runs {
    /// Joins the run of the form `id`, or begins it.
    pub(super) fn join(&self, id: &str, fingerprint: [u8; 32]) -> Position<'_> {
        match lock(&self.0).entry(id.to_owned()) {
            Entry::Occupied(entry) if entry.get().fingerprint == fingerprint => {
                Position::Later(Waiting(Arc::clone(entry.get())))
            }
            Entry::Occupied(_) => Position::Different,
            Entry::Vacant(entry) => {
                let run = Run {
                    fingerprint,
                    state: Mutex::default(),
                };
                entry.insert(Arc::new(run));
                Position::First(RunGuard {
                    runs: self,
                    id: Some(id.to_owned()),
                })
            }
        }
    }

    /// Ends a run and wakes the requests that wait for it.
    fn end(&self, id: &str, outcome: &RunOutcome) {
        // Removed from the table first, so that requests from now on read the store.
        let run = lock(&self.0).remove(id);
        let Some(run) = run else { return };
        let mut state = lock(&run.state);
        state.outcome = Some(outcome.clone());
        let waiting = std::mem::take(&mut state.waiting);
        drop(state);
        waiting.into_iter().for_each(Waker::wake);
    }
}

/// Ends the first request's run for those that wait for it, even if that request is dropped.
pub(super) struct RunGuard<'a> {
    runs: &'a Runs,
    /// `None` after the run has ended.
    id: Option<String>,
}

impl RunGuard<'_> {
    /// Ends the run with its outcome.
    pub(super) fn finish(mut self, outcome: &RunOutcome) {
        if let Some(id) = self.id.take() {
            self.runs.end(&id, outcome);
        }
    }
}

impl Drop for RunGuard<'_> {
    fn drop(&mut self) {
        if let Some(id) = self.id.take() {
            self.runs.end(&id, &RunOutcome::lost());
        }
    }
}

/// Waits for the run of another request.
pub(super) struct Waiting(Arc<Run>);

impl Future for Waiting {
    type Output = RunOutcome;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<RunOutcome> {
        let mut state = lock(&self.0.state);
        if let Some(outcome) = &state.outcome {
            return Poll::Ready(outcome.clone());
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
