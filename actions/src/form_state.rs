//! What the last submit left for the page: kept across one redirect, for one reading.

use std::collections::BTreeMap;

use frontdesk_router::Problem;
use http::StatusCode;
use serde::{Deserialize, Serialize};

use crate::codes;

mod cookie;
mod store;

pub(crate) use cookie::with_parameter;
pub(crate) use store::{FormStateStore, LoadedState};

/// The values, field errors, and problem or result of one submit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FormState {
    /// The canonical name of the action.
    pub(crate) action: String,
    /// Which form of the action, when a page has several.
    pub(crate) key: Option<String>,
    /// Names and values as sent; without secrets and files.
    pub(crate) values: Vec<(String, String)>,
    pub(crate) errors: BTreeMap<String, Vec<String>>,
    pub(crate) problem: Option<FormProblem>,
    /// What the action returned, as JSON.
    pub(crate) result: Option<String>,
    /// More was sent than the values that are here: the rest was too long to be read, or to be kept.
    pub(crate) partial: bool,
    /// The form was not read, so which of the action's forms it was isn't known.
    pub(crate) unread: bool,
}

impl FormState {
    pub(crate) fn is_for(&self, action: &str, key: Option<&str>) -> bool {
        self.action == action && (self.unread || self.key.as_deref() == key)
    }

    /// Whether values may be missing here that were sent.
    pub(crate) fn has_gaps(&self) -> bool {
        self.partial || self.unread
    }

    /// Gives up what is needed to take at most `budget` bytes: the result, then values that can't fit at all, then the shortest
    /// values, since the longest are the most work to type again. Errors and problem stay; only when they are too much by
    /// themselves, the problem's detail and what errors don't fit go, and a problem remains that says so much.
    pub(crate) fn shrink(&mut self, budget: usize) {
        self.result = None;
        let values = std::mem::take(&mut self.values);
        if self.size() > budget {
            self.shrink_errors(budget);
        }
        if values.iter().map(cost).sum::<usize>() > self.room(budget) {
            self.partial = true;
            // Said aloud: a text that is missing looks as if it had never been typed.
            self.problem.get_or_insert_with(FormProblem::not_kept);
        }
        self.values = longest_within(values, self.room(budget));
    }

    /// What values may take; their list's own length takes two bytes.
    fn room(&self, budget: usize) -> usize {
        budget.saturating_sub(self.size() + 2)
    }

    fn shrink_errors(&mut self, budget: usize) {
        let errors = std::mem::take(&mut self.errors);
        // A form without its messages must not look as if it had succeeded.
        let problem = self.problem.get_or_insert_with(FormProblem::invalid_fields);
        if problem.detail.as_ref().is_some_and(|detail| detail.len() > budget / 2) {
            problem.detail = None;
        }
        // The map's own length takes up to three bytes, as does each text's.
        let mut left = budget.saturating_sub(self.size() + 2);
        for (path, messages) in errors {
            let cost = path.len() + 6 + messages.iter().map(|message| message.len() + 3).sum::<usize>();
            if cost <= left {
                left -= cost;
                self.errors.insert(path, messages);
            }
        }
    }

    fn size(&self) -> usize {
        postcard::to_stdvec(self).map_or(usize::MAX, |bytes| bytes.len())
    }
}

/// Of the values, what fits into `budget`, in order.
fn longest_within(mut values: Vec<(String, String)>, budget: usize) -> Vec<(String, String)> {
    values.retain(|pair| cost(pair) <= budget);
    let mut total: usize = values.iter().map(cost).sum();
    let mut by_cost: Vec<usize> = (0..values.len()).collect();
    by_cost.sort_by_key(|at| values.get(*at).map(cost));
    let mut shortest = by_cost.into_iter();
    let mut dropped = vec![false; values.len()];
    while total > budget
        && let Some(at) = shortest.next()
    {
        total -= values.get(at).map_or(0, cost);
        dropped.get_mut(at).into_iter().for_each(|dropped| *dropped = true);
    }
    let mut dropped = dropped.into_iter();
    values.retain(|_| !dropped.next().unwrap_or_default());
    values
}

/// With two lengths before the texts, of up to three bytes each.
fn cost((name, value): &(String, String)) -> usize {
    name.len() + value.len() + 6
}

/// The problem of a failed submit, as its page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FormProblem {
    /// The status that a program would have got.
    pub status: u16,
    /// The stable name.
    pub code: String,
    /// What kind of problem it is, for people.
    pub title: String,
    /// What happened and what to do, for people.
    pub detail: Option<String>,
    /// The number by which the log knows it, for a masked 500.
    pub log_id: Option<String>,
}

impl FormProblem {
    /// What can be said of errors without the fields that they belong to.
    pub(crate) fn invalid_fields() -> Self {
        Self::of(&Problem::invalid_fields())
    }

    /// Some of what was typed is lost.
    fn not_kept() -> Self {
        Self::of(
            &Problem::new(StatusCode::UNPROCESSABLE_ENTITY, codes::NOT_ALL_KEPT)
                .with_title("Some of what you typed is not here any more")
                .with_detail("Please look through the form before you send it again."),
        )
    }

    pub(crate) fn of(problem: &Problem) -> Self {
        Self {
            status: problem.status().as_u16(),
            code: problem.code().to_owned(),
            title: problem.title().to_owned(),
            detail: problem.detail().map(str::to_owned),
            log_id: problem.log_id().map(str::to_owned),
        }
    }
}
