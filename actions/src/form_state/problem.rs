//! The problem that a page shows above a form.

use frontdesk_router::Problem;
use http::StatusCode;
use serde::{Deserialize, Serialize};

use super::progress::Progress;
use crate::codes;

/// The problem of a failed submission, for display on the page of its form.
///
/// ```
/// use frontdesk_actions::FormProblem;
///
/// fn message(problem: &FormProblem) -> &str {
///     problem.detail.as_deref().unwrap_or(&problem.title)
/// }
/// # drop(message);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FormProblem {
    /// The status of the response that a program would have received, such as 422.
    pub status: u16,
    /// The stable code, such as `invalid-fields`.
    pub code: String,
    /// The kind of problem, as a sentence for people.
    pub title: String,
    /// What happened and what to do, for people. `None` if the title is enough.
    pub detail: Option<String>,
    /// The id of the problem in the log, if it is a masked 500.
    pub log_id: Option<String>,
}

impl FormProblem {
    /// Returns a general problem for field errors that can't be displayed beside their fields.
    pub(crate) fn invalid_fields() -> Self {
        Self::of(&Problem::invalid_fields())
    }

    /// Returns the problem if submitted values were discarded.
    pub(super) fn values_dropped() -> Self {
        Self::of(
            &Problem::new(StatusCode::UNPROCESSABLE_ENTITY, codes::NOT_ALL_KEPT)
                .with_title("Some of your input could not be kept")
                .with_detail("Please check the form before you send it again."),
        )
    }

    /// Returns the problem if the result of a success was discarded.
    pub(super) fn result_dropped() -> Self {
        Self {
            status: StatusCode::OK.as_u16(),
            code: codes::RESULT_NOT_SHOWN.to_owned(),
            title: "This was done".to_owned(),
            detail: Some("Its result can't be shown. There is no need to send the form again.".to_owned()),
            log_id: None,
        }
    }

    /// Returns the problem of a page that can't show a submission, since the browser sent no
    /// cookies.
    pub(super) fn cookies_needed(progress: Progress, status: StatusCode) -> Self {
        let detail = match progress {
            Progress::NotRun => "The form was not processed. Allow cookies for this site, then send it again.",
            Progress::Done => {
                "The form was processed, but the result can't be shown. There is no need to send it again."
            }
            Progress::Failed => {
                "The form was received, but there was a problem that can't be shown. Allow cookies for this site, and \
                 check what was done before you send the form again."
            }
        };
        Self {
            status: status.as_u16(),
            code: codes::COOKIES_NEEDED.to_owned(),
            title: "This page needs cookies".to_owned(),
            detail: Some(detail.to_owned()),
            log_id: None,
        }
    }

    pub(crate) fn of(problem: &Problem) -> Self {
        Self {
            status: problem.status().as_u16(),
            code: problem.code().to_owned(),
            title: problem.title().to_owned(),
            detail: problem.detail().map(str::to_owned),
            log_id: problem.log_id().map(str::to_owned),
        }
    }
}
