//! Calls a service as a server does, without a server.

use std::convert::Infallible;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use frontdesk::{Body, BoxError, Bytes, Request, Response, StatusCode};
use http_body::{Body as _, Frame};
use tower_service::Service;

/// A service to measure: takes a request, and reads the response to the last byte of its body.
pub type Call = Box<dyn FnMut(Request) -> StatusCode>;

/// A service in this process: takes a request and returns the response, of which the body was not
/// read.
pub type Respond = Box<dyn FnMut(Request) -> Response>;

/// Wraps a service. It is called repeatedly, as a server does for the requests of one connection.
pub(crate) fn respond<S>(mut service: S) -> Respond
where
    S: Service<Request, Response = Response, Error = Infallible> + 'static,
{
    Box::new(move |request| {
        let Ok(response) = finish(service.call(request));
        response
    })
}

/// Reads the responses of a service to the last byte of their bodies.
#[must_use]
pub fn call(mut respond: Respond) -> Call {
    Box::new(move |request| {
        let response = respond(request);
        let status = response.status();
        let mut body = response.into_body();
        while let Some(frame) = next_frame(&mut body) {
            std::hint::black_box(frame.is_ok());
        }
        status
    })
}

/// Reads the whole body of a response.
#[must_use]
pub fn body(response: Response) -> Vec<u8> {
    let mut body = response.into_body();
    let mut bytes = Vec::new();
    while let Some(Ok(frame)) = next_frame(&mut body) {
        bytes.extend_from_slice(frame.data_ref().map_or(&[][..], |data| data));
    }
    bytes
}

fn next_frame(body: &mut Body) -> Option<Result<Frame<Bytes>, BoxError>> {
    finish(std::future::poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx))).map(|frame| frame.map_err(Into::into))
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
