//! The finished desk.

use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum_core::BoxError;
use axum_core::extract::Request;
use axum_core::response::{IntoResponse, Response};
use bytes::Bytes;
use frontdesk_actions::__desk::Endpoint;
use frontdesk_actions::{ACTIONS_PATH, Mount};
use frontdesk_router::{
    BoxFuture, Ctx, Revalidate, Route, RouteFuture, Routes, Shared, catch_panic, into_head_response,
};
use futures_util::FutureExt;
use http::{HeaderMap, Method, Uri};
use tower_service::Service;
use tracing::Instrument;

use crate::build::DeskBuilder;
use crate::prerender::PrerenderError;
use crate::span::RequestSpan;
use crate::table::BootTable;

/// Routes, pages and actions with their policy, finished: a `tower::Service` that is cheap to clone.
///
/// An adapter mounts it in an axum or actix-web app; anything else that takes a `tower::Service` (hyper, a test) calls it as it
/// is. It answers every request, its own misses included, and never fails.
///
/// Each request runs in a [`tracing`](https://docs.rs/tracing) span `request` of the target `frontdesk`, at the level INFO, with
/// the fields `method`, `route` (the pattern, `/users/{id}` or `/_actions/create_todo`, not the client's path; none for a miss),
/// `status`, `duration` (until the answer begins) and, for actions, `outcome`: the status of what became of the call, which a
/// browser's form doesn't show, since it is answered with 303 either way.
///
/// ```
/// use frontdesk::{Desk, Router, get};
///
/// # fn main() -> Result<(), frontdesk::BuildError> {
/// let routes = Router::new().route("/hello", get(|| async { "hello" }));
/// let desk = Desk::builder(()).routes(routes).linked_actions().build()?;
/// println!("{}", desk.table());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Desk(Arc<Inner>);

struct Inner {
    front: Arc<Front>,
    /// `front` with the desk's own layers around it; none when it has no layers.
    layered: Option<Route>,
}

/// What the desk's layers wrap: the way from a request to a route, an action or the fallback.
pub(crate) struct Front {
    pub(crate) shared: Arc<Shared>,
    pub(crate) routes: Routes,
    pub(crate) actions: Endpoint,
    pub(crate) fallback: Route,
}

impl Desk {
    /// Begins a desk whose handlers and actions share `state`.
    pub fn builder<S: Send + Sync + 'static>(state: S) -> DeskBuilder<S> {
        DeskBuilder::new(state)
    }

    pub(crate) fn new(front: Front, layers: &[frontdesk_router::RouteLayer]) -> Self {
        let front = Arc::new(front);
        let bare = {
            let front = Arc::clone(&front);
            Route::from_fn(move |mut request| {
                let span = RequestSpan::inner(&mut request);
                front.answer(request, span)
            })
        };
        let layered = (!layers.is_empty()).then(|| layers.iter().fold(bare, |route, layer| layer.wrap(route)));
        Self(Arc::new(Inner { front, layered }))
    }

    /// Everything that the desk answers: the boot table.
    #[must_use]
    pub fn table(&self) -> BootTable {
        let Front {
            shared,
            routes,
            actions,
            ..
        } = &*self.0.front;
        BootTable::new(routes, actions.actions(), shared)
    }

    /// Runs every GET that has one answer for all requests, before the first of them comes: static ones, and kept ones that read
    /// neither path nor query. What is kept already is not run. Call it where the server starts, if a page that fails should keep
    /// it from starting:
    ///
    /// ```
    /// # use frontdesk::{Desk, Router, get};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let routes = Router::new().route("/hello", get(|| async { "hello" }));
    /// let desk = Desk::builder(()).routes(routes).build()?;
    /// desk.prerender().await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Layers are not run. Without a cache nothing is.
    ///
    /// # Errors
    ///
    /// When some of them failed, or answered with what can't be kept. The others are kept all the same, and the desk can serve.
    pub async fn prerender(&self) -> Result<Vec<String>, PrerenderError> {
        let front = &self.0.front;
        let ended = front.routes.prerender(&front.shared).await;
        let (kept, failed): (Vec<_>, Vec<_>) = ended.into_iter().partition(|(_, ended)| ended.is_ok());
        if failed.is_empty() {
            return Ok(kept.into_iter().map(|(path, _)| path).collect());
        }
        let failures = failed
            .into_iter()
            .map(|(path, ended)| (path, ended.err().unwrap_or_default()));
        Err(PrerenderError::new(failures.collect()))
    }

    /// Outdates kept answers from where there is no request: a job, a message of another service. In handlers and actions,
    /// [`Revalidate`] is an extractor.
    #[must_use]
    pub fn revalidate(&self) -> Revalidate {
        Revalidate::new(self.0.front.shared.cache())
    }

    /// Answers one request.
    #[must_use]
    pub fn answer(&self, mut request: Request) -> BoxFuture<'static, Response> {
        let span = RequestSpan::new(&mut request);
        match &self.0.layered {
            None => self.0.front.answer(request, span),
            Some(route) => self.0.front.answer_through(route, request, span),
        }
    }
}

