//! A large body of an upstream service, passed on while it arrives.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use frontdesk::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE,
    ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_RANGE, LAST_MODIFIED, RANGE, X_CONTENT_TYPE_OPTIONS,
};
use frontdesk::http::{HeaderName, HeaderValue};
use frontdesk::{Body, Bytes, HeaderMap, Response, StatusCode};
use http_body::{Body as HttpBody, Frame, SizeHint};
use hyper::body::Incoming;
use tokio::time::{Sleep, sleep};

use crate::upstream::Failure;

/// What the service learns of a request besides method, path and token: which part of the body is
/// wanted, and what the client has already.
const REQUEST: [HeaderName; 4] = [RANGE, IF_RANGE, IF_NONE_MATCH, IF_MODIFIED_SINCE];

/// What the client learns of the response besides status and body: what describes the body. A list of
/// what passes, and not of what doesn't, keeps back cookies, headers of the connection (RFC 9110, section
/// 7.6.1), and whatever the service will send one day.
const RESPONSE: [HeaderName; 8] = [
    ACCEPT_RANGES,
    CONTENT_DISPOSITION,
    CONTENT_ENCODING,
    CONTENT_LENGTH,
    CONTENT_RANGE,
    CONTENT_TYPE,
    ETAG,
    LAST_MODIFIED,
];

/// Returns the headers of a client's request that are sent to the service. Of a list of ranges it doesn't
/// learn, and so sends everything: several parts would come as `multipart/byteranges`.
#[must_use]
pub fn request_headers(headers: &HeaderMap) -> HeaderMap {
    let mut selected = selected(headers, &REQUEST);
    if selected
        .get(RANGE)
        .is_some_and(|range| range.as_bytes().contains(&b','))
    {
        selected.remove(RANGE);
    }
    selected
}

/// Makes a client's response of the service's, whose body is to be of a media type. It is read from the
/// service only as the client reads it, and when the client is gone the connection to the service is closed.
///
/// If the service sends nothing for `patience` while the client waits, the body ends with an error: the
/// connection to the client is cut, so that it doesn't take a part for the whole.
///
/// # Errors
///
/// If the status is none of 200, 206, 304 and 416, or the body is of another type: a page with an error,
/// say, which the browser would show as one of this app's own.
pub fn relay(
    response: Response<Incoming>,
    media_type: &str,
    service: &'static str,
    patience: Duration,
) -> Result<Response, Failure> {
    let (parts, body) = response.into_parts();
    let body = match parts.status {
        StatusCode::OK | StatusCode::PARTIAL_CONTENT if is_of_type(&parts.headers, media_type) => Body::new(Relayed {
            body,
            service,
            patience,
            timer: None,
        }),
        StatusCode::OK | StatusCode::PARTIAL_CONTENT => return Err(Failure::Invalid),
        StatusCode::NOT_MODIFIED => Body::empty(),
        StatusCode::RANGE_NOT_SATISFIABLE => return Ok(not_satisfiable(&parts.headers)),
        status => return Err(Failure::of_response(status, &parts.headers)),
    };
    let mut response = Response::new(body);
    *response.status_mut() = parts.status;
    *response.headers_mut() = selected(&parts.headers, &RESPONSE);
    finish(&mut response);
    Ok(response)
}

/// The response to a range that is not there: how long everything is, without the service's body.
fn not_satisfiable(headers: &HeaderMap) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
    *response.headers_mut() = selected(headers, &[CONTENT_RANGE]);
    finish(&mut response);
    response
}

/// Sets what holds for each response.
fn finish(response: &mut Response) {
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
}

/// Returns whether a body is of a media type, whatever its parameters.
fn is_of_type(headers: &HeaderMap, media_type: &str) -> bool {
    let sent = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = sent.and_then(|value| value.split(';').next()).unwrap_or_default();
    essence.trim().eq_ignore_ascii_case(media_type)
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
