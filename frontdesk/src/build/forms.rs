//! What a desk says about the forms in its pages.

use std::time::Duration;

use frontdesk_actions::__desk::IdentityFn;
use frontdesk_actions::{Action, FormView};
use frontdesk_router::Place;
use http::request::Parts;

use super::DeskBuilder;

impl<S: Send + Sync + 'static> DeskBuilder<S> {
    /// Says how long the forms of a page are good for: what is sealed in them, and their right to be sent once. Default: a day.
    ///
    /// A form that is older comes back with `form-expired` and all that was typed, and can be sent again. No time at all is a mistake
    /// that the desk is not built with.
    #[track_caller]
    pub fn form_lifetime(mut self, lifetime: Duration) -> Self {
        if lifetime.is_zero() {
            self.mistake(
                "forms that are good for no time at all can't be sent".to_owned(),
                "write how long a page may stay open before its form is sent: `form_lifetime(Duration::from_secs(24 * 60 * 60))`",
            );
        }
        self.form_lifetime = lifetime;
        self
    }

    /// Tells sessions apart, for `#[sealed(identity)]` and `once = identity`: returns what names the session of a request, its id
    /// say; none when it has none. Pages and actions are both asked, so both must show it.
    ///
    /// Of a request for one of the host's own pages an actix-web app shows method, URI and headers, and none of its extensions.
    ///
    /// In a session's place may stand whatever should bind a form to its reader. It is never sent to anyone.
    ///
    /// ```
    /// # use frontdesk::Desk;
    /// #[derive(Clone)]
    /// struct SessionId(String);
    ///
    /// // As a session layer left it, around the desk and around the host's pages.
    /// let desk = Desk::builder(()).identity(|parts| Some(parts.extensions.get::<SessionId>()?.0.clone()));
    /// # let _ = desk;
    /// ```
    pub fn identity(mut self, session: impl Fn(&Parts) -> Option<String> + Send + Sync + 'static) -> Self {
        self.identity = Some(IdentityFn::new(session));
        self
    }

    /// Gives htmx the failed form itself, in place of a redirect back to its page: the answer then has the problem's status (422
    /// for field errors) and this HTML, made from the form with its values and messages.
    ///
    /// htmx swaps such an answer only if told so: `<meta name="htmx-config" content='{"responseHandling":[{"code":".*","swap":true}]}'>`
    /// (htmx 2), or the extension `response-targets`. A form with sealed arguments has to seal them anew here, and must know them
    /// to do so.
    ///
    /// ```
    /// # use frontdesk::{Desk, FormView, server_action};
    /// # #[server_action] async fn join(email: String) {}
    /// // The page writes it too. A template would put the messages in here, and escape them.
    /// fn join_form(form: FormView<Join>) -> String {
    ///     format!("{}{}<button>Subscribe</button></form>", form.open(), form.field(Join::EMAIL).input("email"))
    /// }
    ///
    /// let desk = Desk::builder(()).action::<Join>().htmx_fragment(join_form);
    /// # let _ = desk;
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
