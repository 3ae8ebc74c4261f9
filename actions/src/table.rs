//! Binding actions to their names and states, and every mistake in it.

use std::collections::BTreeMap;
use std::sync::Arc;

use frontdesk_router::{Mistake, Place};

use crate::actions::{Entry, States};
use crate::forms::Fragments;
use crate::limits::Limits;
use crate::registration::Registration;
use crate::seals::IdentityFn;

/// Actions by name, sorted: the boot table prints them in this order.
#[derive(Default)]
pub(crate) struct Table {
    by_name: BTreeMap<&'static str, Arc<Entry>>,
    by_alias: BTreeMap<&'static str, Arc<Entry>>,
}

impl Table {
    pub(crate) fn bind(
        registrations: impl IntoIterator<Item = Registration>,
        states: &States,
        limits: &Limits,
    ) -> (Self, Vec<Mistake>) {
        let mut table = Self::default();
        let mut mistakes = Vec::new();
        let mut all: Vec<_> = registrations.into_iter().collect();
        // Linking gives no order; sorted, the mistakes come in the same order at every start.
        all.sort_by_key(|registration| (registration.name, registration.place, (registration.id)()));
        all.dedup_by_key(|registration| (registration.id)());
        for registration in all {
            match table.entry(registration, states, limits) {
                Ok(entry) => drop(table.by_name.insert(entry.name, Arc::new(entry))),
                Err(mistake) => mistakes.push(mistake),
            }
        }
        mistakes.extend(table.bind_aliases());
        (table, mistakes)
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Arc<Entry>> {
        self.by_name.get(name).or_else(|| self.by_alias.get(name))
    }

    pub(crate) fn entries(&self) -> impl Iterator<Item = &Arc<Entry>> {
        self.by_name.values()
    }

    /// One action with its state.
    fn entry(&self, registration: Registration, states: &States, limits: &Limits) -> Result<Entry, Mistake> {
        let Registration { name, place, .. } = registration;
        if let Some(first) = self.by_name.get(name) {
            return Err(Mistake::new(
                format!("two server actions are named `{name}`"),
                [first.place, place],
                "rename one of the functions, or give one another name: `#[server_action(name = \"…\")]`",
            ));
        }
        let wanted = (registration.state)();
        match states.get(wanted.id).and_then(registration.bind) {
            Some(run) => Ok(registration.entry(run, limits)),
            None => Err(no_state(name, wanted.name, place)),
        }
    }

    /// After all names: which of two is the alias doesn't depend on the alphabet.
    fn bind_aliases(&mut self) -> Vec<Mistake> {
        let mut mistakes = Vec::new();
        let all: Vec<_> = self.entries().map(Arc::clone).collect();
        for entry in &all {
            for alias in entry.aliases {
                match self.get(alias) {
                    Some(other) => mistakes.push(taken(alias, entry, other)),
                    None => drop(self.by_alias.insert(alias, Arc::clone(entry))),
                }
            }
        }
        mistakes
    }

    /// What the actions ask of the desk, and it doesn't have; and the other way round.
    pub(crate) fn check(&self, identity: Option<&IdentityFn>, fragments: &Fragments) -> Vec<Mistake> {
        let without = self.entries().filter(|entry| entry.asks_identity && identity.is_none());
        let mut mistakes: Vec<_> = without.map(|entry| no_identity(entry)).collect();
        mistakes.extend(self.entries().filter_map(|entry| cut(entry)));
        mistakes.extend(self.entries().filter_map(|entry| too_small(entry)));
        mistakes.extend(fragments.twice().map(|(name, places)| two_fragments(name, places)));
        let mut pointless: Vec<_> = fragments.iter().filter(|(name, _)| self.get(name).is_none()).collect();
        pointless.sort_unstable();
        mistakes.extend(pointless.into_iter().map(|(name, place)| no_action(name, place)));
        mistakes
    }

    /// Tells the log which actions are not guarded.
    pub(crate) fn warn(&self) {
        for entry in self.entries().filter(|entry| entry.any_origin) {
            tracing::warn!(
                action = entry.name,
                at = %entry.place,
                "any site may call this server action: `origin = \"any\"`"
            );
        }
    }
}

fn no_state(action: &str, state: &str, place: Place) -> Mistake {
    Mistake::new(
        format!("the server action `{action}` reads the state `{state}`, which this desk doesn't have"),
        [place],
        format!(
            "give the desk that state, say that it is a part of the desk's own (`.substate::<{state}>()`, with \
             `FromRef` from the desk's state to `{state}`), or name only the actions that are this desk's with `.action::<…>()`"
        ),
    )
}

fn taken(alias: &str, entry: &Entry, other: &Entry) -> Mistake {
    let (own, others) = (entry.name, other.name);
    Mistake::new(
        format!("`{alias}`, an alias of the server action `{own}`, is also a name of `{others}`"),
        [other.place, entry.place],
        "remove the alias, or give the other action another name",
    )
}

fn no_identity(entry: &Entry) -> Mistake {
    let name = entry.name;
    Mistake::new(
        format!("the server action `{name}` is bound to an identity, and the desk has no `identity` function"),
        [entry.place],
        "add `.identity(|parts| …)` to the desk, or remove `identity` from the action",
    )
}

fn no_action(name: &str, place: Place) -> Mistake {
    Mistake::new(
        format!("there is a fragment for the server action `{name}`, which this desk doesn't have"),
        [place],
        "take the action too: `.linked_actions()` or `.action::<…>()`",
    )
}

fn cut(entry: &Entry) -> Option<Mistake> {
    let field = entry.fields.cut()?;
    Some(Mistake::new(
        format!(
            "the field `{field}` of the server action `{}` has more than 1000 parts: those beyond are not known, so secrets among them \
             would go back into the page",
            entry.name
        ),
        [entry.place],
        "make the type smaller; one that contains itself in several ways is read from JSON better than from a form",
    ))
}

fn too_small(entry: &Entry) -> Option<Mistake> {
    let (body, files) = (entry.limits.body, entry.fields.file_bytes());
    (body < files).then(|| {
        Mistake::new(
            format!(
                "the files of the server action `{}` may have {files} bytes by their `max`, and its body no more than {body}",
                entry.name
            ),
            [entry.place],
            "leave out `body_limit`, which then follows from `max`, or make it larger",
        )
    })
}

fn two_fragments(name: &str, places: [Place; 2]) -> Mistake {
    Mistake::new(
        format!("there are two fragments for the server action `{name}`"),
        places,
        "take one `.htmx_fragment(…)` out",
    )
}
