//! Jobs for the worker's own thread: actix's requests can't leave it, the desk's handlers may.

use std::future::Future;
use std::pin::Pin;

use actix_web::HttpRequest;
use tokio::sync::mpsc;

/// Something to do with the request on the worker's thread.
pub(crate) type Job = Box<dyn FnOnce(HttpRequest) -> Pin<Box<dyn Future<Output = ()>>> + Send>;

pub(crate) fn channel() -> (mpsc::UnboundedSender<Job>, mpsc::UnboundedReceiver<Job>) {
    // Unbounded, because the extractors of one request send a few jobs and wait for each.
    mpsc::unbounded_channel()
}
