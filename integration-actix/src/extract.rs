//! actix's own extractors in route handlers and actions.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use actix_web::HttpRequest;
use axum_core::extract::FromRequestParts;
use axum_core::response::{IntoResponse, Response};
use frontdesk_router::{Problem, codes};
use http::StatusCode;
use http::request::Parts;
use tokio::sync::oneshot;

use crate::convert::rejection;
use crate::jobs::{Job, Jobs};

/// Runs an actix extractor in a route handler or an action: `Actix(identity): Actix<Identity>`.
///
/// It is for extractors that are `Send` and don't read the body. If the extractor rejects the
/// request, its response is sent unchanged. Those that are not `Send`, such as actix-session's
/// `Session` and actix-identity's `Identity`, don't compile here: [`ActixRequest::extract`] runs
/// them in one line.
///
/// ```
/// use actix_web::dev::ConnectionInfo;
/// use actix_web::{App, test};
/// use frontdesk::actix::Actix;
/// use frontdesk::{Desk, Router, get};
///
/// async fn host(Actix(connection): Actix<ConnectionInfo>) -> String {
///     connection.host().to_owned()
/// }
///
/// # #[actix_web::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let desk = Desk::builder(()).routes(Router::new().route("/host", get(host))).build()?;
/// let app = test::init_service(App::new().configure(frontdesk::actix::desk(desk))).await;
/// let request = test::TestRequest::get().uri("/host").insert_header(("host", "app.example")).to_request();
/// assert_eq!(test::call_and_read_body(&app, request).await, "app.example");
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy, Default)]
#[expect(
    clippy::exhaustive_structs,
    reason = "handlers take it apart: `Actix(value): Actix<T>`"
)]
pub struct Actix<T>(pub T); // not `Send` (`Session`, `Identity`)? `ActixRequest::extract` takes it

impl<S, T> FromRequestParts<S> for Actix<T>
where
    S: Sync,
    T: actix_web::FromRequest + Send + 'static, // not `Send` (`Session`, `Identity`)? `ActixRequest::extract` takes it
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Response> {
        let request = ActixRequest::from_parts(parts).map_err(IntoResponse::into_response)?;
        let extracted = request.run(|request| async move {
            match T::extract(&request).await {
                Ok(value) => Ok(Self(value)),
                Err(error) => Err(rejection(error.into().error_response()).await),
            }
        });
        match extracted.await {
            Ok(extracted) => extracted,
            Err(error) => Err(Problem::from(error).into_response()),
        }
    }
}

/// The actix request behind the desk's request, for what is not `Send` or not in the desk's
/// request: app data, sessions, identities.
///
/// ```
/// use actix_web::{App, test, web};
/// use frontdesk::actix::ActixRequest;
/// use frontdesk::{Desk, Problem, Router, get};
///
/// async fn name(request: ActixRequest) -> Result<String, Problem> {
///     let name = request.with(|request| request.app_data::<web::Data<String>>().map(|name| name.to_string())).await?;
///     Ok(name.unwrap_or_default())
/// }
///
/// # #[actix_web::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let desk = Desk::builder(()).routes(Router::new().route("/name", get(name))).build()?;
/// let app = App::new().app_data(web::Data::new("todo".to_owned())).configure(frontdesk::actix::desk(desk));
/// let app = test::init_service(app).await;
/// let request = test::TestRequest::get().uri("/name").to_request();
/// assert_eq!(test::call_and_read_body(&app, request).await, "todo");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct ActixRequest(Arc<Jobs>);

impl ActixRequest {
    pub(crate) fn new(jobs: Arc<Jobs>) -> Self {
        Self(jobs)
    }

    fn from_parts(parts: &Parts) -> Result<Self, Problem> {
        let found = parts.extensions.get::<Self>().cloned();
        found.ok_or_else(|| {
            Problem::internal("an actix extractor was used in a desk that is not mounted in an actix app")
        })
    }

    /// Runs a closure with the request on the worker's thread, and returns its result.
    ///
    /// # Errors
    ///
    /// Returns [`RequestGoneError`] if the closure panicked, or if the client has disconnected and
    /// actix has dropped the request.
    pub async fn with<T: Send + 'static>(
        &self,
        read: impl FnOnce(&HttpRequest) -> T + Send + 'static,
    ) -> Result<T, RequestGoneError> {
        self.run(move |request| async move { read(&request) }).await
    }

    /// Runs an actix extractor on the worker's thread, and returns what `read` makes of its value:
    /// for extractors that are not [`Send`], such as sessions and identities.
    ///
    /// ```
    /// use actix_identity::Identity;
    /// use actix_session::Session;
    /// use actix_web::HttpMessage as _;
    /// use frontdesk::actix::ActixRequest;
    /// use frontdesk::{Problem, server_action};
    ///
    /// async fn visits(request: ActixRequest) -> Result<String, Problem> {
    ///     let visits = request.extract(|session: Session| session.get::<u32>("visits")).await??.unwrap_or(0) + 1;
    ///     request.extract(move |session: Session| session.insert("visits", visits)).await??;
    ///     Ok(visits.to_string())
    /// }
    ///
    /// async fn me(request: ActixRequest) -> Result<String, Problem> {
    ///     Ok(request.extract(|identity: Identity| identity.id()).await??)
    /// }
    ///
    /// #[server_action]
    /// async fn log_in(#[extract] request: ActixRequest, name: String) -> Result<(), Problem> {
    ///     request.with(|request| Identity::login(&request.extensions(), name).map(drop)).await??;
    ///     Ok(())
    /// }
    ///
    /// #[server_action]
    /// async fn log_out(#[extract] request: ActixRequest) -> Result<(), Problem> {
    ///     request.extract(|identity: Identity| identity.logout()).await
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// If the extractor rejects the request, its status as a problem `extractor-rejected` without
    /// its text; 5xx are masked, and logged. `Option<T>` and `Result<T, E>` are never rejected. If
    /// the client has disconnected or `read` panicked, a masked 500.
    pub async fn extract<T, R>(&self, read: impl FnOnce(T) -> R + Send + 'static) -> Result<R, Problem>
    where
        T: actix_web::FromRequest + 'static,
        R: Send + 'static,
    {
        let extracted = self.run(|request| async move {
            match T::extract(&request).await {
                Ok(value) => Ok(read(value)),
                Err(error) => Err(rejected(&error.into())),
            }
        });
        extracted.await?
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
        self.0.add(job);
        receiver.await.map_err(|_| RequestGoneError)
    }
}

/// Returns the problem of an actix extractor that rejected the request.
fn rejected(error: &actix_web::Error) -> Problem {
    let status = error.as_response_error().status_code().as_u16();
    match StatusCode::from_u16(status) {
        Ok(status) if status.is_client_error() => Problem::new(status, codes::EXTRACTOR_REJECTED),
        _ => Problem::internal(error.to_string()),
    }
}

impl<S: Sync> FromRequestParts<S> for ActixRequest {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Self::from_parts(parts)
    }
}

impl fmt::Debug for ActixRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ActixRequest")
    }
}

/// The actix request can't be reached: the client has disconnected, or the closure panicked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequestGoneError;

impl fmt::Display for RequestGoneError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the actix request is gone")
    }
}

impl std::error::Error for RequestGoneError {}
