//! Calls a service as a server does, without a server.

use std::convert::Infallible;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use frontdesk::{Request, Response, StatusCode};
use http_body::Body as _;
use tower_service::Service;

/// A service to measure: takes a request, and reads the response to the last byte of its body.
pub type Call = Box<dyn FnMut(Request) -> StatusCode>;

/// Wraps a service. It is called repeatedly, as a server does for the requests of one connection.
pub(crate) fn call<S>(mut service: S) -> Call
where
    S: Service<Request, Response = Response, Error = Infallible> + 'static,
{
    Box::new(move |request| {
        let Ok(response) = finish(service.call(request));
        let status = response.status();
        let mut body = response.into_body();
        while let Some(frame) = finish(std::future::poll_fn(|cx| Pin::new(&mut body).poll_frame(cx))) {
            std::hint::black_box(frame.is_ok());
        }
        status
    })
}

/// Polls a future until it is ready. Everything that is measured here is ready at once, so no
/// runtime is needed, whose cost would be in the figures.
pub fn finish<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
    }
}
