//! Redirects, also back to the page of a form, which shows what is stored for it.

use axum_core::response::Response;
use frontdesk_router::{Problem, Redirect};
use http::{HeaderValue, StatusCode};

use super::call::Call;
use crate::form_state::{FormRef, FormState, Mark, Owner, Progress, Slot, with_parameter};
use crate::random_id::RandomId;

impl Call {
    /// Redirects to another page.
    pub(super) fn redirect(&self, location: HeaderValue) -> Response {
        self.caller.redirect(location)
    }

    /// Redirects back to the page, which shows the states. If they can't be stored, the problem is
    /// rendered right here: a redirect without it would look like success.
    pub(super) async fn redirect_back_with(
        &mut self,
        (progress, status): (Progress, StatusCode),
        states: Vec<(Slot, FormState)>,
        problem: Option<Problem>,
    ) -> Response {
        let (action, key) = self.sent_form();
        let mark = Mark {
            form: FormRef::new(action.name, key),
            unread: states.iter().any(|(_, state)| state.unread),
            progress,
            status,
        };
        let id = RandomId::new(&*self.ctx.shared().runtime);
        let is_stored = self.keep(id, states).await;
        let may_render = !is_stored && !self.caller.profile().repeats_after_errors;
        match problem.filter(|_| may_render) {
            Some(problem) => self.rendered(problem),
            None => {
                let page = self.return_url_or_home();
                let parameter = self.actions.form_states.parameter(&self.ctx, id, page, &mark);
                self.redirect_back(parameter.as_deref())
            }
        }
    }

    /// Stores the states for this browser and this identity. Returns whether that succeeded.
    async fn keep(&mut self, id: RandomId, states: Vec<(Slot, FormState)>) -> bool {
        // The panic of the app's function is logged.
        if self.identify().await.is_err() {
            return false;
        }
        let browser = self.browser();
        let Some(browser_id) = browser.id_or_new(&self.ctx) else {
            return false;
        };
        let owner = match self
            .for_whom()
            .filter(|_| self.is_outside_layers && self.identity.is_none())
        {
            Some(rendered_for) => Owner::of(browser_id, rendered_for),
            None => Owner::new(browser_id, self.identity.as_deref()),
        };
        let (stored, headers) = (&self.actions.form_states, &self.parts.headers);
        let is_stored = stored
            .keep(&self.ctx, headers, id, states, owner, browser.is_secure)
            .await;
        if is_stored {
            browser.set(browser_id, &self.ctx);
        }
        is_stored
    }

    /// Redirects back to the page, with the parameter that names what the page shows if there is
    /// something.
    pub(super) fn redirect_back(&self, parameter: Option<&str>) -> Response {
        self.redirect_to(with_parameter(self.return_url_or_home(), parameter))
    }

    /// Redirects to a page of this origin.
    pub(super) fn redirect_to(&self, url: String) -> Response {
        match Redirect::to(url).into_location() {
            Ok(location) => self.redirect(location),
            Err(problem) => self.rendered(problem.finish(&self.ctx)),
        }
    }
}
