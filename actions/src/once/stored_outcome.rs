//! The outcome of a run, for all requests that sent its form.

use cookie::Cookie;
use frontdesk_router::{Ctx, Flash, Problem, Redirect};
use serde::{Deserialize, Serialize};

use super::problems::sent_and_lost;
use crate::action::{Changes, Outcome, OutcomeKind};
use crate::flash::StoredFlash;
use crate::reply::StoredReply;

/// The return value of a function, in a form that can be stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum StoredOutcome {
    Done,
    /// The target, a path or an absolute URL, and its flash messages.
    Redirect(String, Vec<StoredFlash>),
    /// The value as JSON.
    Value(String),
    /// The form is shown again, with these changes of what each request sent.
    ShowAgain(Changes),
    Reply(Box<StoredReply>),
}

/// What the store contains of a run. There is no record if the claim was released.
#[derive(Serialize, Deserialize)]
pub(super) enum Record {
    /// The return value and the cookies that were set, as `Set-Cookie` values.
    Returned(StoredOutcome, Vec<String>),
    /// The function panicked or exceeded its timeout, so its outcome is unknown.
    Lost,
}

/// The outcome of a run, and the cookies that were set during it.
#[derive(Clone)]
pub(crate) struct RunOutcome {
    pub(super) end: Result<StoredOutcome, Problem>,
    pub(super) cookies: Vec<Cookie<'static>>,
}

impl RunOutcome {
    /// Returns the outcome of a request that didn't run the action.
    pub(super) fn problem(problem: Problem) -> Self {
        Self {
            end: Err(problem),
            cookies: Vec::new(),
        }
    }

    /// Returns the outcome if that of the run is unknown.
    pub(super) fn lost() -> Self {
        Self::problem(sent_and_lost())
    }

    /// Returns the outcome as if this request had run the action.
    pub(crate) fn into_outcome(self) -> Outcome {
        Outcome(match self.end {
            Ok(StoredOutcome::Done) => OutcomeKind::Done,
            Ok(StoredOutcome::Redirect(target, flashes)) => OutcomeKind::Redirect(redirect(target, flashes)),
            Ok(StoredOutcome::Value(json)) => OutcomeKind::Json(json),
            Ok(StoredOutcome::ShowAgain(changes)) => OutcomeKind::ShowAgain(changes),
            Ok(StoredOutcome::Reply(reply)) => OutcomeKind::Reply(reply.into_reply()),
            Err(problem) => OutcomeKind::Problem(problem),
        })
    }

    /// Drops what is only for the browser that ran the action: flash messages and headers.
    pub(super) fn for_another_browser(mut self) -> Self {
        match &mut self.end {
            Ok(StoredOutcome::Redirect(_, flashes)) => flashes.clear(),
            Ok(StoredOutcome::Reply(reply)) => reply.for_another_browser(),
            _ => {}
        }
        self
    }

    /// Drops what is only for the run itself, and for those who waited for it: flash messages and cookies.
    pub(super) fn after_the_run(mut self) -> Self {
        match &mut self.end {
            Ok(StoredOutcome::Redirect(_, flashes)) => flashes.clear(),
            Ok(StoredOutcome::Reply(reply)) => reply.after_the_run(),
            _ => {}
        }
        self
    }

    /// Sets the cookies of the run on the response to a request that waited for it.
    pub(super) fn share_cookies(&self, ctx: &Ctx) {
        self.cookies.iter().for_each(|cookie| ctx.set_cookie(cookie.clone()));
    }

    /// Returns the outcome in a record; `None` if it is unknown.
    pub(super) fn of_record(record: Record) -> Option<Self> {
        let Record::Returned(outcome, cookies) = record else {
            return None;
        };
        let cookies = cookies.into_iter().filter_map(|cookie| Cookie::parse(cookie).ok());
        Some(Self {
            end: Ok(outcome),
            cookies: cookies.collect(),
        })
    }

    /// Returns the record of a run that succeeded.
    pub(super) fn record(outcome: &StoredOutcome, cookies: &[Cookie<'static>]) -> Record {
        Record::Returned(outcome.clone(), cookies.iter().map(Cookie::to_string).collect())
    }
}

fn redirect(target: String, flashes: Vec<StoredFlash>) -> Redirect {
    let redirect = if target.starts_with('/') {
        Redirect::to(target)
    } else {
        Redirect::external(target)
    };
    let flashes = flashes.into_iter();
    flashes.fold(redirect, |redirect, (kind, content)| {
        redirect.flash(Flash::from_parts(kind, content))
    })
}

impl StoredOutcome {
    /// Converts the outcome of a function, and returns it as well if what is stored may be less. Returns
    /// `Ok(Err(_))` if the function returned a problem.
    ///
    /// # Errors
    ///
    /// Returns an error if the return value can't be sent, although the function has done its work.
    pub(super) async fn of(outcome: Outcome) -> Result<Result<(Self, Option<Outcome>), Problem>, Problem> {
        let stored = match outcome.0 {
            OutcomeKind::Done => Self::Done,
            OutcomeKind::Json(json) => Self::Value(json),
            OutcomeKind::Value(value) => Self::Value(value.to_json()?),
            OutcomeKind::Problem(problem) | OutcomeKind::Refused(problem) => return Ok(Err(problem)),
            OutcomeKind::ShowAgain(changes) => Self::ShowAgain(changes),
            OutcomeKind::Redirect(mut redirect) => {
                let flashes = redirect.take_flashes().into_iter().map(Flash::into_parts);
                let flashes = flashes.collect();
                let target = redirect.into_location()?;
                Self::Redirect(target.to_str()?.to_owned(), flashes)
            }
            OutcomeKind::Reply(mut reply) => {
                if let Some(problem) = reply.take_problem() {
                    return Ok(Err(problem));
                }
                let (reply, stored) = reply.stored().await?;
                return Ok(Ok((
                    Self::Reply(Box::new(stored)),
                    Some(Outcome(OutcomeKind::Reply(reply))),
                )));
            }
        };
        Ok(Ok((stored, None)))
    }
}
