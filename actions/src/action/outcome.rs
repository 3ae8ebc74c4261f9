//! What an action's function returned, with its type forgotten.

use std::fmt;

use frontdesk_router::{Problem, Redirect};
use serde::Serialize;

/// How a run of an action ended.
pub struct Outcome(pub(crate) OutcomeKind);

pub(crate) enum OutcomeKind {
    /// `()`.
    Done,
    Redirect(Redirect),
    /// Any other value.
    Value(Box<dyn ToJson>),
    /// A value that has been kept, as JSON.
    Json(String),
    Problem(Problem),
}

impl Outcome {
    /// OutcomeKind with a problem.
    #[must_use]
    pub fn problem(problem: Problem) -> Self {
        Self(OutcomeKind::Problem(problem))
    }
}

impl fmt::Debug for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            OutcomeKind::Done => f.write_str("Done"),
            OutcomeKind::Redirect(redirect) => redirect.fmt(f),
            OutcomeKind::Value(_) | OutcomeKind::Json(_) => f.write_str("Value"),
            OutcomeKind::Problem(problem) => problem.fmt(f),
        }
    }
}

/// A serialisable value, as an object.
pub(crate) trait ToJson: Send {
    fn to_json(&self) -> serde_json::Result<String>;
    fn to_postcard(&self) -> postcard::Result<Vec<u8>>;
}

impl<T: Serialize + Send> ToJson for T {
    fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }

    fn to_postcard(&self) -> postcard::Result<Vec<u8>> {
        postcard::to_stdvec(self)
    }
}

/// A function's return value, on its way to an [`Outcome`].
///
/// Generated code calls `into_result()` on it: for a `Result` the inherent method is found first, for anything else the
/// trait's. So an `Err` is never taken for a value to serialise, and aliases of `Result` are seen through.
#[derive(Debug)]
pub struct Returned<T>(pub T);

impl<T, E> Returned<Result<T, E>> {
    /// The value or the problem.
    ///
    /// # Errors
    ///
    /// The function's own error, as a problem.
    #[expect(private_bounds, reason = "the bound is only there for its message")]
    pub fn into_result(self) -> Result<T, Problem>
    where
        E: IntoProblem,
    {
        self.0.map_err(IntoProblem::into_problem)
    }
}

/// [`Returned`] of anything but a `Result`.
pub trait ViaPlain<T> {
    /// The value: it can't be a problem.
    ///
    /// # Errors
    ///
    /// None.
    fn into_result(self) -> Result<T, Problem>;
}

impl<T> ViaPlain<T> for Returned<T> {
    fn into_result(self) -> Result<T, Problem> {
        Ok(self.0)
    }
}

/// A value that is no `Result`, on its way to an [`Outcome`]. `()` and [`Redirect`] have their own meaning; anything else is
/// serialised.
#[derive(Debug)]
pub struct Value<T>(pub T);

impl Value<()> {
    /// Done, with nothing to say.
    #[must_use]
    pub fn outcome(self) -> Outcome {
        Outcome(OutcomeKind::Done)
    }
}

impl Value<Redirect> {
    /// On to another page.
    #[must_use]
    pub fn outcome(self) -> Outcome {
        Outcome(OutcomeKind::Redirect(self.0))
    }
}

/// [`Value`] of anything else.
pub trait ViaValue<T> {
    /// A value for the caller.
    #[expect(private_bounds, reason = "the bound is only there for its message")]
    fn outcome(self) -> Outcome
    where
        T: ActionValue;
}

impl<T> ViaValue<T> for Value<T> {
    #[expect(private_bounds, reason = "the bound is only there for its message")]
    fn outcome(self) -> Outcome
    where
        T: ActionValue,
    {
        Outcome(OutcomeKind::Value(self.0.boxed()))
    }
}

#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be returned by a server action",
    label = "not a value that callers can be given",
    note = "return `()`, `Redirect`, a value that is `serde::Serialize + Send + 'static`, or a `Result` of one of these"
)]
trait ActionValue {
    fn boxed(self) -> Box<dyn ToJson>;
}

#[diagnostic::do_not_recommend]
impl<T: Serialize + Send + 'static> ActionValue for T {
    fn boxed(self) -> Box<dyn ToJson> {
        Box::new(self)
    }
}

#[diagnostic::on_unimplemented(
    message = "the error `{Self}` can't become a `Problem`",
    label = "not an error that a server action can return",
    note = "return `Result<_, Problem>`: `?` turns any `std::error::Error` into a masked 500, and `Problem::internal(e)` takes the rest"
)]
trait IntoProblem {
    fn into_problem(self) -> Problem;
}

#[diagnostic::do_not_recommend]
impl<E: Into<Problem>> IntoProblem for E {
    fn into_problem(self) -> Problem {
        self.into()
    }
}
