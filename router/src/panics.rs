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
    AssertUnwindSafe(future).catch_unwind().map(move |ended| {
        ended.map_err(|payload| {
            let log = format!("panic: {}", message(&*payload));
            match ctx {
                Some(ctx) => Problem::masked_with_log(&ctx, &log),
                None => Problem::internal(log),
            }
        })
    })
}

/// What a panic said.
pub(crate) fn message(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("(no message)")
}
