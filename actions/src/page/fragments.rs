//! What htmx and our script receive in place of a redirect: the failed form without the page around it.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use frontdesk_router::{Mistake, Place};

use super::form_view::FormView;
use super::page_context::PageContext;
use super::shown::Shown;
use super::submission::Submission;
use crate::action::Action;
use crate::form_state::{FormState, LoadedState};
use crate::registry::BoundAction;

/// The HTML of failed forms, by action.
#[derive(Default)]
pub struct Fragments {
    by_action: HashMap<&'static str, (Place, Box<Render>)>,
    /// Actions that were given two fragments, and where.
    twice: Vec<(&'static str, [Place; 2])>,
}

type Render = dyn Fn(PageContext, Arc<BoundAction>, Option<String>, FormState) -> String + Send + Sync;

impl Fragments {
    /// Adds a fragment, which was given to the desk at `place`.
    #[must_use]
    pub fn with<A: Action, R: Into<String>>(
        mut self,
        place: Place,
        fragment: impl Fn(FormView<A>) -> R + Send + Sync + 'static,
    ) -> Self {
        let render = move |page: PageContext, action, key: Option<String>, state| {
            let shown = Shown::new(LoadedState::new(state), &page.ctx, false);
            let submission = Submission::new(key.as_deref(), Some(Arc::new(shown)), None);
            fragment(FormView::new(page, action, key, submission)).into()
        };
        if let Some((first, _)) = self.by_action.insert(A::NAME, (place, Box::new(render))) {
            self.twice.push((A::NAME, [first, place]));
        }
        self
    }

    /// Returns what is wrong with the fragments of a desk that has these actions.
    pub(crate) fn check(&self, has_action: impl Fn(&str) -> bool) -> Vec<Mistake> {
        let twice = self.twice.iter();
        let mut mistakes: Vec<_> = twice.map(|(name, places)| two_fragments(name, *places)).collect();
        let all = self.by_action.iter().map(|(name, (place, _))| (*name, *place));
        let mut pointless: Vec<_> = all.filter(|(name, _)| !has_action(name)).collect();
        pointless.sort_unstable();
        mistakes.extend(pointless.into_iter().map(|(name, place)| no_action(name, place)));
        mistakes
    }

    pub(crate) fn has(&self, action: &str) -> bool {
        self.by_action.contains_key(action)
    }

    /// Renders the form of an action with this state. Returns an empty text if there is no fragment
    /// for it.
    pub(crate) fn render(
        &self,
        page: PageContext,
        action: Arc<BoundAction>,
        key: Option<String>,
        state: FormState,
    ) -> String {
        let render = self.by_action.get(action.name);
        render.map_or_else(String::new, |(_, render)| render(page, action, key, state))
    }
}

impl fmt::Debug for Fragments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.by_action.keys()).finish()
    }
}

fn no_action(name: &str, place: Place) -> Mistake {
    Mistake::new(
        format!("there is a fragment for the server action `{name}`, which this desk doesn't have"),
        [place],
        "take the action too: `.linked_actions()` or `.action::<…>()`",
    )
}

fn two_fragments(name: &str, places: [Place; 2]) -> Mistake {
    Mistake::new(
        format!("there are two fragments for the server action `{name}`"),
        places,
        "take one `.form_fragment(…)` out",
    )
}