impl Front {
    /// Answers a request that comes in here first, or that has been let in already, before the desk's layers.
    fn answer(self: &Arc<Self>, mut request: Request, span: RequestSpan) -> BoxFuture<'static, Response> {
        let path = request.uri().path();
        if path.starts_with(ACTIONS_PATH) {
            return self.act(request, span);
        }
        let (ctx, route) = match self.routes.find(path) {
            Some(found) => found.enter(&self.shared, request.uri(), request.headers()),
            None => (
                Ctx::new(Arc::clone(&self.shared), request.uri(), request.headers()),
                &self.fallback,
            ),
        };
        request.extensions_mut().insert(ctx.clone());
        if let Some(pattern) = ctx.pattern() {
            span.route(pattern);
        }
        let head = request.method() == Method::HEAD;
        leave(ctx, head, span, route.serve(request))
    }

    fn act(self: &Arc<Self>, mut request: Request, span: RequestSpan) -> BoxFuture<'static, Response> {
        let ctx = Ctx::new(Arc::clone(&self.shared), request.uri(), request.headers());
        request.extensions_mut().insert(ctx.clone());
        if span.is_heard()
            && let Some(name) = self.actions.actions().name(request.uri().path())
        {
            span.route(format_args!("{ACTIONS_PATH}{name}"));
        }
        let head = request.method() == Method::HEAD;
        let answer = self.actions.serve(request, ctx.clone());
        leave(ctx, head, span, answer)
    }

    /// The desk's layers see the request first, in a context of their own: they may set cookies too. A problem that they answer
    /// with is rendered.
    fn answer_through(
        self: &Arc<Self>,
        route: &Route,
        mut request: Request,
        span: RequestSpan,
    ) -> BoxFuture<'static, Response> {
        let ctx = Ctx::new(Arc::clone(&self.shared), request.uri(), request.headers());
        request.extensions_mut().insert(ctx.clone());
        let head = request.method() == Method::HEAD;
        leave(ctx, head, span, route.serve(request))
    }
}

/// The way out: panics of layers end here, and what the request left in its context goes onto the answer.
fn leave(
    ctx: Ctx,
    head: bool,
    span: RequestSpan,
    answer: impl Future<Output = Response> + Send + 'static,
) -> BoxFuture<'static, Response> {
    let start = span.start(&ctx);
    let scope = span.scope();
    let way_out = catch_panic(answer).map(move |answer| {
        let answer = answer.unwrap_or_else(|panicked| panicked.into_problem(Some(&ctx)).into_response());
        let response = ctx.finish_response(answer);
        span.end(&ctx, start, response.status());
        if head { into_head_response(response) } else { response }
    });
    match scope {
        Some(scope) => Box::pin(way_out.instrument(scope)),
        None => Box::pin(way_out),
    }
}

impl<B> Service<http::Request<B>> for Desk
where
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = RouteFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<B>) -> RouteFuture {
        self.answer(request.map(axum_core::body::Body::new)).into()
    }
}

impl Mount for Desk {
    fn base(&self) -> &str {
        &self.0.front.shared.base
    }

    fn enter(&self, uri: &Uri, headers: &HeaderMap) -> Ctx {
        Ctx::of_host(Arc::clone(&self.0.front.shared), uri, headers)
    }
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Desk")
            .field("routes", &self.0.front.routes)
            .field("actions", self.0.front.actions.actions())
            .finish_non_exhaustive()
    }
}
