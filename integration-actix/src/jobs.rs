//! Jobs for the worker's own thread: actix's requests can't leave it, the desk's handlers may.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Waker};

use actix_web::HttpRequest;

/// Something to do with the request on the worker's thread.
pub(crate) type Job = Box<dyn FnOnce(HttpRequest) -> Pin<Box<dyn Future<Output = ()>>> + Send>;

/// The jobs of one request, from any thread.
#[derive(Default)]
pub(crate) struct Jobs(Mutex<State>);

#[derive(Default)]
struct State {
    waiting: Vec<Job>,
    /// What handles the request, on the worker's thread.
    waker: Option<Waker>,
    is_closed: bool,
}

impl Jobs {
    /// Adds a job. It is dropped if the request has been handled.
    pub(crate) fn add(&self, job: Job) {
        let mut state = self.state();
        if state.is_closed {
            return;
        }
        state.waiting.push(job);
        let waker = state.waker.take();
        drop(state);
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Starts the jobs that wait, and wakes the task when there are more.
    fn start(&self, request: &HttpRequest, cx: &Context<'_>) {
        let mut state = self.state();
        let jobs = std::mem::take(&mut state.waiting);
        state.waker = Some(cx.waker().clone());
        drop(state);
        for job in jobs {
            drop(actix_web::rt::spawn(job(request.clone())));
        }
    }

    fn close(&self) {
        let mut state = self.state();
        state.is_closed = true;
        let left = (std::mem::take(&mut state.waiting), state.waker.take());
        drop(state);
        // Dropped after the lock, because jobs hold what is the app's.
        drop(left);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Awaits what handles a request, and runs its jobs on the worker's thread meanwhile.
pub(crate) async fn serve<T>(request: &HttpRequest, jobs: &Jobs, handled: impl Future<Output = T>) -> T {
    struct Closing<'a>(&'a Jobs);
    impl Drop for Closing<'_> {
        fn drop(&mut self) {
            self.0.close();
        }
    }
    let mut handled = pin!(handled);
    let _closing = Closing(jobs);
    let result = poll_fn(|cx| {
        let polled = handled.as_mut().poll(cx);
        if polled.is_pending() {
            jobs.start(request, cx);
        }
        polled
    });
    result.await
}
