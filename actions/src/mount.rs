//! What a host app needs of a desk, besides its answers.

use frontdesk_router::Ctx;
use http::{HeaderMap, Uri};

/// A desk as an adapter knows it: besides a `tower::Service`, the way in for the host's own pages.
///
/// The adapter enters each request that the host answers itself, leaves the [`Ctx`] in the request's extensions, where
/// [`Forms`](crate::Forms) finds it, and passes the response through [`Ctx::finish_response`].
pub trait Mount: Send + Sync + 'static {
    /// The path below which the desk is mounted: `""`, or `/app`.
    fn base(&self) -> &str;

    /// Enters a request of the host; `uri` is as the client sent it, with the base path.
    fn enter(&self, uri: &Uri, headers: &HeaderMap) -> Ctx;
}
