//! What failed before the first request.

use std::fmt;

/// GETs whose answers could not be kept by [`Desk::prerender`](crate::Desk::prerender).
#[derive(Debug, Clone)]
pub struct PrerenderError(Vec<(String, String)>);

impl PrerenderError {
    pub(crate) fn new(failures: Vec<(String, String)>) -> Self {
        Self(failures)
    }

    /// The path of each, as it was registered, and the reason. What is behind a 500 stands in the log.
    #[must_use]
    pub fn failures(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, why)| (path.as_str(), why.as_str()))
    }
}

impl std::error::Error for PrerenderError {}

impl fmt::Display for PrerenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.0.len();
        write!(
            f,
            "{count} GET{} could not be prerendered",
            if count == 1 { "" } else { "s" }
        )?;
        for (path, why) in &self.0 {
            write!(f, "\n  {path}: {why}")?;
        }
        Ok(())
    }
}
