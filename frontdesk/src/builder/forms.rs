//! What a desk's pages and actions need to know about forms.

use std::time::Duration;

use frontdesk_actions::__desk::IdentityFn;
use frontdesk_actions::{Action, FormView};
use frontdesk_router::Place;
use http::request::Parts;

use super::DeskBuilder;

impl<S: Send + Sync + 'static> DeskBuilder<S> {
    /// Sets how long the tokens in a page's forms are valid: sealed arguments, and the tokens of
    /// `once` forms. Default: one day. It must not be zero.
    ///
    /// A form whose tokens are older is refused with the code `form-expired`. The page then shows
    /// the submitted values with fresh tokens, and the form can be sent again.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use frontdesk::Desk;
    ///
    /// # fn main() -> Result<(), frontdesk::BuildError> {
    /// let desk = Desk::builder(()).form_lifetime(Duration::from_secs(60 * 60)).build()?;
    /// # let _ = desk;
    /// assert!(Desk::builder(()).form_lifetime(Duration::ZERO).build().is_err());
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn form_lifetime(mut self, lifetime: Duration) -> Self {
        if lifetime.is_zero() {
            self.mistake(
                "a form lifetime of zero lets no form be sent",
                "write how long a page may stay open before its form is sent: `form_lifetime(Duration::from_secs(24 * 60 * 60))`",
            );
        }
        self.form_lifetime = lifetime;
        self
    }

    /// Sets the function that identifies the client of a request, for `#[sealed(identity)]` and
    /// `once = identity`. It returns the id of the session, for example, and `None` without one.
    ///
    /// It is called for pages and for actions, and must return the same for both. What it returns
    /// is never sent to a client.
    ///
    /// In an actix-web app, it sees method, URI and headers of a request for one of the host's own
    /// pages, but not its extensions.
    ///
    /// ```
    /// use frontdesk::Desk;
    ///
    /// #[derive(Clone)]
    /// struct SessionId(String);
    ///
    /// # fn main() -> Result<(), frontdesk::BuildError> {
    /// // A session layer, around the desk and around the host's pages, has put it into the extensions.
    /// let desk = Desk::builder(())
    ///     .identity(|parts| Some(parts.extensions.get::<SessionId>()?.0.clone()))
    ///     .build()?;
    /// # let _ = desk;
    /// # Ok(())
    /// # }
    /// ```
    pub fn identity(mut self, identity: impl Fn(&Parts) -> Option<String> + Send + Sync + 'static) -> Self {
        self.identity = Some(IdentityFn::new(identity));
        self
    }

    /// Sets the HTML that htmx gets for a failed form, in place of a redirect back to the form's
    /// page. The response has the problem's status (422 for field errors), and `fragment` renders
    /// the form with its submitted values and messages.
    ///
    /// htmx swaps such a response only if it is configured to:
    /// `<meta name="htmx-config" content='{"responseHandling":[{"code":".*","swap":true}]}'>` (htmx
    /// 2), or by the extension `response-targets`. A form with sealed arguments must seal them
    /// again in `fragment`, from values that it can get there.
    ///
    /// ```
    /// use frontdesk::{Body, Desk, FormView, Problem, Request, server_action};
    ///
    /// #[server_action]
    /// async fn join(email: String) -> Result<(), Problem> {
    ///     Err(Problem::field("email", "This address is taken."))
    /// }
    ///
    /// // The page renders the form by the same function. A template would do it in an app.
    /// fn join_form(form: FormView<Join>) -> String {
    ///     let email = form.field(Join::EMAIL);
    ///     format!("{}{}{}<button>Join</button>{}", form.open(), email.typed_input(), email.messages(), form.close())
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let desk = Desk::builder(()).action::<Join>().htmx_fragment(join_form).build()?;
    /// let request = Request::post("/_actions/join")
    ///     .header("hx-request", "true")
    ///     .header("sec-fetch-site", "same-origin")
    ///     .header("content-type", "application/x-www-form-urlencoded")
    ///     .body(Body::from("email=ada%40example.com"))?;
    /// let response = desk.respond(request).await;
    /// assert_eq!((response.status().as_u16(), &response.headers()["content-type"]), (422, &"text/html; charset=utf-8".parse()?));
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn htmx_fragment<A: Action, R: Into<String> + 'static>(
        mut self,
        fragment: impl Fn(FormView<A>) -> R + Send + Sync + 'static,
    ) -> Self {
        self.fragments = self.fragments.with(Place::caller(), fragment);
        self
    }
}
