//! A large body of an upstream service, passed on while it arrives.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use frontdesk::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE,
    ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_RANGE, LAST_MODIFIED, RANGE,
};
use frontdesk::http::{HeaderName, HeaderValue};
use frontdesk::{Body, Bytes, HeaderMap, Response};
use http_body::{Body as HttpBody, Frame, SizeHint};
use hyper::body::Incoming;
use tokio::time::{Instant, Sleep, sleep};

/// What the service learns of a request besides method, path and token: which part of the body is
/// wanted, and what the client has already.
const REQUEST: [HeaderName; 4] = [RANGE, IF_RANGE, IF_NONE_MATCH, IF_MODIFIED_SINCE];

/// What the client learns of the response besides status and body: what describes the body. A list of
/// what passes, and not of what doesn't, keeps back cookies, headers of the connection (RFC 9110, section
/// 7.6.1), and whatever the service will send one day.
const RESPONSE: [HeaderName; 9] = [
    ACCEPT_RANGES,
    CONTENT_DISPOSITION,
    CONTENT_ENCODING,
    CONTENT_LENGTH,
    CONTENT_RANGE,
    CONTENT_TYPE,
    ETAG,
    LAST_MODIFIED,
    HeaderName::from_static("x-content-type-options"),
];

/// Returns the headers of a client's request that are sent to the service.
#[must_use]
pub fn request_headers(headers: &HeaderMap) -> HeaderMap {
    selected(headers, &REQUEST)
}

/// Makes a client's response of the service's. Its body is read from the service only as the client
/// reads it, and when the client is gone the connection to the service is closed.
///
/// If the service sends nothing for `patience` while the client waits, the body ends with an error: the
/// connection to the client is cut, so that it doesn't take a part for the whole.
#[must_use]
pub fn relay(response: Response<Incoming>, service: &'static str, patience: Duration) -> Response {
    let (parts, body) = response.into_parts();
    let relayed = Relayed {
        body,
        service,
        patience,
        timer: None,
    };
    let mut response = Response::new(Body::new(relayed));
    *response.status_mut() = parts.status;
    *response.headers_mut() = selected(&parts.headers, &RESPONSE);
    let no_store = HeaderValue::from_static("private, no-store");
    response.headers_mut().insert(CACHE_CONTROL, no_store);
    response
}

fn selected(headers: &HeaderMap, names: &[HeaderName]) -> HeaderMap {
    let pairs = names
        .iter()
        .filter_map(|name| Some((name.clone(), headers.get(name)?.clone())));
    pairs.collect()
}

struct Relayed {
    body: Incoming,
    service: &'static str,
    patience: Duration,
    /// Runs while the client waits for the service, and not while the service waits for the client.
    timer: Option<Pin<Box<Sleep>>>,
}

impl HttpBody for Relayed {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let this = &mut *self;
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(cx) {
            this.timer = None;
            // Trailers would have to be selected like headers. Nobody needs them here.
            return match frame {
                Some(Ok(frame)) if frame.is_trailers() => Poll::Ready(None),
                Some(Ok(frame)) => Poll::Ready(Some(Ok(frame))),
                Some(Err(_)) => this.fail("ended early"),
                None => Poll::Ready(None),
            };
        }
        let patience = this.patience;
        let timer = this.timer.get_or_insert_with(|| Box::pin(sleep(patience)));
        ready!(timer.as_mut().poll(cx));
        timer.as_mut().reset(Instant::now() + patience);
        this.fail("stopped in the middle")
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Relayed {
    fn fail<T>(&self, what: &'static str) -> Poll<Option<io::Result<T>>> {
        tracing::warn!(service = self.service, "a body of an upstream service {what}");
        Poll::Ready(Some(Err(io::Error::other(what))))
    }
}
