//! The finished desk.

use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum_core::BoxError;
use axum_core::extract::Request;
use axum_core::response::Response;
use bytes::Bytes;
use frontdesk_actions::__desk::CHECK_SUFFIX;
use frontdesk_actions::{ACTIONS_PATH, Mount};
use frontdesk_router::__desk::RouteLayer;
use frontdesk_router::{BoxFuture, Ctx, MatchedRoute, Revalidate, Route, RouteFuture};
use http::Uri;
use http::request::Parts;
use tower_service::Service;

use crate::boot_table::BootTable;
use crate::builder::DeskBuilder;
use crate::dispatcher::Dispatcher;
use crate::prerender::PrerenderError;
use crate::shutdown::{self, ShutdownReport};
use crate::span::RequestSpan;

/// Routes, pages and actions with their policy: a finished `tower::Service` that is cheap to clone.
///
/// An adapter mounts it in an axum or actix-web app. Anything else that takes a `tower::Service`
/// (hyper, a test) calls it directly. It responds to every request, also to those that match
/// nothing, and never fails.
///
/// ```
/// use frontdesk::{Body, Desk, Request, Router, get};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let routes = Router::new().route("/hello", get(async || "hello"));
/// let desk = Desk::builder(()).routes(routes).build()?;
/// println!("{}", desk.table());
///
/// let response = desk.respond(Request::get("/hello").body(Body::empty())?).await;
/// assert_eq!(response.status(), 200);
/// # Ok(())
/// # }
/// ```
///
/// # Checks of forms
///
/// The URL of each action, followed by `/check`, checks its form while it is filled in
/// ([`docs::checks`](crate::docs::checks)). Actions that any site may call (`origin = "any"`) and those whose path
/// takes the rest of a path have no such URL: the boot table marks them with `!no check`.
///
/// # Tracing
///
/// Each request runs in a [`tracing`](https://docs.rs/tracing) span `request` of the target
/// `frontdesk`, at the level INFO, with these fields:
///
/// | field | value |
/// |---|---|
/// | `http.request.method` | the request's method, or `_OTHER` if it is not a generally known one |
/// | `http.request.method_original` | that other method |
/// | `http.route` | the [`MatchedRoute`]: the pattern (`/users/{id}`, `/_actions/create_todo`), not the client's path; `unmatched` if nothing matches |
/// | `http.response.status_code` | the response's status |
/// | `outcome` | for actions: the status of the call itself, which a browser's form doesn't show, since it gets a 303 either way |
/// | `duration` | the time until the response begins |
///
/// The names that begin with `http` are those of [OpenTelemetry's conventions
/// ](https://opentelemetry.io/docs/specs/semconv/http/http-spans/); there are none for the other two.
/// [`docs::ecosystem`](crate::docs::ecosystem) has the lines that give metrics the route.
///
/// The handler of a cached GET runs in a span of its own, `cached_run`, with the field `http.route`.
/// It follows from the span of the request that began the run.
///
/// A span is not a line of the log: with a plain `tracing_subscriber::fmt()`, a request without a
/// problem leaves none. Whether each one does is the app's choice, in one line:
///
/// ```standalone_crate
/// use tracing_subscriber::fmt::format::FmtSpan;
/// # use frontdesk::{Body, Desk, Request, Router, get};
/// # use std::sync::{Arc, Mutex};
/// # #[derive(Clone, Default)]
/// # struct Log(Arc<Mutex<Vec<u8>>>);
/// # impl std::io::Write for Log {
/// #     fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
/// #         self.0.lock().unwrap().write(bytes)
/// #     }
/// #     fn flush(&mut self) -> std::io::Result<()> { Ok(()) }
/// # }
/// # let log = Log::default();
/// # let writer = log.clone();
///
/// let subscriber = tracing_subscriber::fmt().with_span_events(FmtSpan::CLOSE);
/// # let subscriber = subscriber.with_writer(move || writer.clone());
/// subscriber.init(); // one line for each request, with the fields above
/// # let routes = Router::new().route("/items/{id}", get(async || "item"));
/// # let desk = Desk::builder(()).routes(routes).build().unwrap();
/// # let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
/// # runtime.block_on(desk.respond(Request::get("/items/7").body(Body::empty()).unwrap()));
/// # let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
/// # let requests: Vec<_> = log.lines().filter(|line| line.contains("request{")).collect();
/// # assert_eq!(requests.len(), 1, "{log}");
/// # assert!(requests[0].contains(r#"http.route="/items/{id}""#), "{log}");
/// # assert!(requests[0].contains("http.response.status_code=200"), "{log}");
/// ```
///
/// The span, and everything that Frontdesk logs, has a target that begins with `frontdesk`: a filter
/// such as `info,frontdesk=warn` leaves out the spans and what is not a warning.
#[derive(Clone)]
pub struct Desk(Arc<Inner>);

struct Inner {
    dispatcher: Arc<Dispatcher>,
    /// The dispatcher with the desk's own layers around it. `None` if there are no layers.
    layered: Option<Route>,
    /// How many layers of its own the desk has.
    layers: usize,
    #[cfg(feature = "axum")]
    nesting: frontdesk_axum::__desk::Nesting,
}

