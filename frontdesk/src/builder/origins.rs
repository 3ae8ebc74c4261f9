//! Where the app is reached, and who may call its actions.

use frontdesk_actions::guard::Origin;
use frontdesk_router::__desk::unmatchable;

use super::DeskBuilder;

impl<S: Send + Sync + 'static> DeskBuilder<S> {
    /// Sets the path below which the host app mounts the desk: `/app`. Default: none.
    ///
    /// Forms and return URLs begin with it. Redirects of your own functions don't get it added:
    /// write their whole path.
    ///
    /// ```
    /// use frontdesk::{Desk, Html, Router};
    ///
    /// # fn main() -> Result<(), frontdesk::BuildError> {
    /// let routes = Router::new().page("/todos", async || Html(""));
    /// let desk = Desk::builder(()).routes(routes).base("/app").build()?;
    /// assert!(desk.table().to_string().contains("/app/todos"));
    ///
    /// assert!(Desk::builder(()).base("app/").build().is_err());
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn base(mut self, path: impl Into<String>) -> Self {
        let path = path.into();
        let valid = path.is_empty()
            || (frontdesk_router::is_local_path(&path) && !path.ends_with('/') && !path.contains(['?', '#', '{', '}']));
        if let Some((why, help)) = unmatchable(&path).filter(|_| valid) {
            self.mistake(format!("`{path}` is not a valid base path: {why}"), help);
        } else if valid {
            self.base = path;
        } else {
            self.mistake(
                format!("`{path}` is not a valid base path"),
                "write the path at which the host mounts the desk, as in `/app`, percent-encoded (`/s%C3%BC%C3%9F`), without a `/` at its end, or `` for none",
            );
        }
        self
    }

    /// Adds an origin at which the app is reached: `https://app.example`. Set it in production.
    ///
    /// The CSRF guard then compares every `Origin` header that names an origin with it, whatever
    /// `Host` and `Sec-Fetch-Site` contain. So a foreign host name that resolves to this server
    /// (DNS rebinding) can call no action.
    ///
    /// ```
    /// use frontdesk::Desk;
    ///
    /// # fn main() -> Result<(), frontdesk::BuildError> {
    /// let desk = Desk::builder(()).origin("https://app.example").origin("https://www.app.example").build()?;
    /// # let _ = desk;
    ///
    /// // An origin has no path.
    /// assert!(Desk::builder(()).origin("https://app.example/todos").build().is_err());
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn origin(mut self, origin: &str) -> Self {
        if let Some(origin) = self.parse_origin(origin) {
            self.guard = self.guard.origin(origin);
        }
        self
    }

    /// Adds an origin of others whose pages may call actions: `https://shop.example`.
    ///
    /// ```
    /// use frontdesk::{Body, Desk, Request, server_action};
    ///
    /// #[server_action]
    /// async fn subscribe(email: String) {}
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let desk = Desk::builder(()).action::<Subscribe>().trust_origin("https://shop.example").build()?;
    /// for (origin, status) in [("https://shop.example", 204), ("https://evil.example", 403)] {
    ///     let request = Request::post("/_actions/subscribe")
    ///         .header("origin", origin)
    ///         .header("content-type", "application/x-www-form-urlencoded")
    ///         .body(Body::from("email=ada%40example.com"))?;
    ///     assert_eq!(desk.respond(request).await.status(), status);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn trust_origin(mut self, origin: &str) -> Self {
        if let Some(origin) = self.parse_origin(origin) {
            self.guard = self.guard.trusted_origin(origin);
        }
        self
    }

    /// Trusts `X-Forwarded-Host` and `X-Forwarded-Proto`. Only for an app behind a proxy that sets
    /// both on every request: otherwise clients can send them.
    ///
    /// ```
    /// use frontdesk::{Body, Desk, Request, server_action};
    ///
    /// #[server_action]
    /// async fn subscribe(email: String) {}
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let desk = Desk::builder(()).action::<Subscribe>().trust_proxy().build()?;
    /// let request = Request::post("/_actions/subscribe")
    ///     .header("host", "10.0.0.7:3000")
    ///     .header("x-forwarded-host", "app.example")
    ///     .header("x-forwarded-proto", "https")
    ///     .header("origin", "https://app.example")
    ///     .header("content-type", "application/x-www-form-urlencoded")
    ///     .body(Body::from("email=ada%40example.com"))?;
    /// assert_eq!(desk.respond(request).await.status(), 204);
    /// # Ok(())
    /// # }
    /// ```
    pub fn trust_proxy(mut self) -> Self {
        self.guard = self.guard.trust_proxy(true);
        self
    }

    /// Lets clients that are not browsers call actions: those that send neither `Sec-Fetch-Site`
    /// nor `Origin`. For public clients, prefer a route handler.
    ///
    /// ```
    /// use frontdesk::{Body, Desk, Request, server_action};
    ///
    /// #[server_action]
    /// async fn subscribe(email: String) {}
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let builder = || Desk::builder(()).action::<Subscribe>();
    /// for (desk, status) in [(builder().build()?, 403), (builder().allow_non_browser().build()?, 204)] {
    ///     let request = Request::post("/_actions/subscribe")
    ///         .header("content-type", "application/json")
    ///         .body(Body::from(r#"{"email": "ada@example.com"}"#))?;
    ///     assert_eq!(desk.respond(request).await.status(), status);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn allow_non_browser(mut self) -> Self {
        self.guard = self.guard.allow_non_browser(true);
        self
    }

    #[track_caller]
    fn parse_origin(&mut self, origin: &str) -> Option<Origin> {
        match origin.parse() {
            Ok(origin) => Some(origin),
            Err(error) => {
                self.mistake(
                    error.to_string(),
                    "write `https://host` or `https://host:port`, with nothing behind it",
                );
                None
            }
        }
    }
}
