//! The last submission of a form, for the page to show it again.

use std::borrow::Cow;
use std::sync::Arc;

use crate::form_state::FormState;
use frontdesk_form::__private::{is_index, spelled};
use frontdesk_form::FieldKind;

/// The state of the last submission, indexed by field path. The client decides how many fields
/// there are and so how many the page asks for: looking one up must not search all of them.
pub(super) struct Submission {
    pub(super) state: Arc<FormState>,
    values: Paths,
    errors: Paths,
    /// The messages, in the order of their paths.
    messages: Vec<Vec<String>>,
}

/// Paths in one spelling, sorted, each with its position in the list that it came from.
struct Paths(Vec<(String, usize)>);

impl Submission {
    pub(super) fn new(state: Arc<FormState>) -> Self {
        Self {
            values: Paths::new(state.values.iter().map(|(name, _)| name.as_str())),
            errors: Paths::new(state.errors.keys().map(String::as_str)),
            messages: state.errors.values().cloned().collect(),
            state,
        }
    }

    /// Returns the state whose values repopulate the form; `None` after a success, when the form is
    /// empty again.
    pub(super) fn values_to_repopulate(&self) -> Option<&FormState> {
        Some(&*self.state).filter(|state| state.result.is_none())
    }

    /// Returns the values at a path, in the order sent, those of a list's items included. Returns
    /// `None` if the values that the page filled in are to be shown. A field without values was
    /// left blank, unless values may have been lost.
    pub(super) fn values(&self, path: &str, kind: FieldKind) -> Option<Vec<String>> {
        let state = self.values_to_repopulate()?;
        let places = self.values.at(path, kind).into_iter();
        let values: Vec<_> = places.filter_map(|place| state.values.get(place)).collect();
        let may_be_missing = values.is_empty() && state.has_gaps();
        (!may_be_missing).then(|| values.into_iter().map(|(_, value)| value.clone()).collect())
    }

    /// Returns the messages at a path, those of a list's items included.
    pub(super) fn errors(&self, path: &str, kind: FieldKind) -> Vec<String> {
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
