//! The last submission of a form, for the page to show it again.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use frontdesk_form::__private::{is_index, spelled};
use frontdesk_form::FieldKind;

use super::shown::Shown;
use crate::form_state::{FormProblem, FormState};

/// The state of the last submission, indexed by field path. The client decides how many fields
/// there are and so how many the page asks for: looking one up must not search all of them.
///
/// Reading any of it claims it for the form: the page shows it there.
pub(crate) struct Submission {
    /// The key of the form.
    key: Option<String>,
    /// The submitted values, messages and the problem.
    submitted: Option<Arc<Shown>>,
    /// What the action returned.
    result: Option<Arc<Shown>>,
    values: Paths,
    errors: Paths,
    /// The messages, in the order of their paths.
    messages: Vec<Vec<String>>,
}

/// Paths in one spelling, sorted, each with its position in the list that it came from.
struct Paths(Vec<(String, usize)>);

impl Submission {
    /// Returns what the form of an action with this key shows; `None` if there is nothing.
    pub(super) fn new(key: Option<&str>, submitted: Option<Arc<Shown>>, result: Option<Arc<Shown>>) -> Option<Self> {
        submitted.as_ref().or(result.as_ref())?;
        let state = submitted.as_ref().map(|shown| &*shown.state);
        let values = state.into_iter().flat_map(|state| &state.values);
        let errors = submitted.iter().flat_map(|shown| &shown.errors);
        Some(Self {
            key: key.map(str::to_owned),
            values: Paths::new(values.map(|(name, _)| name.as_str())),
            errors: Paths::new(errors.clone().map(|(path, _)| path.as_str())),
            messages: errors.map(|(_, messages)| messages.clone()).collect(),
            submitted,
            result,
        })
    }

    /// Returns whether the form was submitted. Claims nothing.
    pub(super) fn is_for_form(&self) -> bool {
        let all = self.submitted.iter().chain(&self.result);
        all.into_iter().any(|shown| shown.is_for(self.key.as_deref()))
    }

    /// Returns the state whose values repopulate the form.
    pub(super) fn state(&self) -> Option<&FormState> {
        self.submitted.as_ref()?.claim(self.key.as_deref())
    }

    /// Returns the problem of the form as a whole.
    pub(super) fn problem(&self) -> Option<&FormProblem> {
        // Where there is none, the form shows the submission all the same.
        self.state();
        let mut all = self.submitted.iter().chain(&self.result);
        all.find_map(|shown| shown.claim_problem(self.key.as_deref()))
    }

    /// Returns all messages, by the paths of their fields.
    pub(super) fn all_errors(&self) -> Option<&BTreeMap<String, Vec<String>>> {
        self.state()?;
        self.submitted.as_ref().map(|shown| &shown.errors)
    }

    /// Returns what the action returned, as JSON.
    pub(super) fn result(&self) -> Option<&str> {
        self.result.as_ref()?.claim(self.key.as_deref())?.result.as_deref()
    }

    /// Returns the values at a path, in the order sent, those of a list's items included. Returns
    /// `None` if the values that the page filled in are to be shown. A field without values was
    /// left blank, unless values may have been lost.
    pub(super) fn values(&self, path: &str, kind: FieldKind) -> Option<Vec<String>> {
        let state = self.state()?;
        let places = self.values.at(path, kind).into_iter();
        let values: Vec<_> = places.filter_map(|place| state.values.get(place)).collect();
        let is_too_long = || state.too_long.iter().any(|name| spelled(name) == spelled(path));
        let may_be_missing = values.is_empty() && (state.has_gaps() || is_too_long());
        (!may_be_missing).then(|| values.into_iter().map(|(_, value)| value.clone()).collect())
    }

    /// Returns the messages at a path, those of a list's items included.
    pub(super) fn errors(&self, path: &str, kind: FieldKind) -> Vec<String> {
        if self.state().is_none() {
            return Vec::new();
        }
        let places = self.errors.at(path, kind).into_iter();
        places
            .filter_map(|place| self.messages.get(place))
            .flatten()
            .cloned()
            .collect()
    }
}

impl Paths {
    fn new<'p>(paths: impl Iterator<Item = &'p str>) -> Self {
        let mut all: Vec<_> = paths.map(spelled).map(Cow::into_owned).zip(0..).collect();
        all.sort_unstable();
        Self(all)
    }

    fn at(&self, path: &str, kind: FieldKind) -> Vec<usize> {
        let path = spelled(path);
        let is_list = matches!(kind, FieldKind::List | FieldKind::Files);
        let places = self.places(&path, is_list);
        if places.is_empty() && !is_list {
            // Some libraries name every field like a list: `size[]`.
            return self.places(&format!("{path}[]"), false);
        }
        places
    }

    fn places(&self, path: &str, is_list: bool) -> Vec<usize> {
        let start = self.0.partition_point(|(own, _)| own.as_str() < path);
        let all = self.0.get(start..).unwrap_or_default().iter();
        let below = all.map_while(|(own, place)| Some((own.strip_prefix(path)?, *place)));
        let own = below.take_while(|(rest, _)| is_list || rest.is_empty());
        let own = own.filter(|(rest, _)| rest.is_empty() || is_item(rest));
        let mut places: Vec<_> = own.map(|(_, place)| place).collect();
        places.sort_unstable();
        places
    }
}

/// `[]`, `[1]`
fn is_item(rest: &str) -> bool {
    let index = rest.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    index.is_some_and(|index| index.is_empty() || is_index(index))
}
