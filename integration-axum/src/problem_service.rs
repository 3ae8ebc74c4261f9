//! A problem of the desk as a service of the host app.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::extract::OriginalUri;
use axum_core::extract::Request;
use axum_core::response::Response;
use frontdesk_actions::Mount;
use frontdesk_router::__desk::{ProblemHead, respond_with_problem};
use frontdesk_router::Problem;
use tower_service::Service;

/// Returns a service that responds to every request with a problem, as the desk shows it: a page of the
/// app's own ([`problem_page`](../struct.DeskBuilder.html#method.problem_page)) for people, JSON for
/// programs.
///
/// It is for a router whose fallback isn't the desk, since the desk is nested or mounted by
/// [`routes`](crate::routes()): the app's own 404s then look like the desk's.
///
/// ```
/// use frontdesk::{Body, Desk, Html, Problem, Request, StatusCode};
/// use tower::ServiceExt as _;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let desk = Desk::builder(()).base("/shop").problem_page(async |_: Problem| Html("<h1>Sorry</h1>")).build()?;
/// let app: axum::Router = axum::Router::new()
///     .nest_service("/shop", desk.clone())
///     .fallback_service(frontdesk::axum::problem_service(&desk, Problem::not_found()));
///
/// for path in ["/shop/nothing", "/nothing"] {
///     let request = Request::get(path).header("accept", "text/html").body(Body::empty())?;
///     let response = app.clone().oneshot(request).await?;
///     assert_eq!(response.status(), StatusCode::NOT_FOUND);
///     assert_eq!(axum::body::to_bytes(response.into_body(), 100).await?, "<h1>Sorry</h1>");
/// }
/// # Ok(())
/// # }
/// ```
pub fn problem_service<D: Mount + Clone>(desk: &D, problem: Problem) -> ProblemService<D> {
    ProblemService {
        desk: Arc::new(desk.clone()),
        problem,
    }
}

/// The service that [`problem_service`] returns.
#[derive(Debug)]
pub struct ProblemService<D> {
    desk: Arc<D>,
    problem: Problem,
}

impl<D> Clone for ProblemService<D> {
    fn clone(&self) -> Self {
        Self {
            desk: Arc::clone(&self.desk),
            problem: self.problem.clone(),
        }
    }
}

impl<D: Mount> Service<Request> for ProblemService<D> {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let (mut parts, _) = request.into_parts();
        // Below `nest`, the request's own URI lacks the path that the router is nested at.
        if let Some(OriginalUri(uri)) = parts.extensions.get::<OriginalUri>().cloned() {
            parts.uri = uri;
        }
        let ctx = self.desk.enter(&parts.uri, &parts);
        let head = ProblemHead::from_parts(&ctx, &parts);
        let (problem, method) = (self.problem.clone(), parts.method);
        Box::pin(async move { Ok(respond_with_problem(problem, method, &ctx, head).await) })
    }
}
