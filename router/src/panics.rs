//! Catching panics: a panic ends its own request only.

use std::any::Any;
use std::fmt;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};

use futures_util::FutureExt;

use crate::context::Ctx;
use crate::problem::Problem;

/// The help in the log for a panic in the handler of a cached GET.
const CACHED_HELP: &str = "a cached GET runs in a task of its own, where the task-locals of the request do not exist; if its \
                           handler reads one, its response must not be cached: remove `.cached()`, or opt out of a static \
                           default with `.dynamic()` (in a route file: `DYNAMIC`)";

/// The payload of a caught panic.
pub struct Panicked(Box<dyn Any + Send>);

impl Panicked {
    /// Turns the panic into a masked 500. Its message is logged: here if there is a context, else
    /// when the problem is rendered.
    #[must_use]
    pub fn into_problem(self, ctx: Option<&Ctx>) -> Problem {
        let message = format!("panic: {}", panic_message(&*self.0));
        match ctx {
            Some(ctx) => Problem::internal_logged(ctx, &message, None),
            None => Problem::internal(message),
        }
    }

    /// The same for the handler of a cached GET. The log says how it differs from others.
    pub(crate) fn into_problem_of_cached(self, ctx: Option<&Ctx>) -> Problem {
        let message = format!("panic: {}", panic_message(&*self.0));
        match ctx {
            Some(ctx) => Problem::internal_logged(ctx, &message, Some(CACHED_HELP)),
            None => Problem::internal(message),
        }
    }
}

impl Panicked {
    /// Returns the message of the panic, for the log.
    pub(crate) fn message(&self) -> &str {
        panic_message(&*self.0)
    }
}

impl fmt::Debug for Panicked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Panicked").field(&panic_message(&*self.0)).finish()
    }
}

/// Runs `future` to completion and catches its panics.
///
/// Not an `async fn`, which would hold `future` twice: as its argument and where it is awaited.
pub fn catch_panic<F: Future>(future: F) -> impl Future<Output = Result<F::Output, Panicked>> {
    // Unwinding drops what the future holds, and nothing looks at it afterwards.
    AssertUnwindSafe(future)
        .catch_unwind()
        .map(|result| result.map_err(Panicked))
}

/// Runs `job` and catches its panics.
///
/// # Errors
///
/// The payload, if `job` panics. A change that it had begun may be incomplete.
pub fn catch_panic_sync<T>(job: impl FnOnce() -> T) -> Result<T, Panicked> {
    catch_unwind(AssertUnwindSafe(job)).map_err(Panicked)
}

/// Returns the message of a panic's payload, if it is text.
pub(crate) fn panic_message(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("(no message)")
}
