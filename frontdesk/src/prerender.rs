//! What failed before the first request.

use std::fmt;

/// The GETs whose responses [`Desk::prerender`](crate::Desk::prerender) could not cache. Displays
/// as a list of them.
///
/// ```
/// use frontdesk::{Desk, Router, StatusCode, get};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), frontdesk::BuildError> {
/// let routes = Router::new()
///     .route("/good", get(async || "hello").cached())
///     .route("/bad", get(async || StatusCode::INTERNAL_SERVER_ERROR).cached());
/// let desk = Desk::builder(()).routes(routes).build()?;
///
/// let error = desk.prerender().await.unwrap_err();
/// let paths: Vec<&str> = error.failures().map(|(path, _)| path).collect();
/// assert_eq!(paths, ["/bad"]);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct PrerenderError(Vec<(String, String)>);

impl PrerenderError {
    pub(crate) fn new(failures: Vec<(String, String)>) -> Self {
        Self(failures)
    }

    /// Returns the path of each, as it was registered, and the reason. The log has the cause of a
    /// 500.
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
