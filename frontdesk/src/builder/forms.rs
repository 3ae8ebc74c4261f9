//! What a desk's pages and actions need to know about forms.

use std::sync::Arc;
use std::time::Duration;

use frontdesk_actions::__desk::IdentityFn;
use frontdesk_actions::{Action, FormView, Identify};
use frontdesk_router::Place;

use super::{DAY, DeskBuilder};

impl<S: Send + Sync + 'static> DeskBuilder<S> {
    /// Sets how long the tokens in a page's forms are valid: sealed arguments, and the tokens of
    /// `once` forms. Default: one day. It must not be zero.
    ///
    /// A form whose tokens are older is refused with the code `form-expired`. The page then shows
    /// the submitted values with fresh tokens, and the form can be sent again. Whether a `once` form ran
    /// before is then unknown.
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

    /// Sets how long a page can show a submitted form again after it failed, and what an action
    /// returned. Default: two minutes. At least a second, and at most a day.
    ///
    /// A reload, Back and Forward show the values during that time, to the browser that submitted
    /// them. On a shared computer that can be another person:
    /// [`BrowserState::forget`](crate::BrowserState::forget) ends it at a logout.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use frontdesk::Desk;
    ///
    /// # fn main() -> Result<(), frontdesk::BuildError> {
    /// let desk = Desk::builder(()).form_state_lifetime(Duration::from_secs(10 * 60)).build()?;
    /// # let _ = desk;
    /// assert!(Desk::builder(()).form_state_lifetime(Duration::ZERO).build().is_err());
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn form_state_lifetime(mut self, lifetime: Duration) -> Self {
        if !(Duration::from_secs(1)..=DAY).contains(&lifetime) {
            self.mistake(
                format!("form state can't live for {lifetime:?}: at least a second, and at most a day"),
                "write how long a page may show a submitted form again: `form_state_lifetime(Duration::from_secs(120))`",
            );
        }
        self.form_state_lifetime = lifetime;
        self
    }

    /// Sets the function that identifies the client of a request, over any extractor of the app. It
    /// returns a name for the client: best the user's id, else the id of the session.
    ///
    /// What belongs to one identity is not shown to another: the form state of a failed submit, the form
    /// that waited for a login, and forms with `#[sealed(identity)]` or `once = identity`. A request that the extractor rejects is
    /// nobody's, as is one for which the function returns `None`. So it must return the same for
    /// pages and for actions. What it returns is never sent to a client.
    ///
    /// It runs at most once per request, and only where something asks for it: a page that extracts
    /// [`Forms`](crate::Forms), whose forms say for whom they were rendered, and an action that is bound to
    /// an identity or stores form state.
    ///
    /// The extractor gets the desk's state. In the host app's own pages it runs as in the desk: under
    /// axum it sees the extensions that the layers around the page set, and under actix-web
    /// `frontdesk::actix::Actix<T>` runs an extractor of actix.
    ///
    /// ```
    /// use frontdesk::http::request::Parts;
    /// use frontdesk::{Desk, FromRef, FromRequestParts, Problem, StatusCode};
    /// # #[derive(Clone)] struct Sessions;
    /// # impl Sessions { async fn user(&self, _: &Parts) -> Option<u64> { None } }
    ///
    /// struct CurrentUser {
    ///     id: u64,
    /// }
    ///
    /// /// The extractor that protects the app's pages and actions.
    /// impl<S: Sync> FromRequestParts<S> for CurrentUser
    /// where
    ///     Sessions: FromRef<S>,
    /// {
    ///     type Rejection = Problem;
    ///
    ///     async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
    ///         let id = Sessions::from_ref(state).user(parts).await;
    ///         let id = id.ok_or_else(|| Problem::new(StatusCode::UNAUTHORIZED, "not-signed-in"))?;
    ///         Ok(Self { id })
    ///     }
    /// }
    ///
    /// # fn main() -> Result<(), frontdesk::BuildError> {
    /// let desk = Desk::builder(Sessions).identity(|user: CurrentUser| user.id.to_string()).build()?;
    /// # let _ = desk;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`docs::sessions`](crate::docs::sessions) shows it with the session crates that people use, and what
    /// happens to a form whose sender has to log in first.
    ///
    /// The function may be async, for sessions that are. `Parts`, of the crate `http`, is an
    /// extractor for everything else: `.identity(|parts: Parts| …)`.
    pub fn identity<M: 'static>(mut self, identify: impl Identify<S, M>) -> Self {
        self.identity = Some(IdentityFn::new(Arc::clone(&self.state), identify));
        self
    }

    /// Sets the HTML that htmx and [`frontdesk.js`](crate::docs::script) get for a failed form, in place of a
    /// redirect back to the form's page: one request, where the page takes a second one. The response has the
    /// problem's status (422 for field errors); for htmx 2, which drops errors, it is 200. `fragment` renders the form
    /// with its submitted values and messages.
    ///
    /// It is also what htmx, Unpoly and Alpine AJAX get for a check of the form while it is filled in
    /// ([`docs::checks`](crate::docs::checks)).
    ///
    /// The HTML is one element: the form, with its [`error_summary`](FormView::error_summary) in it, or what is around
    /// it. With htmx, the form needs `hx-target="this" hx-swap="outerHTML"`, or a target around it. `frontdesk.js`
    /// puts the element in place of the one with its `id`, else of the form, or of the nearest element around the form
    /// that has its tag name. The rest of the page stays as it is, with its title and address. Where the place isn't
    /// certain, the browser sends the form. A form with sealed arguments must seal them again in `fragment`, from
    /// values that it can get there.
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
    /// let desk = Desk::builder(()).action::<Join>().form_fragment(join_form).build()?;
    /// let request = Request::post("/_actions/join")
    ///     .header("hx-request", "true")
    ///     .header("hx-request-type", "partial")
    ///     .header("sec-fetch-site", "same-origin")
    ///     .header("content-type", "application/x-www-form-urlencoded")
    ///     .body(Body::from("email=ada%40example.com"))?;
    /// let response = desk.respond(request).await;
    /// assert_eq!((response.status().as_u16(), &response.headers()["content-type"]), (422, &"text/html; charset=utf-8".parse()?));
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn form_fragment<A: Action, R: Into<String> + 'static>(
        mut self,
        fragment: impl Fn(FormView<A>) -> R + Send + Sync + 'static,
    ) -> Self {
        self.fragments = self.fragments.with(Place::caller(), fragment);
        self
    }
}
