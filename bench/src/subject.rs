//! What is measured: one unit of work, which can be repeated.

use frontdesk::Request;

use crate::call::{Call, Respond, call};

/// One side of a comparison.
pub trait Subject {
    /// Prepares as many runs, outside of what is measured.
    fn prepare(&mut self, runs: usize);

    /// Runs once.
    fn run(&mut self);
}

/// A service that receives the same request again and again.
pub struct Requests {
    request: fn() -> Request,
    prepared: Vec<Request>,
    app: Call,
}

impl Requests {
    /// Creates the subject.
    #[must_use]
    pub fn new(respond: Respond, request: fn() -> Request) -> Self {
        Self {
            request,
            prepared: Vec::new(),
            app: call(respond),
        }
    }
}

impl Subject for Requests {
    fn prepare(&mut self, runs: usize) {
        self.prepared.extend((0..runs).map(|_| (self.request)()));
    }

    fn run(&mut self) {
        if let Some(request) = self.prepared.pop() {
            std::hint::black_box((self.app)(request));
        }
    }
}

/// Runs a subject once. Callgrind counts in this function only, which is why it has to
/// stay one.
#[inline(never)]
pub fn measured(subject: &mut dyn Subject) {
    subject.run();
}
