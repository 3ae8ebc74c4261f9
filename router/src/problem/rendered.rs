//! What a response carries of the problem that was rendered as its body, so that the app's own page can
//! replace that.

use http::StatusCode;

use super::details::Problem;

/// Response extension: the problem that was rendered as its body. It is there only where the desk has
/// a page or a body of the app's own for it.
#[derive(Debug, Clone)]
pub(crate) struct RenderedProblem {
    problem: Problem,
    html: bool,
    admitted: bool,
    sent: StatusCode,
}

impl RenderedProblem {
    /// Creates the extension for a problem without an error behind it.
    pub(crate) fn new(problem: Problem, html: bool) -> Self {
        Self {
            sent: problem.status(),
            problem,
            html,
            admitted: false,
        }
    }

    /// Records that the origin guard has admitted the call of an action, which then failed.
    #[must_use]
    pub(crate) fn after_guard(mut self) -> Self {
        self.admitted = true;
        self
    }

    /// Records that the response has another status than the problem.
    #[must_use]
    pub(crate) fn sent_as(mut self, status: StatusCode) -> Self {
        self.sent = status;
        self
    }

    /// Returns whether the origin guard has admitted the call of an action.
    pub(crate) fn is_admitted(&self) -> bool {
        self.admitted
    }

    /// Returns whether the client gets a page.
    pub(crate) fn is_html(&self) -> bool {
        self.html
    }

    /// Returns the status that was sent with it.
    pub(crate) fn sent_status(&self) -> StatusCode {
        self.sent
    }

    /// Returns the problem, in the language of the request.
    pub(crate) fn into_problem(self) -> Problem {
        self.problem
    }
}
