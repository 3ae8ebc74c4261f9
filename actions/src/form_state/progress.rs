//! How far a submission got.

/// How far the call of an action got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    /// The function did not run.
    NotRun,
    /// The function returned a value, `()`, or a redirect.
    Done,
    /// The function returned a problem, panicked or took too long: it may have done something.
    Failed,
}
