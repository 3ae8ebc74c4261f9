//! Calls of the app's own code, which may panic.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Returns what a function of the app's catalogue returns; `None` if it panics, which is logged.
pub(super) fn guarded<T>(what: &str, call: impl FnOnce() -> Option<T>) -> Option<T> {
    catch_unwind(AssertUnwindSafe(call)).unwrap_or_else(|_| {
        tracing::error!(what, "the app's catalogue panicked; its words are missing");
        None
    })
}
