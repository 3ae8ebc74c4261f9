//! Form state: what a page needs to redisplay a submitted form after the redirect of
//! post/redirect/get.
//!
//! It contains the old input, field errors, and the problem, or else the result. It is displayed to
//! the browser and the identity that submitted the form, on the page that the form redirected back
//! to. Old input is displayed as often as the page is loaded until it expires; a result once, like
//! a flash message. Where the browser stores no cookies, a mark in the page's URL still tells whether
//! the form was processed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

mod form_ref;
mod loaded;
mod mark;
mod owner;
mod parameter;
mod problem;
mod progress;
mod slot;
mod store;
mod stored_problem;
mod stored_text;

pub(crate) use form_ref::FormRef;
pub(crate) use loaded::{LoadedState, LoadedStates};
pub(crate) use mark::Mark;
pub(crate) use owner::Owner;
pub(crate) use parameter::{PARAMETER, Parameter, with_parameter};
pub use problem::FormProblem;
pub(crate) use progress::Progress;
pub(crate) use slot::Slot;
pub(crate) use store::FormStateStore;
pub(crate) use stored_problem::StoredProblem;
pub(crate) use stored_text::StoredText;

/// The values, field errors, and problem or result of one submission.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct FormState {
    /// The form that was submitted; of a result, the form of the action that returned it.
    pub(crate) form: FormRef,
    /// Names and values as submitted, without secrets and files.
    pub(crate) values: Vec<(String, String)>,
    pub(crate) errors: BTreeMap<String, Vec<StoredText>>,
    pub(crate) problem: Option<StoredProblem>,
    /// The return value of the action, as JSON.
    pub(crate) result: Option<String>,
    /// Some submitted values are missing, because they were too long to be read or stored.
    pub(crate) partial: bool,
    /// The names of fields whose values are missing because they were too long to be read.
    pub(crate) too_long: Vec<String>,
    /// The token with which the page writes the form again, if the form runs once and counts as the
    /// same: whether it has run before still depends on this token.
    pub(crate) once_token: Option<String>,
    /// The form was not read, so it is unknown which of the action's forms was submitted.
    pub(crate) unread: bool,
}

impl FormState {
    /// Returns the state to display to a browser that sends no cookies: only what the mark contains.
    pub(crate) fn without_cookies(mark: &Mark) -> Self {
        Self {
            form: mark.form,
            problem: Some(StoredProblem::cookies_needed(mark.progress, mark.status)),
            // The page fills the form in as if nothing had been submitted.
            partial: true,
            unread: mark.unread,
            ..Self::default()
        }
    }

    /// Returns whether this is the state of the action's form with this key. Of a form that was not
    /// read, the key is not known.
    pub(crate) fn is_for(&self, action: &str, key: Option<&str>) -> bool {
        self.form.is(action, key, self.unread)
    }

    /// Returns whether submitted values may be missing.
    pub(crate) fn has_gaps(&self) -> bool {
        self.partial || self.unread
    }

    /// Removes the messages that ask for files again: the client's form still has them. A row that has
    /// only a file stays.
    pub(crate) fn without_file_requests(&mut self) {
        let values = &mut self.values;
        self.errors.retain(|path, messages| {
            messages.retain(|message| !message.asks_for_files());
            if messages.is_empty() && path.contains('[') {
                values.push((path.clone(), String::new()));
            }
            !messages.is_empty()
        });
    }

    /// Returns whether fields have messages, other than those that ask for files again.
    pub(crate) fn has_errors(&self) -> bool {
        self.errors.values().flatten().any(|message| !message.asks_for_files())
    }

    /// Removes the problem, but for a message about submitted values that were not read.
    pub(crate) fn without_problem(&mut self) {
        let has_gaps = self.partial || !self.too_long.is_empty();
        self.problem = has_gaps.then(StoredProblem::values_dropped);
    }

    /// Reduces the state to at most `budget` bytes in postcard.
    ///
    /// It discards the result, and records that: a success without it would look as if nothing had happened.
    /// Then it discards values that can't fit at all, then the shortest values, since
    /// the longest are the most work to enter again. Errors and problem remain. Only if they alone
    /// are too large, the problem's detail and the errors that don't fit are discarded, and a
    /// general problem remains.
    pub(crate) fn shrink(&mut self, budget: usize) {
        if self.result.take().is_some() {
            self.problem.get_or_insert_with(StoredProblem::result_dropped);
        }
        // Their names may be as long as the budget.
        self.partial |= !std::mem::take(&mut self.too_long).is_empty();
        let values = std::mem::take(&mut self.values);
        if self.size() > budget {
            self.shrink_errors(budget);
        }
        if values.iter().map(cost).sum::<usize>() > self.room(budget) {
            self.partial = true;
            // Without a message, a missing text would look as if it had never been entered.
            self.problem.get_or_insert_with(StoredProblem::values_dropped);
        }
        self.values = longest_within(values, self.room(budget));
    }

    /// Returns how many bytes values may take. The length of their list takes two more.
    fn room(&self, budget: usize) -> usize {
        budget.saturating_sub(self.size() + 2)
    }

    fn shrink_errors(&mut self, budget: usize) {
        let errors = std::mem::take(&mut self.errors);
        // A form that lost its messages must not look as if it had succeeded.
        let problem = self.problem.get_or_insert_with(StoredProblem::invalid_fields);
        problem.drop_long_detail(budget / 2);
        // The length of the map takes up to three bytes, as does the length of each text.
        let mut room = budget.saturating_sub(self.size() + 2);
        for (path, messages) in errors {
            let cost = path.len() + 6 + messages.iter().map(StoredText::size).sum::<usize>();
            if cost <= room {
                room -= cost;
                self.errors.insert(path, messages);
            }
        }
    }

    /// Returns the size in postcard, in bytes.
    fn size(&self) -> usize {
        postcard::to_stdvec(self).map_or(usize::MAX, |bytes| bytes.len())
    }
}

/// Returns the longest values that fit into `budget` bytes, in their original order.
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

/// Returns the size of a value in postcard, in bytes: each of the two texts follows a length of up
/// to three bytes.
fn cost((name, value): &(String, String)) -> usize {
    name.len() + value.len() + 6
}

#[cfg(test)]
mod tests {
    use http::StatusCode;

    use super::*;

    #[test]
    fn sentences_without_cookies_are_fixed() {
        for (progress, status, start) in [
            (Progress::NotRun, 422, "The form was not processed."),
            (Progress::Done, 200, "The form was processed,"),
            (Progress::Failed, 500, "The form was received,"),
        ] {
            let mark = Mark {
                form: FormRef::new("note", None),
                unread: false,
                progress,
                status: StatusCode::from_u16(status).unwrap(),
            };
            let problem = FormState::without_cookies(&mark).problem.unwrap().translated(None);
            assert_eq!((problem.status, &*problem.code), (status, "cookies-needed"));
            assert!(problem.detail.unwrap().starts_with(start), "{progress:?}");
        }
    }
}
