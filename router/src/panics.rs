//! A panic ends its request only.

use std::any::Any;
use std::future::Future;
use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;

use crate::context::Ctx;
use crate::problem::Problem;

/// Runs `future`; when it panics, the panic is logged and the result is the masked 500 that a returned error would be.
///
/// Not an `async fn`: that would hold `future` twice, as its argument and where it is awaited.
pub fn catch_panic<F: Future>(ctx: Option<Ctx>, future: F) -> impl Future<Output = Result<F::Output, Problem>> {
    // What the future held is dropped by the unwinding, and nothing else looks at it afterwards.
    AssertUnwindSafe(future)
        .catch_unwind()
        .map(move |ended| ended.map_err(|payload| masked(ctx.as_ref(), &*payload)))
}

/// The same for what is no future.
///
/// # Errors
///
/// The masked 500, when `job` panics.
pub fn catch_panic_of<T>(ctx: &Ctx, job: impl FnOnce() -> T) -> Result<T, Problem> {
    let ended = std::panic::catch_unwind(AssertUnwindSafe(job));
    ended.map_err(|payload| masked(Some(ctx), &*payload))
}

#[cold]
fn masked(ctx: Option<&Ctx>, payload: &(dyn Any + Send)) -> Problem {
    let log = format!("panic: {}", message(payload));
    match ctx {
        Some(ctx) => Problem::masked_with_log(ctx, &log),
        None => Problem::internal(log),
    }
}

/// What a panic said.
pub(crate) fn message(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("(no message)")
}
