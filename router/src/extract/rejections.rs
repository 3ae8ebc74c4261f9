//! Problems that several extractors respond with.

use serde_path_to_error::{Path, Segment};

use crate::problem::Problem;

/// Creates the problem of an extractor that needs a [`Ctx`](crate::Ctx) in a handler outside a desk
/// and its pages layer. Logs the reason, because there is no desk that would log the problem.
#[must_use]
pub fn outside_desk(extractor: &str) -> Problem {
    let reason = format!(
        "`{extractor}` was extracted outside a desk: serve the handler through a desk, or give the host's own routes the \
         adapter's layer (axum: `.desk(desk)` after the routes; actix: `.wrap(frontdesk::actix::pages(&desk))`)"
    );
    tracing::error!("{reason}");
    Problem::internal(reason)
}

/// Returns the path of the field that a type rejected, or `None` if it is not known or is the value
/// as a whole.
pub(super) fn field_path(path: &Path) -> Option<String> {
    let is_known = |segment: &Segment| !matches!(segment, Segment::Unknown);
    (path.iter().len() > 0 && path.iter().all(is_known)).then(|| path.to_string())
}
