//! The problem that a page shows above a form.

/// The problem of a failed submission, for display on the page of its form. Its texts are in the
/// language of the page's request.
///
/// ```
/// use frontdesk_actions::FormProblem;
///
/// fn message(problem: &FormProblem) -> &str {
///     problem.detail.as_deref().unwrap_or(&problem.title)
/// }
/// # drop(message);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
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
