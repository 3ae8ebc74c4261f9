//! What a success makes obsolete: the submissions of its form that pages still show.

use axum_core::response::Response;

use super::call::Call;
use super::response::RunOutcome;
use crate::browser::has_state;
use crate::form_state::FormState;

impl Call {
    /// Responds to a success, and drops what pages still show of the form: of the action's form, and if
    /// the action `leaves` the page, of the form that was sent.
    pub(super) fn after_success(&self, response: Response, leaves: bool) -> RunOutcome<'_> {
        if !self.may_have_stale() {
            return RunOutcome::Ready(response);
        }
        RunOutcome::Pending(Box::pin(async move {
            self.forget_stale(leaves).await;
            response
        }))
    }

    /// Drops what pages still show of the form.
    pub(super) async fn forget_stale(&self, leaves: bool) {
        if !self.may_have_stale() {
            return;
        }
        let (ctx, headers) = (&self.ctx, &self.parts.headers);
        let is_stale = |state: &FormState| self.is_stale(state, leaves);
        self.actions
            .logins
            .forget_shown(ctx, headers, &self.browser(), is_stale);
        let states = &self.actions.form_states;
        let stale = states.submissions_of(ctx, headers, is_stale);
        states.remove_all(ctx, stale).await;
    }

    /// Returns whether anything may be obsolete. Most requests have no state, and programs show none.
    fn may_have_stale(&self) -> bool {
        self.has_cookies && self.caller.profile().shows_pages() && has_state(&self.parts.headers)
    }

    fn is_stale(&self, state: &FormState, leaves: bool) -> bool {
        let (sent, sent_key) = self.sent_form();
        let is_own = state.is_for(self.action.name, self.hidden.key.as_deref());
        is_own || (leaves && state.is_for(sent.name, sent_key))
    }
}
