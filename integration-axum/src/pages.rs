//! The layer that lets pages of the host app extract `Forms`.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::extract::OriginalUri;
use axum_core::extract::Request;
use axum_core::response::{IntoResponse, Response};
use frontdesk_actions::{Mount, MountCheck};
use frontdesk_router::__desk::{ProblemHead, finish_host_response};
use http::header::CONTENT_TYPE;
use tower_layer::Layer;
use tower_service::Service;

/// What an app lacks whose pages have forms, if those lead nowhere.
const REMEDY: &str = "`.desk(desk)` (`frontdesk::axum::RouterExt`) or `.nest_service(\"/base\", desk)` after the layer";

/// Returns a layer for pages of the app that no call of `.desk` covers.
///
/// ```
/// use frontdesk::{Desk, Forms, server_action};
/// use tower::ServiceExt as _;
///
/// #[server_action]
/// async fn subscribe(email: String) {}
///
/// async fn home(forms: Forms) -> String {
///     forms.of::<Subscribe>().open().into_string()
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let desk = Desk::builder(()).base("/forms").action::<Subscribe>().build()?;
/// let site: axum::Router = axum::Router::new()
///     .route("/", axum::routing::get(home))
///     .layer(frontdesk::axum::pages(&desk)) // covers the pages so far
///     .nest_service("/forms", desk);
///
/// let request = frontdesk::Request::get("/").body(frontdesk::Body::empty())?;
/// assert_eq!(site.oneshot(request).await?.status(), 200);
/// # Ok(())
/// # }
/// ```
pub fn pages<D: Mount + Clone>(desk: &D) -> PagesLayer<D> {
    PagesLayer(Arc::new(desk.clone()), Arc::default())
}

/// The layer that [`pages`] returns.
#[derive(Debug)]
pub struct PagesLayer<D>(Arc<D>, Arc<MountCheck>);

impl<D> Clone for PagesLayer<D> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0), Arc::clone(&self.1))
    }
}

impl<D, S> Layer<S> for PagesLayer<D> {
    type Service = PagesService<D, S>;

    fn layer(&self, inner: S) -> PagesService<D, S> {
        PagesService {
            desk: Arc::clone(&self.0),
            check: Arc::clone(&self.1),
            inner,
        }
    }
}

/// The service that [`PagesLayer`] wraps around another one.
#[derive(Debug)]
pub struct PagesService<D, S> {
    desk: Arc<D>,
    check: Arc<MountCheck>,
    inner: S,
}

impl<D, S: Clone> Clone for PagesService<D, S> {
    fn clone(&self) -> Self {
        Self {
            desk: Arc::clone(&self.desk),
            check: Arc::clone(&self.check),
            inner: self.inner.clone(),
        }
    }
}

impl<D, S> Service<Request> for PagesService<D, S>
where
    D: Mount,
    S: Service<Request>,
    S::Response: IntoResponse,
    S::Future: Send + 'static,
{
    type Response = Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let (mut parts, body) = request.into_parts();
        // Below `nest`, the request's own URI lacks the path that the router is nested at.
        let original = parts.extensions.get::<OriginalUri>();
        let uri = original.map_or(&parts.uri, |original| &original.0);
        let ctx = self.desk.enter(uri, &parts);
        let check = MountCheck::is_action(self.desk.base(), uri.path()).then(|| Arc::clone(&self.check));
        parts.extensions.insert(ctx.clone());
        let head = ProblemHead::from_parts(&ctx, &parts);
        let response = self.inner.call(Request::from_parts(parts, body));
        Box::pin(async move {
            let response = response.await?.into_response();
            if let Some(check) = check {
                let has_type = response.headers().contains_key(CONTENT_TYPE);
                check.check(response.status().as_u16(), has_type, REMEDY);
            }
            Ok(finish_host_response(response, &ctx, head).await)
        })
    }
}
