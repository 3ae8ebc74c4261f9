//! Parts of pages for htmx: a form that failed, without the page around it.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use frontdesk_router::Place;

use super::{FormView, OnPage};
use crate::action::Action;
use crate::actions::Entry;
use crate::form_state::FormState;

/// What htmx gets of a failed form, by action.
#[derive(Default)]
pub struct Fragments {
    by_action: HashMap<&'static str, (Place, Box<Render>)>,
    /// Actions that were given two, and where.
    twice: Vec<(&'static str, [Place; 2])>,
}

type Render = dyn Fn(OnPage, Arc<Entry>, Option<String>, Arc<FormState>) -> String + Send + Sync;

impl Fragments {
    /// One more, and the place where it was given.
    #[must_use]
    pub fn with<A: Action, R: Into<String>>(
        mut self,
        place: Place,
        fragment: impl Fn(FormView<A>) -> R + Send + Sync + 'static,
    ) -> Self {
        let render = move |page, entry, key, state| fragment(FormView::new(page, entry, key, Some(state))).into();
        if let Some((first, _)) = self.by_action.insert(A::NAME, (place, Box::new(render))) {
            self.twice.push((A::NAME, [first, place]));
        }
        self
    }

    pub(crate) fn twice(&self) -> impl Iterator<Item = (&'static str, [Place; 2])> {
        self.twice.iter().copied()
    }

    /// The actions that have one.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static str, Place)> {
        self.by_action.iter().map(|(name, (place, _))| (*name, *place))
    }

    pub(crate) fn has(&self, action: &str) -> bool {
        self.by_action.contains_key(action)
    }

    /// The form of an action in this state; empty when there is no fragment for it.
    pub(crate) fn render(&self, page: OnPage, entry: Arc<Entry>, state: FormState) -> String {
        let render = self.by_action.get(entry.name);
        render.map_or_else(String::new, |(_, render)| {
            render(page, entry, state.key.clone(), Arc::new(state))
        })
    }
}

impl fmt::Debug for Fragments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.by_action.keys()).finish()
    }
}
