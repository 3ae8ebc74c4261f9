//! Calling a service as a server does, without a server.

use std::convert::Infallible;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use frontdesk::{Request, Response, StatusCode};
use http_body::Body as _;
use tower_service::Service;

/// A service under measurement, from the request to the last byte of the answer's body.
pub type Call = Box<dyn FnMut(Request) -> StatusCode>;

/// Measures a service: it is kept and called again and again, as a server does on one connection.
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

/// Polls a future to its end. Everything measured here is ready when it is asked, so there is nothing to wake up for, and no
/// runtime's own cost in the figures.
pub fn finish<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
    }
}
