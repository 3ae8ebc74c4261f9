//! A panic ends its request only.

use std::any::Any;
use std::fmt;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};

use futures_util::FutureExt;

use crate::context::Ctx;
use crate::problem::Problem;

/// What a panic left.
pub struct Panicked(Box<dyn Any + Send>);

impl Panicked {
    /// The masked 500 that a returned error would be. What the panic said is logged, here if there is a context to do it in.
    #[must_use]
    pub fn into_problem(self, ctx: Option<&Ctx>) -> Problem {
        let log = format!("panic: {}", message(&*self.0));
        match ctx {
            Some(ctx) => Problem::masked_with_log(ctx, &log),
            None => Problem::internal(log),
        }
    }
}

impl fmt::Debug for Panicked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Panicked").field(&message(&*self.0)).finish()
    }
}

/// Runs `future`, and gives what a panic left in place of its output.
///
/// Not an `async fn`: that would hold `future` twice, as its argument and where it is awaited.
pub fn catch_panic<F: Future>(future: F) -> impl Future<Output = Result<F::Output, Panicked>> {
    // What the future held is dropped by the unwinding, and nothing else looks at it afterwards.
    AssertUnwindSafe(future)
        .catch_unwind()
        .map(|ended| ended.map_err(Panicked))
}

/// The same for what is no future.
///
/// # Errors
///
/// What the panic left, when `job` panics. What it had begun to change may be half changed.
pub fn catch_panic_sync<T>(job: impl FnOnce() -> T) -> Result<T, Panicked> {
    catch_unwind(AssertUnwindSafe(job)).map_err(Panicked)
}

/// What a panic said.
pub(crate) fn message(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("(no message)")
}
