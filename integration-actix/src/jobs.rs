//! Jobs for the worker's own thread: actix's requests can't leave it, the desk's handlers may.

use std::future::Future;
use std::pin::{Pin, pin};

use actix_web::HttpRequest;
use tokio::sync::mpsc;

/// Something to do with the request on the worker's thread.
pub(crate) type Job = Box<dyn FnOnce(HttpRequest) -> Pin<Box<dyn Future<Output = ()>>> + Send>;

pub(crate) fn channel() -> (mpsc::UnboundedSender<Job>, mpsc::UnboundedReceiver<Job>) {
    // Unbounded, because the extractors of one request send a few jobs and wait for each.
    mpsc::unbounded_channel()
}

/// Awaits what handles a request, and runs its jobs on the worker's thread meanwhile.
pub(crate) async fn serve<T>(
    request: &HttpRequest,
    mut jobs: mpsc::UnboundedReceiver<Job>,
    handled: impl Future<Output = T>,
) -> T {
    let mut handled = pin!(handled);
    loop {
        tokio::select! {
            biased;
            result = &mut handled => return result,
            Some(job) = jobs.recv() => drop(actix_web::rt::spawn(job(request.clone()))),
        }
    }
}