impl Desk {
    /// Starts building a desk whose handlers and actions share `state`.
    ///
    /// ```
    /// use frontdesk::{Desk, Router, State, get};
    ///
    /// #[derive(Clone)]
    /// struct App {
    ///     name: &'static str,
    /// }
    ///
    /// # fn main() -> Result<(), frontdesk::BuildError> {
    /// let routes = Router::new().route("/name", get(async |State(app): State<App>| app.name));
    /// let desk = Desk::builder(App { name: "todo" }).routes(routes).build()?;
    /// # let _ = desk;
    /// # Ok(())
    /// # }
    /// ```
    pub fn builder<S: Send + Sync + 'static>(state: S) -> DeskBuilder<S> {
        DeskBuilder::new(state)
    }

    pub(crate) fn new(dispatcher: Dispatcher, layers: &[RouteLayer]) -> Self {
        let dispatcher = Arc::new(dispatcher);
        let bare = {
            let dispatcher = Arc::clone(&dispatcher);
            Route::from_fn(move |mut request| {
                let span = RequestSpan::inside_layers(&mut request);
                dispatcher.serve(request, Some(span))
            })
        };
        let layered = (!layers.is_empty()).then(|| layers.iter().fold(bare, |route, layer| layer.wrap(route)));
        Self(Arc::new(Inner {
            dispatcher,
            layered,
            layers: layers.len(),
            #[cfg(feature = "axum")]
            nesting: frontdesk_axum::__desk::Nesting::default(),
        }))
    }

    /// Returns everything that the desk serves: the boot table, to print when the server starts.
    ///
    /// ```
    /// use frontdesk::{Desk, Router, get};
    ///
    /// # fn main() -> Result<(), frontdesk::BuildError> {
    /// let routes = Router::new().route("/hello", get(async || "hello"));
    /// let desk = Desk::builder(()).routes(routes).build()?;
    /// assert_eq!(desk.table().routes()[0].path, "/hello");
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn table(&self) -> BootTable {
        let Dispatcher {
            shared,
            routes,
            actions,
            ..
        } = &*self.0.dispatcher;
        BootTable::new(routes, actions.actions(), shared, self.0.layers)
    }

    /// Returns the first of the app's own origins (`https://app.example`), if it was given any.
    #[cfg(feature = "testing")]
    pub(crate) fn own_origin(&self) -> Option<String> {
        let guard = self.0.dispatcher.actions.actions().guard();
        guard.origins().first().map(ToString::to_string)
    }

    /// Runs every cached GET that has one response for all requests, because it reads neither path
    /// nor query, and returns their paths. A response that is cached already is not
    /// made again.
    ///
    /// Call it before the server starts, if a page that fails should keep it from starting. Layers
    /// don't run. Without a cache store, nothing runs.
    ///
    /// ```
    /// use frontdesk::{Desk, Router, get};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let routes = Router::new().route("/hello", get(async || "hello").cached());
    /// let desk = Desk::builder(()).routes(routes).build()?;
    /// assert_eq!(desk.prerender().await?, ["/hello"]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Returns the paths whose handler failed, or returned a response that can't be cached. The
    /// other responses are cached nevertheless, and the desk can serve.
    pub async fn prerender(&self) -> Result<Vec<String>, PrerenderError> {
        let Dispatcher { routes, shared, .. } = &*self.0.dispatcher;
        let results = routes.prerender(shared).await;
        let (cached, failed): (Vec<_>, Vec<_>) = results.into_iter().partition(|(_, result)| result.is_ok());
        if failed.is_empty() {
            return Ok(cached.into_iter().map(|(path, _)| path).collect());
        }
        let failures = failed
            .into_iter()
            .map(|(path, result)| (path, result.err().unwrap_or_default()));
        Err(PrerenderError::new(failures.collect()))
    }

    /// Returns a handle that outdates cached responses, for code that serves no request: a job, a
    /// message of another service. In handlers and actions, [`Revalidate`] is an extractor.
    ///
    /// ```
    /// use frontdesk::{Desk, Router, get};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let routes = Router::new().route("/rates", get(async || "1.08").tag("rates"));
    /// let desk = Desk::builder(()).routes(routes).build()?;
    /// // The rates have changed: the next GET of them runs the handler.
    /// desk.revalidate().tag("rates").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn revalidate(&self) -> Revalidate {
        Revalidate::new(self.0.dispatcher.shared.cache())
    }

    /// Returns the route or the action that serves a path, for metrics and traces of the host app
    /// that need it before the desk has responded. `path` is as the client sent it, with the desk's
    /// base path.
    ///
    /// ```
    /// use frontdesk::{Desk, MatchedRoute, Router, get};
    ///
    /// # fn main() -> Result<(), frontdesk::BuildError> {
    /// let routes = Router::new().route("/items/{id}", get(async || "item"));
    /// let desk = Desk::builder(()).routes(routes).base("/shop").build()?;
    /// assert_eq!(desk.matched_route("/shop/items/7").as_str(), "/shop/items/{id}");
    /// assert_eq!(desk.matched_route("/shop/nothing").as_str(), MatchedRoute::UNMATCHED);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn matched_route(&self, path: &str) -> MatchedRoute {
        let shared = &self.0.dispatcher.shared;
        match path.strip_prefix(&shared.base) {
            Some("") => shared.find_route("/"),
            Some(below) if below.starts_with('/') => shared.find_route(below),
            _ => MatchedRoute::unmatched(),
        }
    }

    /// Returns the script of pages, for pages that can't extract it: those of an actix host app.
    ///
    /// ```
    /// use frontdesk::Desk;
    ///
    /// # fn main() -> Result<(), frontdesk::BuildError> {
    /// let desk = Desk::builder(()).build()?;
    /// let head = format!("<title>Todos</title>{}", desk.script().tag());
    /// # let _ = head;
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "script")]
    #[must_use]
    pub fn script(&self) -> crate::Script {
        self.0.dispatcher.script.clone()
    }

    /// Ends what is in flight, for a graceful shutdown of the host's server, which would otherwise
    /// wait for endless streams for ever.
    ///
    /// The call itself begins to end every [`Sse`](crate::Sse). A stream sends the events that it has
    /// ready, but at most 64, and ends when it has none: an app that wants its readers to know that
    /// it stops makes its streams yield that event, and then calls this. Browsers reconnect, to
    /// another instance or after the restart. The returned future waits until all streamed bodies
    /// were sent and all actions have ended, with what layers do after them, those of clients that
    /// have disconnected included, but at most until the deadline. Bodies that are still being sent
    /// then fail with an error, so that a client doesn't take a part for the whole. Actions are
    /// never interrupted.
    ///
    /// Requests that arrive meanwhile are served. An event stream that begins after the call ends
    /// at once, without events; a body that is streamed after the deadline fails. Bodies of known
    /// length up to 64 KiB are not waited for; nearly all of them are in memory. Nor are handlers that have not
    /// responded yet: the host's server waits for those.
    ///
    /// `frontdesk::axum` and `frontdesk::actix` show it with the servers of the two.
    ///
    /// ```
    /// use frontdesk::Desk;
    /// use std::time::Duration;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let desk = Desk::builder(()).build()?;
    /// // …the server has stopped accepting connections:
    /// let report = desk.shutdown(Duration::from_secs(10)).await;
    /// if !report.is_complete() {
    ///     eprintln!("{report}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn shutdown(&self, deadline: Duration) -> impl Future<Output = ShutdownReport> + Send + 'static {
        shutdown::begin(Arc::clone(&self.0.dispatcher.shared), deadline)
    }

    /// Responds to one request, whose path is below the desk's base path.
    ///
    /// ```
    /// use frontdesk::{Body, Desk, Request};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let desk = Desk::builder(()).build()?;
    /// let response = desk.respond(Request::get("/nowhere").body(Body::empty())?).await;
    /// assert_eq!(response.status(), 404);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn respond(&self, request: Request) -> BoxFuture<'static, Response> {
        #[cfg(feature = "script")]
        return crate::script::ask(self.0.dispatcher.script.build_id(), request, |request| {
            self.serve(request)
        });
        #[cfg(not(feature = "script"))]
        self.serve(request)
    }

    fn serve(&self, request: Request) -> BoxFuture<'static, Response> {
        match &self.0.layered {
            None => self.0.dispatcher.serve(request, None),
            Some(layered) => self.0.dispatcher.serve_layered(layered, request),
        }
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
        #[cfg(feature = "axum")]
        self.0.nesting.check(request.extensions(), self.base());
        self.respond(request.map(axum_core::body::Body::new)).into()
    }
}

