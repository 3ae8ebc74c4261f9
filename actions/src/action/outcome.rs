//! What an action's function returned, with its type erased.

use std::fmt;

use frontdesk_router::{Problem, Redirect};
use serde::Serialize;

use super::show_again::{Changes, NextPage, ShowAgain};
use crate::reply::Reply;

/// What a run of an action ended with.
pub struct Outcome(pub(crate) OutcomeKind);

pub(crate) enum OutcomeKind {
    /// `()`.
    Done,
    Redirect(Redirect),
    /// Any other value.
    Value(Box<dyn ToJson>),
    /// A value that was stored as JSON.
    Json(String),
    Problem(Problem),
    /// The checks of fields refused the form, and the function did not run.
    Refused(Problem),
    ShowAgain(Changes),
    Reply(Reply),
}

impl Outcome {
    /// Creates the outcome of a function that failed.
    #[must_use]
    pub fn problem(problem: Problem) -> Self {
        Self(OutcomeKind::Problem(problem))
    }

    /// Creates the outcome of an action whose function did not run.
    pub(crate) fn refused(problem: Problem) -> Self {
        Self(OutcomeKind::Refused(problem))
    }
}

impl fmt::Debug for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            OutcomeKind::Done => f.write_str("Done"),
            OutcomeKind::Redirect(redirect) => redirect.fmt(f),
            OutcomeKind::Value(_) | OutcomeKind::Json(_) => f.write_str("Value"),
            OutcomeKind::Problem(problem) | OutcomeKind::Refused(problem) => problem.fmt(f),
            OutcomeKind::ShowAgain(_) => f.write_str("ShowAgain"),
            OutcomeKind::Reply(reply) => reply.fmt(f),
        }
    }
}

/// A serialisable value, as a trait object.
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

/// Wraps a function's return value, to convert it into an [`Outcome`].
///
/// Generated code calls `into_result()` on it. For a `Result`, method lookup finds the inherent
/// method first; for any other type, the trait's. So an `Err` is never serialised as a value, and
/// aliases of `Result` work.
#[derive(Debug)]
#[expect(clippy::exhaustive_structs, reason = "generated code constructs it")]
pub struct Returned<T>(pub T);

impl<T, E> Returned<Result<T, E>> {
    /// Returns the value or the problem.
    ///
    /// # Errors
    ///
    /// Returns the function's own error, as a problem.
    #[expect(private_bounds, reason = "the bound is only there for its message")]
    pub fn into_result(self) -> Result<T, Problem>
    where
        E: IntoProblem,
    {
        self.0.map_err(IntoProblem::into_problem)
    }
}

/// Implemented for [`Returned`] of any type but `Result`.
pub trait ViaPlain<T> {
    /// Returns the value.
    ///
    /// # Errors
    ///
    /// Never returns an error.
    fn into_result(self) -> Result<T, Problem>;
}

impl<T> ViaPlain<T> for Returned<T> {
    fn into_result(self) -> Result<T, Problem> {
        Ok(self.0)
    }
}

/// Wraps a value that is not a `Result`, to convert it into an [`Outcome`]. `()`, [`Redirect`],
/// [`ShowAgain`], [`NextPage`] and [`Reply`] have a meaning of their own; any other value is serialised.
#[derive(Debug)]
#[expect(clippy::exhaustive_structs, reason = "generated code constructs it")]
pub struct Value<T>(pub T);

impl Value<()> {
    /// Returns the outcome of `()`.
    #[must_use]
    pub fn outcome(self) -> Outcome {
        Outcome(OutcomeKind::Done)
    }
}

impl Value<Redirect> {
    /// Returns the outcome of a redirect.
    #[must_use]
    pub fn outcome(self) -> Outcome {
        Outcome(OutcomeKind::Redirect(self.0))
    }
}

impl Value<ShowAgain> {
    /// Returns the outcome of showing the form again.
    #[must_use]
    pub fn outcome(self) -> Outcome {
        Outcome(OutcomeKind::ShowAgain(self.0.0))
    }
}

impl Value<NextPage> {
    /// Returns the outcome of a redirect, or of showing the form again.
    #[must_use]
    pub fn outcome(self) -> Outcome {
        match self.0 {
            NextPage::Redirect(redirect) => Value(redirect).outcome(),
            NextPage::ShowAgain(again) => Value(again).outcome(),
        }
    }
}

impl Value<Reply> {
    /// Returns the outcome of a reply.
    #[must_use]
    pub fn outcome(self) -> Outcome {
        Outcome(OutcomeKind::Reply(self.0))
    }
}

/// Implemented for [`Value`] of any other type.
pub trait ViaValue<T> {
    /// Returns the outcome of a value that is serialised for the caller.
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
    note = "return `()`, `Redirect`, `ShowAgain`, `Reply`, a value that is `serde::Serialize + Send + 'static`, or a `Result` of one of these",
    note = "a response of your own is `Reply::response(…)`; headers and cookies beside a value are `Reply::back().value(…).with(…)`"
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
