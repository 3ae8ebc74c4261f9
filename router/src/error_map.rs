//! The app's one place where errors, its own and foreign ones, become problems.

use std::error::Error;
use std::fmt;

use crate::problem::Problem;

type Mapper = Box<dyn Fn(&(dyn Error + 'static)) -> Option<Problem> + Send + Sync>;

/// Maps errors that reached a [`Problem`] by `?` to the problem the app wants, by their type.
///
/// Coherence forbids an app its own `From<sqlx::Error> for Problem`, since [`Problem`] already takes every error; so the
/// mapping is given to the desk, and done by downcast.
#[derive(Default)]
pub struct ErrorMap(Vec<Mapper>);

impl ErrorMap {
    /// Maps errors of type `E`, to a problem or, where `map` gives an `Option`, perhaps to none. The first mapping that gives a
    /// problem wins; an error's sources are looked at after itself.
    pub fn add<E, P>(&mut self, map: impl Fn(&E) -> P + Send + Sync + 'static)
    where
        E: Error + 'static,
        P: Into<Option<Problem>>,
    {
        self.0
            .push(Box::new(move |error| map(error.downcast_ref::<E>()?).into()));
    }

    /// The app's problem for this error, if it maps it or something in its chain of sources.
    #[must_use]
    pub fn map(&self, error: &(dyn Error + 'static)) -> Option<Problem> {
        let mut next = Some(error);
        // A chain is short; the bound only keeps an error that is its own source from hanging the request.
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