impl Mount for Desk {
    fn base(&self) -> &str {
        &self.0.dispatcher.shared.base
    }

    fn patterns(&self) -> Vec<String> {
        let Dispatcher { routes, actions, .. } = &*self.0.dispatcher;
        // Actions with a path of their own are among the routes.
        let rows = actions
            .actions()
            .rows()
            .filter(|row| row.path.starts_with(ACTIONS_PATH));
        let patterns = rows.flat_map(|row| {
            let names = std::iter::once(row.name).chain(row.aliases.iter().copied());
            let suffixes = std::iter::once("").chain(row.has_check_url.then_some(CHECK_SUFFIX));
            names.flat_map(move |name| {
                suffixes
                    .clone()
                    .map(move |suffix| format!("{ACTIONS_PATH}{name}{suffix}"))
            })
        });
        let patterns = patterns.chain(routes.patterns());
        #[cfg(feature = "script")]
        let patterns = patterns.chain([crate::script::PATTERN.to_owned()]);
        patterns.collect()
    }

    fn enter(&self, uri: &Uri, parts: &Parts) -> Ctx {
        let Dispatcher { shared, languages, .. } = &*self.0.dispatcher;
        languages.enter_parts(Ctx::of_host(Arc::clone(shared), uri, &parts.headers), parts)
    }
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Desk")
            .field("routes", &self.0.dispatcher.routes)
            .field("actions", self.0.dispatcher.actions.actions())
            .finish_non_exhaustive()
    }
}
