//! The bodies of requests that actix is receiving. They never leave the worker's thread; a
//! [`PayloadKey`] can.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll};

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use bytes::Bytes;
use futures_util::StreamExt;
use slab::Slab;
use tokio::sync::mpsc;

/// Something to do on the worker's thread.
type Job = Box<dyn FnOnce() + Send>;

/// What identifies a worker, and takes jobs for it from any thread.
type Jobs = Arc<mpsc::UnboundedSender<Job>>;

thread_local! {
    static WORKER: RefCell<Option<Rc<Worker>>> = const { RefCell::new(None) };
}

/// One of actix's worker threads.
struct Worker {
    payloads: RefCell<Slab<Payload>>,
    jobs: Jobs,
}

impl Worker {
    /// Returns the worker of this thread. A thread may have one after the other, as each system of
    /// actix that runs on it has its own tasks.
    fn current() -> Rc<Self> {
        let current = WORKER.with_borrow(Clone::clone);
        match current.filter(|worker| !worker.jobs.is_closed()) {
            Some(worker) => worker,
            None => {
                let worker = Rc::new(Self::start());
                drop(WORKER.replace(Some(Rc::clone(&worker))));
                worker
            }
        }
    }

    fn start() -> Self {
        // Unbounded, because each body sends one job at most, or two.
        let (sender, mut jobs) = mpsc::unbounded_channel::<Job>();
        actix_web::rt::spawn(async move {
            while let Some(job) = jobs.recv().await {
                job();
            }
        });
        Self {
            payloads: RefCell::default(),
            jobs: Arc::new(sender),
        }
    }
}

/// A payload that stays on its worker's thread until the key is dropped, on any thread.
pub(crate) struct PayloadKey {
    index: usize,
    jobs: Jobs,
}

impl PayloadKey {
    /// Keeps a payload on this thread, which is a worker's.
    pub(crate) fn new(payload: Payload) -> Self {
        let worker = Worker::current();
        let index = worker.payloads.borrow_mut().insert(payload);
        let jobs = Arc::clone(&worker.jobs);
        Self { index, jobs }
    }

    /// Polls the payload. Returns `None` on any thread but its worker's.
    pub(crate) fn poll(&self, cx: &mut Context<'_>) -> Option<Poll<Option<Result<Bytes, PayloadError>>>> {
        let worker = worker_of(&self.jobs)?;
        // The payload may be a stream of the app's, which may use other payloads of this worker.
        let mut payload = worker.payloads.borrow_mut().get_mut(self.index)?.take();
        let polled = payload.poll_next_unpin(cx);
        if let Some(place) = worker.payloads.borrow_mut().get_mut(self.index) {
            *place = payload;
        }
        Some(polled)
    }

    /// Calls a function with the payload in a task on its worker's thread. If the worker has ended,
    /// the function is dropped.
    pub(crate) fn hand_over(self, receive: impl FnOnce(Payload) + Send + 'static) {
        let jobs = Arc::clone(&self.jobs);
        // A job that can't be sent is dropped: the worker has ended, and its payloads with it.
        let _ = jobs.send(Box::new(move || {
            if let Some(payload) = take(&self.jobs, self.index) {
                receive(payload);
            }
        }));
    }
}

impl Drop for PayloadKey {
    fn drop(&mut self) {
        if worker_of(&self.jobs).is_some() {
            drop(take(&self.jobs, self.index));
            return;
        }
        let (jobs, index) = (Arc::clone(&self.jobs), self.index);
        let _ = self.jobs.send(Box::new(move || drop(take(&jobs, index))));
    }
}

/// Returns the worker that takes these jobs, on its own thread only.
fn worker_of(jobs: &Jobs) -> Option<Rc<Worker>> {
    let worker = WORKER.try_with(|worker| worker.borrow().clone()).ok()??;
    Arc::ptr_eq(&worker.jobs, jobs).then_some(worker)
}

fn take(jobs: &Jobs, index: usize) -> Option<Payload> {
    worker_of(jobs)?.payloads.borrow_mut().try_remove(index)
}
