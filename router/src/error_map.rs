//! The app's mapping from errors to problems.

use std::error::Error;
use std::fmt;

use crate::problem::Problem;

type Mapper = Box<dyn Fn(&(dyn Error + 'static)) -> Option<Problem> + Send + Sync>;

/// Maps errors that became a [`Problem`] by `?` to the problem that the app wants, by their type.
///
/// An app cannot write `From<sqlx::Error> for Problem`, because [`Problem`] already converts from
/// every error. So the mapping is given to the desk, and works by downcast.
#[derive(Default)]
pub struct ErrorMap(Vec<Mapper>);

impl ErrorMap {
    /// Maps errors of type `E`. `map` returns a problem, or an `Option` of one. The first mapping
    /// that returns a problem wins; an error is tried before its sources.
    pub fn add<E, P>(&mut self, map: impl Fn(&E) -> P + Send + Sync + 'static)
    where
        E: Error + 'static,
        P: Into<Option<Problem>>,
    {
        self.0
            .push(Box::new(move |error| map(error.downcast_ref::<E>()?).into()));
    }

    /// Returns the app's problem for this error or for the first mapped error in its chain of
    /// sources.
    #[must_use]
    pub fn map(&self, error: &(dyn Error + 'static)) -> Option<Problem> {
        let mut next = Some(error);
        // Chains are short. The bound keeps an error that is its own source from hanging the
        // request.
        for _ in 0..32 {
            let error = next?;
            if let Some(problem) = self.0.iter().find_map(|mapper| mapper(error)) {
                return Some(problem);
            }
            next = error.source();
        }
        None
    }
}

impl fmt::Debug for ErrorMap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ErrorMap").field(&self.0.len()).finish()
    }
}
