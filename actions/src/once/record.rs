//! How a run ended, for everybody who sent its form.

use cookie::Cookie;
use frontdesk_router::{Ctx, Problem, Redirect};
use serde::{Deserialize, Serialize};

use crate::outcome::{Ended, Outcome};

/// What a function returned, in a form that can be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Kept {
    Done,
    /// Where to.
    Redirect(String),
    /// JSON.
    Value(String),
}

/// What the store keeps of a run: none of it if the function gave its claim back.
#[derive(Serialize, Deserialize)]
pub(super) enum Record {
    Kept(Kept, Vec<String>),
    /// Panicked, or ran out of time.
    Lost,
}

/// The end of a run, and the cookies that were set in it.
#[derive(Clone)]
pub(crate) struct Settled {
    pub(super) end: Result<Kept, Problem>,
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
        Self::problem(super::sent_and_lost())
    }

    /// As a run of one's own would have ended.
    pub(crate) fn into_outcome(self) -> Outcome {
        Outcome(match self.end {
            Ok(Kept::Done) => Ended::Done,
            Ok(Kept::Redirect(target)) if target.starts_with('/') => Ended::Redirect(Redirect::to(target)),
            Ok(Kept::Redirect(target)) => Ended::Redirect(Redirect::external(target)),
            Ok(Kept::Value(json)) => Ended::Json(json),
            Err(problem) => Ended::Problem(problem),
        })
    }

    /// Sets the cookies of the run on the answer to somebody who waited for it.
    pub(super) fn share_cookies(&self, ctx: &Ctx) {
        self.cookies.iter().for_each(|cookie| ctx.set_cookie(cookie.clone()));
    }

    /// The record of a run that ended well.
    pub(super) fn record(kept: &Kept, cookies: &[Cookie<'static>]) -> Record {
        Record::Kept(kept.clone(), cookies.iter().map(Cookie::to_string).collect())
    }
}

impl From<Record> for Settled {
    fn from(record: Record) -> Self {
        let Record::Kept(kept, cookies) = record else {
            return Self::lost();
        };
        let cookies = cookies.into_iter().filter_map(|cookie| Cookie::parse(cookie).ok());
        Self {
            end: Ok(kept),
            cookies: cookies.collect(),
        }
    }
}

impl Kept {
    /// What can be kept of a return value.
    ///
    /// # Errors
    ///
    /// The function's own error in `Ok(Err(_))`; a return value that can't be sent, after the function did its work, in
    /// `Err(_)`.
    pub(super) fn of(outcome: Outcome) -> Result<Result<Self, Problem>, Problem> {
        match outcome.0 {
            Ended::Done => Ok(Ok(Self::Done)),
            Ended::Json(json) => Ok(Ok(Self::Value(json))),
            Ended::Value(value) => Ok(Ok(Self::Value(value.to_json()?))),
            Ended::Problem(problem) => Ok(Err(problem)),
            Ended::Redirect(redirect) => {
                let target = redirect.into_location()?;
                Ok(Ok(Self::Redirect(target.to_str()?.to_owned())))
            }
        }
    }
}
