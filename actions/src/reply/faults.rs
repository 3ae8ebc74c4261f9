//! Mistakes in a reply that only a run finds.

use std::panic::Location;

/// Response extension: the mistakes of the programmer in a reply, such as an event that is too long. The log has them
/// too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReplyFaults(Vec<String>);

impl ReplyFaults {
    /// Adds a mistake, because of which something was left out, and logs it.
    pub(super) fn add(&mut self, at: &Location<'_>, mistake: &str) {
        tracing::error!(%at, "a part of a reply was left out: {}", mistake.escape_debug());
        self.0.push(format!("{mistake} ({at})"));
    }

    /// Adds a mistake of HTML, and logs it.
    pub(super) fn add_of_html(&mut self, action: &str, mistake: String) {
        tracing::error!(
            action,
            "some clients can't place a part of a reply: {}",
            mistake.escape_debug()
        );
        self.0.push(mistake);
    }

    /// Returns the mistakes, each with its place.
    #[must_use]
    pub fn all(&self) -> &[String] {
        &self.0
    }
}
