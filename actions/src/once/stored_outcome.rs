//! How a run ended, for everybody who sent its form.

use cookie::Cookie;
use frontdesk_router::{Ctx, Problem, Redirect};
use serde::{Deserialize, Serialize};

use super::problems::sent_and_lost;
use crate::action::{Outcome, OutcomeKind};

/// What a function returned, in a form that can be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum StoredOutcome {
    Done,
    /// Where to.
    Redirect(String),
    /// JSON.
    Value(String),
}

/// What the store keeps of a run: none of it if the function gave its claim back.
#[derive(Serialize, Deserialize)]
pub(super) enum Record {
    Returned(StoredOutcome, Vec<String>),
    /// Panicked, or ran out of time.
    Lost,
}

/// The end of a run, and the cookies that were set in it.
#[derive(Clone)]
pub(crate) struct Settled {
    pub(super) end: Result<StoredOutcome, Problem>,
    pub(super) cookies: Vec<Cookie<'static>>,
}

impl Settled {
    pub(super) fn problem(problem: Problem) -> Self {
        Self {
            end: Err(problem),
            cookies: Vec::new(),
        }
    }

    pub(super) fn lost() -> Self {
        Self::problem(sent_and_lost())
    }

    /// As a run of one's own would have ended.
    pub(crate) fn into_outcome(self) -> Outcome {
        Outcome(match self.end {
            Ok(StoredOutcome::Done) => OutcomeKind::Done,
            Ok(StoredOutcome::Redirect(target)) if target.starts_with('/') => {
                OutcomeKind::Redirect(Redirect::to(target))
            }
            Ok(StoredOutcome::Redirect(target)) => OutcomeKind::Redirect(Redirect::external(target)),
            Ok(StoredOutcome::Value(json)) => OutcomeKind::Json(json),
            Err(problem) => OutcomeKind::Problem(problem),
        })
    }

    /// Sets the cookies of the run on the answer to somebody who waited for it.
    pub(super) fn share_cookies(&self, ctx: &Ctx) {
        self.cookies.iter().for_each(|cookie| ctx.set_cookie(cookie.clone()));
    }

    /// The record of a run that ended well.
    pub(super) fn record(kept: &StoredOutcome, cookies: &[Cookie<'static>]) -> Record {
        Record::Returned(kept.clone(), cookies.iter().map(Cookie::to_string).collect())
    }
}

impl From<Record> for Settled {
    fn from(record: Record) -> Self {
        let Record::Returned(kept, cookies) = record else {
            return Self::lost();
        };
        let cookies = cookies.into_iter().filter_map(|cookie| Cookie::parse(cookie).ok());
        Self {
            end: Ok(kept),
            cookies: cookies.collect(),
        }
    }
}

impl StoredOutcome {
    /// What can be kept of a return value.
    ///
    /// # Errors
    ///
    /// The function's own error in `Ok(Err(_))`; a return value that can't be sent, after the function did its work, in
    /// `Err(_)`.
    pub(super) fn of(outcome: Outcome) -> Result<Result<Self, Problem>, Problem> {
        match outcome.0 {
            OutcomeKind::Done => Ok(Ok(Self::Done)),
            OutcomeKind::Json(json) => Ok(Ok(Self::Value(json))),
            OutcomeKind::Value(value) => Ok(Ok(Self::Value(value.to_json()?))),
            OutcomeKind::Problem(problem) => Ok(Err(problem)),
            OutcomeKind::Redirect(redirect) => {
                let target = redirect.into_location()?;
                Ok(Ok(Self::Redirect(target.to_str()?.to_owned())))
            }
        }
    }
}
