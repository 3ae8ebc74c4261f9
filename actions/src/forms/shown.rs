//! What a form shows of its last submit.

use std::borrow::Cow;
use std::sync::Arc;

use crate::form::__private::{is_index, spelled};
use crate::form::FieldKind;
use crate::form_state::FormState;

/// The state that a submit left, by field. Who sends a form says how many fields the page then asks for, so asking must not mean to
/// look at all of them each time.
pub(super) struct Shown {
    pub(super) state: Arc<FormState>,
    values: Paths,
    errors: Paths,
    /// The messages, in the order of their paths.
    messages: Vec<Vec<String>>,
}

/// Paths in one spelling and in order, each with its place in what they are of.
struct Paths(Vec<(String, usize)>);

impl Shown {
    pub(super) fn new(state: Arc<FormState>) -> Self {
        Self {
            values: Paths::new(state.values.iter().map(|(name, _)| name.as_str())),
            errors: Paths::new(state.errors.keys().map(String::as_str)),
            messages: state.errors.values().cloned().collect(),
            state,
        }
    }

    /// What was sent and is to be shown again: a submit that succeeded leaves an empty form.
    pub(super) fn sent(&self) -> Option<&FormState> {
        Some(&*self.state).filter(|state| state.result.is_none())
    }

    /// The values at a path, in the order sent; of a list, its items' too. None where what the page had is to be shown: what is not
    /// there was left blank, unless it may have been lost on the way.
    pub(super) fn values(&self, path: &str, kind: FieldKind) -> Option<Vec<String>> {
        let sent = self.sent()?;
        let places = self.values.at(path, kind).into_iter();
        let values: Vec<_> = places.filter_map(|place| sent.values.get(place)).collect();
        let is_lost = values.is_empty() && sent.has_gaps();
        (!is_lost).then(|| values.into_iter().map(|(_, value)| value.clone()).collect())
    }

    /// The messages at a path; of a list, its items' too.
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
        let start = self.0.partition_point(|(own, _)| own.as_str() < &*path);
        let all = self.0.get(start..).unwrap_or_default().iter();
        let below = all.map_while(|(own, place)| Some((own.strip_prefix(&*path)?, *place)));
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
