//! Masked 500s from errors that `?` alone can't convert, or with more to say in the log.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use super::details::Problem;

/// Turns any error, or a missing value, into a masked 500 with the line of the call in the log.
///
/// `?` alone does that for types that implement [`std::error::Error`]. It can't for
/// `anyhow::Error`, `Box<dyn Error>` and text, and it adds no words about what was being done.
/// `.map_err(Problem::internal)` compiles for them, but the log then has a line of the standard
/// library and not the app's.
///
/// ```
/// use frontdesk_router::{Problem, ProblemExt as _};
///
/// /// A function of the app that returns `anyhow::Result`.
/// fn load(id: u32) -> anyhow::Result<String> {
///     anyhow::bail!("no row {id}")
/// }
///
/// fn page(id: u32) -> Result<String, Problem> {
///     let text = load(id).internal()?;
///     Ok(text)
/// }
///
/// let problem = page(7).unwrap_err();
/// assert_eq!((problem.code(), problem.detail()), ("internal", None)); // the client sees no more
/// assert_eq!(problem.source().unwrap().to_string(), "no row 7");
/// ```
///
/// # With anyhow
///
/// anyhow's own `context` goes before: `load(id).context("loading the todo").internal()?`. The
/// desk's `map_error` sees what is below a context. It does not see the outermost error of an
/// `anyhow::Error`, which anyhow wraps in a type of its own: add a context where the mapping is to
/// apply.
pub trait ProblemExt<T>: sealed::Sealed + Sized {
    /// Turns an error into a masked 500.
    ///
    /// # Errors
    ///
    /// The problem. Its [`source`](Problem::source) is the error.
    #[track_caller]
    fn internal(self) -> Result<T, Problem>;

    /// Turns an error into a masked 500, and adds for the log what was being done.
    ///
    /// ```
    /// use frontdesk_router::{Problem, ProblemExt as _};
    ///
    /// fn first(rows: &[u32]) -> Result<u32, Problem> {
    ///     rows.first().copied().internal_context("the table of rates is empty")
    /// }
    ///
    /// fn rate(path: &str) -> Result<String, Problem> {
    ///     std::fs::read_to_string(path).internal_context("reading the rates")
    /// }
    ///
    /// assert_eq!(first(&[]).unwrap_err().source().unwrap().to_string(), "the table of rates is empty");
    /// // The log has "reading the rates: No such file or directory (os error 2)".
    /// assert_eq!(rate("/no/such/file").unwrap_err().source().unwrap().to_string(), "reading the rates");
    /// ```
    ///
    /// # Errors
    ///
    /// The problem. The `source` of its [`source`](Problem::source) is the error.
    #[track_caller]
    fn internal_context(self, context: impl Into<Cow<'static, str>>) -> Result<T, Problem>;
}

mod sealed {
    #[expect(unnameable_types, reason = "so that other crates cannot implement `ProblemExt`")]
    pub trait Sealed {}
}

impl<T, E> sealed::Sealed for Result<T, E> {}
impl<T> sealed::Sealed for Option<T> {}

impl<T, E: Into<Box<dyn Error + Send + Sync>>> ProblemExt<T> for Result<T, E> {
    // Not `map_err`, which would be the caller.
    #[track_caller]
    fn internal(self) -> Result<T, Problem> {
        match self {
            Ok(value) => Ok(value),
            Err(error) => Err(Problem::internal(error)),
        }
    }

    #[track_caller]
    fn internal_context(self, context: impl Into<Cow<'static, str>>) -> Result<T, Problem> {
        match self {
            Ok(value) => Ok(value),
            Err(error) => Err(Problem::internal(InContext {
                context: context.into(),
                error: error.into(),
            })),
        }
    }
}

impl<T> ProblemExt<T> for Option<T> {
    #[track_caller]
    fn internal(self) -> Result<T, Problem> {
        self.internal_context("there is no value")
    }

    #[track_caller]
    fn internal_context(self, context: impl Into<Cow<'static, str>>) -> Result<T, Problem> {
        match self {
            Some(value) => Ok(value),
            None => Err(Problem::internal(context.into())),
        }
    }
}

/// An error, and what was being done when it occurred.
#[derive(Debug)]
struct InContext {
    context: Cow<'static, str>,
    error: Box<dyn Error + Send + Sync>,
}

impl fmt::Display for InContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.context)
    }
}

impl Error for InContext {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.error)
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[test]
    fn location_is_that_of_the_call() {
        let line = line!() + 1;
        let problems = [
            Err::<(), _>(anyhow::anyhow!("x")).internal(),
            Err(io::Error::other("x")).internal(),
            Err("x").internal(),
            Err(String::from("x")).internal_context("doing it"),
            None.internal(),
            None.internal_context("nothing there"),
        ];
        for (at, problem) in (1..).zip(problems) {
            let location = problem.unwrap_err().location().unwrap();
            assert_eq!((location.file(), location.line()), (file!(), line + at));
        }
    }

    #[test]
    fn sources_are_preserved() {
        let error = Err::<(), _>(io::Error::from(io::ErrorKind::NotFound)).internal_context("opening it");
        let problem = error.unwrap_err();
        let source = problem.source().unwrap();
        assert!(source.source().unwrap().is::<io::Error>());
        assert_eq!(Some(1).internal().unwrap(), 1);
        assert_eq!(Ok::<_, io::Error>(1).internal_context("x").unwrap(), 1);
    }
}
