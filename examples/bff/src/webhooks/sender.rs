//! Sends events.

use std::time::{Duration, SystemTime};

use frontdesk::http::HeaderValue;
use frontdesk::http::header::{CONTENT_TYPE, InvalidHeaderValue};
use frontdesk::{Bytes, Method, Uri, http};
use http_body_util::Full;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use tokio::time::timeout;

use super::backoff::Backoff;
use super::delivery::{Attempt, Delivery, Response, deliver};
use super::keys::Keys;
use super::scheme::{Scheme, seconds};
use super::source::Event;

/// How long a receiver may take for its response.
const TIMEOUT: Duration = Duration::from_secs(15);

/// Sends events to receivers. It follows no redirects.
///
/// The URL is the app's. If those who receive events choose it, check that it doesn't lead into your own
/// network, and take a client for https.
#[derive(Debug, Clone)]
pub struct Sender {
    client: Client<HttpConnector, Full<Bytes>>,
    backoff: Backoff,
    now: fn() -> SystemTime,
}

impl Sender {
    /// Creates a sender.
    #[must_use]
    pub fn new(backoff: Backoff) -> Self {
        let client = Client::builder(TokioExecutor::new()).build_http();
        Self {
            client,
            backoff,
            now: SystemTime::now,
        }
    }

    /// Sets another clock, for tests.
    #[must_use]
    pub fn with_clock(mut self, now: fn() -> SystemTime) -> Self {
        self.now = now;
        self
    }

    /// Sends an event until it is received. Each attempt has the same id, and is signed with its own time.
    ///
    /// It waits between the attempts, so spawn it where nobody waits for the result; a process that ends
    /// then forgets the event. What must arrive is first recorded, as in [`Inbox`](super::Inbox).
    ///
    /// # Errors
    ///
    /// If the event's id or kind can't be sent in a header.
    pub async fn send<S: Scheme>(
        &self,
        to: &Uri,
        keys: &Keys<S>,
        event: &Event,
    ) -> Result<Delivery, InvalidHeaderValue> {
        S::sign(keys, event, 0)?; // Later ones don't fail either.
        Ok(deliver(&self.backoff, || self.attempt(to, keys, event)).await)
    }

    async fn attempt<S: Scheme>(&self, to: &Uri, keys: &Keys<S>, event: &Event) -> Attempt {
        let headers = S::sign(keys, event, seconds((self.now)())).ok()?;
        let mut request = http::Request::new(Full::new(event.body.clone()));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = to.clone();
        *request.headers_mut() = headers;
        let json = HeaderValue::from_static("application/json");
        request.headers_mut().insert(CONTENT_TYPE, json);
        let response = timeout(TIMEOUT, self.client.request(request)).await.ok()?.ok()?;
        Some(Response::new(response.status(), response.headers(), (self.now)()))
    }
}
