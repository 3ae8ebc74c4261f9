//! Form states that were loaded for a page.

use std::sync::Arc;

use frontdesk_router::{Cookie, Ctx};

use super::FormState;
use super::stored_problem::StoredProblem;
use crate::browser::removal;

/// What a page shows of a submission.
#[derive(Debug, Default)]
pub(crate) struct LoadedStates {
    pub(crate) submission: Option<LoadedState>,
    pub(crate) result: Option<LoadedState>,
}

impl LoadedStates {
    /// Removes the messages that ask for files again.
    pub(crate) fn without_file_requests(&mut self) {
        if let Some(submission) = &mut self.submission {
            Arc::make_mut(&mut submission.state).without_file_requests();
        }
    }
}

/// A form state for a requested page.
#[derive(Debug)]
pub(crate) struct LoadedState {
    pub(crate) state: Arc<FormState>,
    /// Whether its form has to be sent again: the action failed, or wants the form to be shown again.
    pub(crate) is_unfinished: bool,
    /// The cookie to be removed when a form has shown the state.
    pub(super) one_shot: Option<String>,
    /// The cookie to be set then, if the state waited for a login.
    after_login: Option<Cookie<'static>>,
}

impl LoadedState {
    pub(crate) fn new(state: FormState) -> Self {
        Self {
            state: Arc::new(state),
            is_unfinished: false,
            one_shot: None,
            after_login: None,
        }
    }

    /// Returns a state that waited for a login, and the cookie to be set when a form has shown it.
    pub(crate) fn after_login(state: FormState, shown: Option<Cookie<'static>>) -> Self {
        Self {
            after_login: shown,
            ..Self::new(state)
        }
    }

    /// Sets whether its form has to be sent again.
    pub(super) fn unfinished(mut self, is_unfinished: bool) -> Self {
        self.is_unfinished = is_unfinished;
        self
    }

    /// Returns the problem to display if the page has no form for the state.
    pub(crate) fn unclaimed(&self) -> Option<StoredProblem> {
        let fields = || self.state.has_errors().then(StoredProblem::invalid_fields);
        self.state.problem.clone().or_else(fields)
    }

    /// Removes the cookie of what is displayed once, unless the page fails or redirects.
    ///
    /// A value in the store remains until it expires, and can't be reached without the cookie. So
    /// a browser that didn't receive the response can repeat its request.
    pub(crate) fn consume(&self, ctx: &Ctx) {
        if let Some(cookie) = &self.one_shot {
            ctx.set_cookie_if_displayed(removal(cookie));
        }
        if let Some(cookie) = &self.after_login {
            ctx.set_cookie_on_success(cookie.clone());
        }
    }
}
