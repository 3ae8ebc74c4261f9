//! Where the app is reached, and who may call its actions.

use frontdesk_actions::guard::{Origin, ProxyHeaders};
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
    /// The CSRF guard then compares every `Origin` header with it, whatever `Host` and
    /// `Sec-Fetch-Site` contain; where `Origin` is `null` or absent, it compares the request's host
    /// and port. So the page of a foreign host name that resolves to this server (DNS rebinding)
    /// can call no action. Without an origin it can, if it can reach the server.
    ///
    /// An app that serves TLS itself, without a proxy, needs its origin for `Secure` cookies as
    /// well: nothing else shows that a request came by https.
    ///
    /// Behind a proxy that changes `Host` (nginx's `$host` drops the port, other than
    /// `$http_host`), forms of pages with `Referrer-Policy: no-referrer` are refused with
    /// `host-mismatch`: such pages send `Origin: null`. Let the proxy pass on `Host` as it is, or
    /// see [`trust_proxy`](Self::trust_proxy). [`Guard`](crate::guard::Guard) has all the rules.
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

    /// Trusts `X-Forwarded-Host`, `X-Forwarded-Proto` and, for a host without a port,
    /// `X-Forwarded-Port`. Only for an app behind a proxy that sets or removes all three on every
    /// request: otherwise clients can send them. `Forwarded` is ignored.
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
    pub fn trust_proxy(self) -> Self {
        self.trust_proxy_headers(ProxyHeaders::XForwarded)
    }

    /// Trusts the headers of one family, and ignores the other: for a proxy that sets `Forwarded`
    /// (RFC 7239) on every request.
    ///
    /// ```
    /// use frontdesk::guard::ProxyHeaders;
    /// use frontdesk::{Body, Desk, Request, server_action};
    ///
    /// #[server_action]
    /// async fn subscribe(email: String) {}
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let desk = Desk::builder(()).action::<Subscribe>().trust_proxy_headers(ProxyHeaders::Forwarded).build()?;
    /// let request = Request::post("/_actions/subscribe")
    ///     .header("host", "10.0.0.7:3000")
    ///     .header("forwarded", "for=192.0.2.60;host=app.example;proto=https")
    ///     .header("origin", "https://app.example")
    ///     .header("content-type", "application/x-www-form-urlencoded")
    ///     .body(Body::from("email=ada%40example.com"))?;
    /// assert_eq!(desk.respond(request).await.status(), 204);
    /// # Ok(())
    /// # }
    /// ```
    pub fn trust_proxy_headers(mut self, headers: ProxyHeaders) -> Self {
        self.guard = self.guard.trust_proxy(headers);
        self
    }

    /// Lets clients that are not browsers call actions: those that send neither `Sec-Fetch-Site`
    /// nor `Origin`, and no `Referer` of another origin. For public clients, prefer a route handler.
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
