//! Lends the head of a request to this crate's own extractors.
//!
//! The trait of extractors is axum-core's, and hands on only the request's parts. To insert the
//! context into the extensions there costs three allocations. So a handler whose extractors are all
//! of this crate does without: while one of them is polled, the head is in a thread-local.
//!
//! No extractor of the app ever runs meanwhile: a handler that has one gets the context in the
//! extensions, where also a task finds it that such an extractor spawns. And the head is lent for one
//! `Parts` only, known by its address.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;

use http::request::Parts;

use crate::context::Ctx;
use crate::head::Head;
use crate::path::Params;
use crate::shared::Shared;

thread_local! {
    static LENT: Cell<Option<Lent>> = const { Cell::new(None) };
}

/// A head, and the address of the parts that it belongs to.
struct Lent {
    head: Head,
    address: usize,
}

/// What the extractors of this crate read of a request's context.
pub(crate) struct Known<'a> {
    pub(crate) shared: &'a Arc<Shared>,
    pub(crate) params: &'a Params,
    /// The path that was matched. A layer may have changed that of the request.
    pub(crate) path: &'a str,
}

/// Reads the context of a request, or the head that is lent for it. Returns `None` outside a desk and
/// its pages layer.
pub(crate) fn read<T>(parts: &Parts, read: impl FnOnce(Known<'_>) -> T) -> Option<T> {
    if let Some(ctx) = Ctx::get(&parts.extensions) {
        return Some(read(Known {
            shared: ctx.shared_ref(),
            params: ctx.params(),
            path: ctx.uri().path(),
        }));
    }
    let taken = Taken(LENT.take());
    let lent = taken.0.as_ref().filter(|lent| lent.address == address(parts))?;
    Some(read(Known {
        shared: &lent.head.shared,
        params: &lent.head.params,
        path: parts.uri.path(),
    }))
}

/// Runs an extraction from the parts at this address. Lends the head to it, if there is one.
pub(crate) async fn lend<T>(head: &mut Option<Head>, address: usize, extraction: impl Future<Output = T>) -> T {
    let mut extraction = pin!(extraction);
    poll_fn(|cx| {
        let Some(own) = head.take() else {
            return extraction.as_mut().poll(cx);
        };
        let outer = LENT.replace(Some(Lent { head: own, address }));
        let _loan = Loan { head, outer };
        extraction.as_mut().poll(cx)
    })
    .await
}

pub(crate) fn address(parts: &Parts) -> usize {
    std::ptr::from_ref(parts).addr()
}

/// Returns the head to its owner when the extraction was polled, also by a panic.
struct Loan<'a> {
    head: &'a mut Option<Head>,
    /// What was lent before, for another request that is polled inside of this one.
    outer: Option<Lent>,
}

impl Drop for Loan<'_> {
    fn drop(&mut self) {
        *self.head = LENT.replace(self.outer.take()).map(|lent| lent.head);
    }
}

/// Puts back what was taken for reading, also by a panic.
struct Taken(Option<Lent>);

impl Drop for Taken {
    fn drop(&mut self) {
        LENT.set(self.0.take());
    }
}
