//! Mistakes in a reply that only a run finds.

use std::panic::Location;

/// Response extension: what was left out of a reply because it is a mistake of the programmer. The log has
/// it too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReplyFaults(Vec<String>);

impl ReplyFaults {
    /// Adds a mistake, and logs it.
    pub(super) fn add(&mut self, at: &Location<'_>, mistake: &str) {
        tracing::error!(%at, "a part of a reply was left out: {}", mistake.escape_debug());
        self.0.push(format!("{mistake} ({at})"));
    }

    /// Returns the mistakes, each with its place.
    #[must_use]
    pub fn all(&self) -> &[String] {
        &self.0
    }
}
