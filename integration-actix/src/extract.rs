//! Extractors that are actix's own, in route handlers and actions.

use std::fmt;
use std::future::Future;

use actix_web::HttpRequest;
use axum_core::extract::FromRequestParts;
use axum_core::response::{IntoResponse, Response};
use frontdesk_router::Problem;
use http::request::Parts;
use tokio::sync::{mpsc, oneshot};

use crate::convert::rejection;
use crate::jobs::Job;

/// An actix extractor in a route handler or action: `Actix(identity): Actix<Identity>`.
///
/// For extractors that are `Send` and don't read the body. What they refuse with is the answer, unchanged.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::exhaustive_structs, reason = "handlers destructure it in their arguments")]
pub struct Actix<T>(pub T);

impl<S: Sync, T: actix_web::FromRequest + Send + 'static> FromRequestParts<S> for Actix<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Response> {
        let request = ActixRequest::of(parts).map_err(IntoResponse::into_response)?;
        let extracted = request.run(|request| async move {
            match T::extract(&request).await {
                Ok(value) => Ok(Self(value)),
                Err(error) => Err(rejection(error.into().error_response()).await),
            }
        });
        match extracted.await {
            Ok(extracted) => extracted,
            Err(gone) => Err(Problem::from(gone).into_response()),
        }
    }
}

/// The actix request behind this one, for what is neither `Send` nor in the desk's request: app data, connection info.
#[derive(Clone)]
pub struct ActixRequest(mpsc::UnboundedSender<Job>);

impl ActixRequest {
    pub(crate) fn new(jobs: mpsc::UnboundedSender<Job>) -> Self {
        Self(jobs)
    }

    fn of(parts: &Parts) -> Result<Self, Problem> {
        let found = parts.extensions.get::<Self>().cloned();
        found.ok_or_else(|| {
            Problem::internal("an actix extractor was used in a desk that is not mounted in an actix app")
        })
    }

    /// Runs a closure with the request on the worker's thread, and gives back what it returns.
    ///
    /// ```ignore
    /// async fn whoami(request: ActixRequest) -> Result<String, Problem> {
    ///     let peer = request.with(|request| request.peer_addr()).await?;
    ///     Ok(format!("{peer:?}"))
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// [`RequestGoneError`] when the closure panicked, or the client has left and actix has dropped the request.
    pub async fn with<T: Send + 'static>(
        &self,
        look: impl FnOnce(&HttpRequest) -> T + Send + 'static,
    ) -> Result<T, RequestGoneError> {
        self.run(move |request| async move { look(&request) }).await
    }

    async fn run<T, F>(&self, job: impl FnOnce(HttpRequest) -> F + Send + 'static) -> Result<T, RequestGoneError>
    where
        T: Send + 'static,
        F: Future<Output = T> + 'static,
    {
        let (sender, receiver) = oneshot::channel();
        let job: Job = Box::new(move |request| {
            let job = job(request);
            Box::pin(async move { drop(sender.send(job.await)) })
        });
        self.0.send(job).map_err(|_| RequestGoneError)?;
        receiver.await.map_err(|_| RequestGoneError)
    }
}

impl<S: Sync> FromRequestParts<S> for ActixRequest {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Self::of(parts)
    }
}

impl fmt::Debug for ActixRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ActixRequest")
    }
}

/// The actix request is out of reach: the client has left, or the closure panicked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequestGoneError;

impl fmt::Display for RequestGoneError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the actix request is gone")
    }
}

impl std::error::Error for RequestGoneError {}
