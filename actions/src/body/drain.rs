//! Draining a body of which nothing is of use.

use axum_core::body::Body;
use frontdesk_router::{BoxFuture, Runtime};
use http::HeaderMap;
use http::header::EXPECT;

use super::stream::{DRAIN_LIMIT, LimitedBody};
use super::timed::Timeouts;

/// Reads a body of which nothing is of use and discards it, so that the client finishes sending and
/// shows the response. Reads nothing if the client waits before it sends the body.
pub(crate) fn drain_unread<'r>(body: Body, headers: &HeaderMap, runtime: &'r dyn Runtime) -> BoxFuture<'r, ()> {
    let waits = waits_for_continue(headers);
    Box::pin(async move {
        if !waits {
            let mut body = LimitedBody::with_timeouts(body, DRAIN_LIMIT, Timeouts::USELESS, runtime);
            drop(body.skip().await);
        }
    })
}

/// Whether the client waits for `100 Continue` before it sends the body ([RFC 9110, section
/// 10.1.1](https://www.rfc-editor.org/rfc/rfc9110#section-10.1.1)). The server sends that as soon
/// as the body is polled.
pub(crate) fn waits_for_continue(headers: &HeaderMap) -> bool {
    let mut expected = headers.get_all(EXPECT).iter();
    expected.any(|value| value.as_bytes().eq_ignore_ascii_case(b"100-continue"))
}
