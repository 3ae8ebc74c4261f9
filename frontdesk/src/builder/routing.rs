//! What a desk serves: routes, pages, actions, layers, the fallback.

use std::error::Error;
use std::sync::Arc;

use axum_core::BoxError;
use axum_core::extract::{FromRef, Request};
use axum_core::response::IntoResponse;
use frontdesk_actions::__desk::{ActionLayer, Registered, Registration};
use frontdesk_actions::Action;
use frontdesk_router::__desk::{RouteLayer, handler_route};
use frontdesk_router::{Handler, Place, Problem, Route, Router};
use tower_layer::Layer;
use tower_service::Service;

use super::DeskBuilder;

impl<S: Send + Sync + 'static> DeskBuilder<S> {
    /// Adds routes and pages. The routers of several calls are merged.
    ///
    /// ```
    /// use frontdesk::{Desk, Html, Router, get};
    ///
    /// # fn main() -> Result<(), frontdesk::BuildError> {
    /// let pages = Router::new().page("/", async || Html("<h1>Home</h1>"));
    /// let api = Router::new().route("/api/version", get(async || "1"));
    /// let desk = Desk::builder(()).routes(pages).routes(api).build()?;
    /// assert_eq!(desk.table().routes().len(), 2);
    /// # Ok(())
    /// # }
    /// ```
    pub fn routes(mut self, router: Router<S>) -> Self {
        self.router = self.router.merge(router);
        self
    }

    /// Adds every action that is linked into the program.
    ///
    /// The linker leaves out a library crate that nothing refers to, and then its actions are
    /// missing without a warning. The boot table ([`Desk::table`](crate::Desk::table)) shows which
    /// ones are there. Adding one action of the crate with [`action`](Self::action) links all of
    /// it.
    ///
    // Other examples, compiled into the same program, have actions of the same name: hence a
    // program of its own.
    /// ```standalone_crate
    /// use frontdesk::{Desk, server_action};
    ///
    /// #[server_action]
    /// async fn subscribe(email: String) {}
    ///
    /// # fn main() -> Result<(), frontdesk::BuildError> {
    /// let desk = Desk::builder(()).linked_actions().build()?;
    /// assert_eq!(desk.table().actions()[0].name, "subscribe");
    /// # Ok(())
    /// # }
    /// ```
    pub fn linked_actions(mut self) -> Self {
        self.registered.extend(Registration::linked().map(Registered::from));
        self
    }

    /// Adds one action.
    ///
    /// ```
    /// use frontdesk::{Desk, server_action};
    ///
    /// #[server_action]
    /// async fn subscribe(email: String) {}
    ///
    /// # fn main() -> Result<(), frontdesk::BuildError> {
    /// let desk = Desk::builder(()).action::<Subscribe>().build()?;
    /// assert_eq!(desk.table().actions()[0].name, "subscribe");
    /// # Ok(())
    /// # }
    /// ```
    pub fn action<A: Action>(mut self) -> Self {
        self.registered.push(A::registration().into());
        self
    }

    /// Adds one action at a path of its own, in place of `/_actions/<name>` and of the path in its
    /// attribute. To put it under a router's layers as well, use
    /// [`RouterExt::action_at`](crate::RouterExt::action_at).
    ///
    /// ```
    /// use frontdesk::{Desk, Path, server_action};
    ///
    /// #[server_action]
    /// async fn delete_paste(#[extract] Path(id): Path<u32>) {}
    ///
    /// # fn main() -> Result<(), frontdesk::BuildError> {
    /// let desk = Desk::builder(()).action_at::<DeletePaste>("/pastes/{id}/delete").build()?;
    /// assert_eq!(desk.table().actions()[0].path, "/pastes/{id}/delete");
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn action_at<A: Action>(mut self, path: impl Into<String>) -> Self {
        let at = Registered::at(A::registration(), path.into(), Place::caller());
        self.registered.push(at);
        self
    }

    /// Wraps those actions in a tower layer whose names `covers` accepts, wherever they were added.
    /// A layer that is added later is outside an earlier one; all are outside the layers of routers,
    /// and inside those of the desk.
    ///
    /// The layer covers the whole URL of an action, its 405 included. Where the path of an action is
    /// that of a page too, it covers the action alone.
    ///
    /// ```
    /// use frontdesk::{Body, Desk, IntoResponse, Problem, Request, Route, server_action};
    /// use tower::layer::layer_fn;
    ///
    /// #[server_action]
    /// async fn admin_reset() {}
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// // A layer that requires a header.
    /// let login = layer_fn(|route: Route| {
    ///     Route::from_fn(move |request| {
    ///         if request.headers().contains_key("authorization") {
    ///             return route.serve(request);
    ///         }
    ///         Box::pin(async { Problem::unauthorized("Bearer").into_response() })
    ///     })
    /// });
    /// let desk = Desk::builder(())
    ///     .action::<AdminReset>()
    ///     .layer_actions(|name| name.starts_with("admin_"), login)
    ///     .build()?;
    /// let request = Request::post("/_actions/admin_reset").header("sec-fetch-site", "same-origin");
    /// assert_eq!(desk.respond(request.body(Body::empty())?).await.status(), 401);
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn layer_actions<L>(mut self, covers: impl Fn(&str) -> bool + Send + Sync + 'static, layer: L) -> Self
    where
        L: Layer<Route> + Send + Sync + 'static,
        L::Service: Service<Request> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Error: Into<BoxError> + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        self.action_layers
            .push(ActionLayer::new(covers, RouteLayer::new(layer), Place::caller()));
        self
    }

    /// Adds a part of the desk's state, for actions whose only state is that part. The part is made
    /// once, by this call.
    ///
    /// ```
    /// use frontdesk::{Desk, FromRef, State, server_action};
    ///
    /// #[derive(Clone)]
    /// struct Mailer;
    ///
    /// struct App {
    ///     mailer: Mailer,
    /// }
    ///
    /// impl FromRef<App> for Mailer {
    ///     fn from_ref(app: &App) -> Self {
    ///         app.mailer.clone()
    ///     }
    /// }
    ///
    /// // An action of a library, which knows nothing of `App`.
    /// #[server_action]
    /// async fn subscribe(#[extract] State(mailer): State<Mailer>, email: String) {}
    ///
    /// # fn main() -> Result<(), frontdesk::BuildError> {
    /// let desk = Desk::builder(App { mailer: Mailer }).substate::<Mailer>().action::<Subscribe>().build()?;
    /// # let _ = desk;
    /// # Ok(())
    /// # }
    /// ```
    pub fn substate<T: FromRef<S> + Send + Sync + 'static>(mut self) -> Self {
        let part = Arc::new(T::from_ref(&self.state));
        self.states = self.states.with(part);
        self
    }

    /// Wraps the whole desk in a tower layer: routes, pages, actions, and requests that nothing
    /// matches. A layer that is added later is outside an earlier one.
    ///
    /// The layer sees a request before it is matched, so what it puts into the request's extensions
    /// (a session, say) reaches actions too.
    ///
    /// ```
    /// use frontdesk::Desk;
    /// use tower_http::compression::CompressionLayer;
    ///
    /// # fn main() -> Result<(), frontdesk::BuildError> {
    /// let desk = Desk::builder(()).layer(CompressionLayer::new()).build()?;
    /// # let _ = desk;
    /// # Ok(())
    /// # }
    /// ```
    #[cfg_attr(
        doc,
        doc = "\n[`docs::layers`](crate::docs::layers) shows which layers fit, in what order, and what becomes of their errors."
    )]
    pub fn layer<L>(mut self, layer: L) -> Self
    where
        L: Layer<Route> + Send + Sync + 'static,
        L::Service: Service<Request> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Error: Into<BoxError> + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        self.layers.push(RouteLayer::new(layer));
        self
    }

    /// Sets the handler of requests that no route matches. Default: a 404 [`Problem`] with the code
    /// `not-found`.
    ///
    /// ```
    /// use frontdesk::{Body, Desk, Html, Request, StatusCode};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let desk = Desk::builder(()).fallback(async || (StatusCode::NOT_FOUND, Html("Nothing here."))).build()?;
    /// let response = desk.respond(Request::get("/nowhere").body(Body::empty())?).await;
    /// assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8");
    /// # Ok(())
    /// # }
    /// ```
    pub fn fallback<H: Handler<T, S>, T: 'static>(mut self, handler: H) -> Self {
        self.fallback = Some(handler_route(handler, Arc::clone(&self.state)));
        self
    }

    /// Maps errors of type `E` that `?` turned into a problem to the problem that the client gets.
    ///
    /// An error that is mapped to `None` stays a masked 500. A mapping that covers every error of the
    /// type may return a [`Problem`] alone. Either way the log has the error with its sources and the
    /// line of the `?`, at the level ERROR for a status of 500 and above, else at INFO.
    ///
    /// ```
    /// use std::io;
    ///
    /// use frontdesk::{Body, Desk, Problem, Request, Router, StatusCode, get};
    ///
    /// async fn read() -> Result<String, Problem> {
    ///     Ok(std::fs::read_to_string("/no/such/file")?)
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let desk = Desk::builder(())
    ///     .routes(Router::new().route("/file", get(read)))
    ///     .map_error(|error: &io::Error| match error.kind() {
    ///         io::ErrorKind::NotFound => Some(Problem::not_found()),
    ///         _ => None,
    ///     })
    ///     .build()?;
    /// let response = desk.respond(Request::get("/file").body(Body::empty())?).await;
    /// assert_eq!(response.status(), StatusCode::NOT_FOUND);
    /// # Ok(())
    /// # }
    /// ```
    pub fn map_error<E: Error + 'static, P: Into<Option<Problem>>>(
        mut self,
        map: impl Fn(&E) -> P + Send + Sync + 'static,
    ) -> Self {
        self.error_map.add(map);
        self
    }
}
