//! What the last submit left for the page: kept across one redirect, for one reading.

use std::collections::BTreeMap;

use frontdesk_router::Problem;
use serde::{Deserialize, Serialize};

mod cookie;
mod keep;

pub(crate) use cookie::with_parameter;
pub(crate) use keep::{Keeper, Loaded};

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
}

impl FormState {
    pub(crate) fn is_for(&self, action: &str, key: Option<&str>) -> bool {
        self.action == action && self.key.as_deref() == key
    }

    /// Gives up values until what is left takes at most `budget` bytes: first those that can't fit at all, then the shortest,
    /// since the longest are the most work to type again. Errors and problem stay.
    pub(crate) fn shrink(&mut self, budget: usize) {
        self.result = None;
        let cost = |(name, value): &(String, String)| name.len() + value.len() + 4;
        self.values.retain(|pair| cost(pair) <= budget);
        while self.values.iter().map(cost).sum::<usize>() > budget {
            let shortest = self
                .values
                .iter()
                .enumerate()
                .min_by_key(|(_, pair)| cost(pair))
                .map(|(at, _)| at);
            let Some(at) = shortest else { return };
            self.values.remove(at);
        }
    }
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
    pub digest: Option<String>,
}

impl FormProblem {
    pub(crate) fn of(problem: &Problem) -> Self {
        Self {
            status: problem.status().as_u16(),
            code: problem.code().to_owned(),
            title: problem.title().to_owned(),
            detail: problem.detail().map(str::to_owned),
            digest: problem.digest().map(str::to_owned),
        }
    }
}
