//! Calls to an upstream service: each with a time limit, and safe ones again if that may help.

mod budget;
mod failure;
mod retry;
mod token;

use frontdesk::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use frontdesk::http::request::Builder;
use frontdesk::http::uri::PathAndQuery;
use frontdesk::http::{HeaderMap, Response, Uri};
use frontdesk::{Bytes, Method, Request};
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use self::budget::Budget;
pub use self::failure::Failure;
pub use self::retry::{Policy, with_retries};
pub use self::token::Token;

/// A pool of connections, which all services share.
pub type Connections = Client<HttpConnector, Full<Bytes>>;

/// The largest body, in bytes, that is read into memory.
pub const MAX_BODY: usize = 1024 * 1024;

/// An upstream service.
///
/// Redirects are not followed: a token is sent to this service, and to no other.
#[derive(Debug, Clone)]
pub struct Upstream {
    name: &'static str,
    base: Uri,
    connections: Connections,
    policy: Policy,
    budget: Budget,
}

impl Upstream {
    /// Creates the client of a service, whose URL consists of scheme and authority only. The name is for
    /// the log and for people.
    #[must_use]
    pub fn new(name: &'static str, base: Uri, connections: Connections, policy: Policy) -> Self {
        Self {
            name,
            base,
            connections,
            policy,
            budget: Budget::default(),
        }
    }

    /// Returns the name of the service.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Gets JSON. GET is safe, so it is tried again as the [`Policy`] says.
    ///
    /// # Errors
    ///
    /// The failure of the last attempt.
    pub async fn get<T: DeserializeOwned>(&self, path: &'static str, token: Option<&Token>) -> Result<T, Failure> {
        let attempt = || async {
            let request = self
                .request(Method::GET, path, token)
                .header(ACCEPT, "application/json");
            self.json(request, Bytes::new()).await
        };
        let result = with_retries(&self.policy, &self.budget, attempt).await;
        result.inspect_err(|failure| self.log(failure))
    }

    /// Posts JSON, once: nobody knows what became of a request that got no response.
    ///
    /// # Errors
    ///
    /// If the service doesn't respond with success and JSON in time.
    pub async fn post<T: DeserializeOwned>(
        &self,
        path: &'static str,
        token: Option<&Token>,
        body: &impl Serialize,
    ) -> Result<T, Failure> {
        let body = serde_json::to_vec(body).map_err(|_| Failure::Invalid)?;
        let request = self
            .request(Method::POST, path, token)
            .header(ACCEPT, "application/json");
        let call = self.json(request.header(CONTENT_TYPE, "application/json"), body.into());
        let result = tokio::time::timeout(self.policy.total, call).await;
        let result = result.unwrap_or(Err(Failure::TimedOut));
        result.inspect_err(|failure| self.log(failure))
    }

    /// Gets a response whose body is to be streamed. It is tried again like [`get`](Self::get) until a
    /// response begins; its status may be any.
    ///
    /// # Errors
    ///
    /// If no response begins in time.
    pub async fn open(
        &self,
        method: Method,
        path: &'static str,
        token: &Token,
        headers: &HeaderMap,
    ) -> Result<Response<Incoming>, Failure> {
        debug_assert!(method.is_safe(), "only safe requests are sent again");
        let attempt = || async {
            let mut request = self.request(method.clone(), path, Some(token));
            if let Some(all) = request.headers_mut() {
                all.extend(headers.clone());
            }
            let response = self.send(request, Bytes::new()).await?;
            match response.status().is_server_error() {
                true => Err(Failure::of_response(response.status(), response.headers())),
                false => Ok(response),
            }
        };
        let result = with_retries(&self.policy, &self.budget, attempt).await;
        result.inspect_err(|failure| self.log(failure))
    }

    fn request(&self, method: Method, path: &'static str, token: Option<&Token>) -> Builder {
        let mut uri = self.base.clone().into_parts();
        uri.path_and_query = Some(PathAndQuery::from_static(path));
        let request = Request::builder().method(method);
        // It fails only without scheme or authority, and then so does the request.
        let request = request.uri(Uri::from_parts(uri).unwrap_or_default());
        match token {
            Some(token) => request.header(AUTHORIZATION, token.header()),
            None => request,
        }
    }

    async fn json<T: DeserializeOwned>(&self, request: Builder, body: Bytes) -> Result<T, Failure> {
        let response = self.send(request, body).await?;
        if !response.status().is_success() {
            return Err(Failure::of_response(response.status(), response.headers()));
        }
        let body = Limited::new(response.into_body(), MAX_BODY).collect().await;
        let body = body.map_err(|error| match error.is::<LengthLimitError>() {
            true => Failure::TooLarge,
            false => Failure::Cut,
        })?;
        serde_json::from_slice(&body.to_bytes()).map_err(|_| Failure::Invalid)
    }

    async fn send(&self, request: Builder, body: Bytes) -> Result<Response<Incoming>, Failure> {
        let request = request.body(Full::new(body)).map_err(|_| Failure::Invalid)?;
        let response = self.connections.request(request).await;
        response.map_err(|error| match error.is_connect() {
            true => Failure::Unreachable,
            false => Failure::Cut,
        })
    }

    /// The log has the kind of a failure, and nothing that the service has sent: a service may well repeat
    /// the token in a message.
    fn log(&self, failure: &Failure) {
        tracing::warn!(service = self.name, %failure, "an upstream service failed");
    }
}
