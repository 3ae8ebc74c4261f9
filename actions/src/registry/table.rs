//! Binds actions to their names and states, and reports every mistake in them.

use std::collections::BTreeMap;
use std::sync::Arc;

use frontdesk_router::{Mistake, Place};

use super::bound_action::BoundAction;
use super::module_names::another_name;
use super::registered::{ActionLayer, Registered, combine};
use super::states::States;
use crate::limits::Limits;
use crate::protocol::ACTIONS_PATH;

/// Actions by name. They are sorted: the boot table prints them in this order.
#[derive(Default)]
pub(crate) struct ActionTable {
    by_name: BTreeMap<&'static str, Arc<BoundAction>>,
    by_alias: BTreeMap<&'static str, Arc<BoundAction>>,
}

impl ActionTable {
    pub(crate) fn bind(
        registered: impl IntoIterator<Item = impl Into<Registered>>,
        states: &States,
        limits: &Limits,
        layers: &[ActionLayer],
    ) -> (Self, Vec<Mistake>) {
        let mut table = Self::default();
        let mut all: Vec<Registered> = registered.into_iter().map(Into::into).collect();
        // Linking gives no order. Sorted, the mistakes are reported in the same order at every
        // start.
        all.sort_by_key(|Registered { registration, .. }| (registration.name, registration.place, (registration.id)()));
        let (all, mut mistakes) = combine(all);
        for registered in all {
            match table.bind_one(&registered, states, limits) {
                Ok(mut action) => {
                    let layers = layers.iter().filter_map(|layer| layer.for_action(action.name));
                    action.action_layers = layers.collect();
                    table.by_name.insert(action.name, Arc::new(action));
                }
                Err(mistake) => mistakes.push(mistake),
            }
        }
        mistakes.extend(table.bind_aliases());
        table.warn_of_unused(layers);
        (table, mistakes)
    }

    /// Logs which layers cover no action: a login with a misspelled name, say.
    fn warn_of_unused(&self, layers: &[ActionLayer]) {
        let is_unused = |layer: &&ActionLayer| self.actions().all(|action| layer.for_action(action.name).is_none());
        for layer in layers.iter().filter(is_unused) {
            tracing::warn!(
                at = %layer.place,
                "a layer of `layer_actions` covers no action: its function gets the names of actions (`create_todo`), \
                 not aliases or paths"
            );
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Arc<BoundAction>> {
        self.by_name.get(name).or_else(|| self.by_alias.get(name))
    }

    /// Returns the action whose URL has this name below [`ACTIONS_PATH`](crate::ACTIONS_PATH), now
    /// or earlier.
    pub(crate) fn get_by_url(&self, name: &str) -> Option<&Arc<BoundAction>> {
        self.get(name).filter(|action| action.path.is_none())
    }

    /// Returns the actions, sorted by name.
    pub(crate) fn actions(&self) -> impl Iterator<Item = &Arc<BoundAction>> {
        self.by_name.values()
    }

    /// Binds one action to its state.
    fn bind_one(&self, registered: &Registered, states: &States, limits: &Limits) -> Result<BoundAction, Mistake> {
        let registration = registered.registration;
        let (name, place) = (registration.name, registration.place);
        if let Some(first) = self.by_name.get(name) {
            let (path, other) = (first.type_path, (registration.type_path)());
            return Err(Mistake::new(
                format!("two server actions are named `{name}`"),
                [first.place, place],
                another_name(name, [(path, first.place), (other, place)]),
            ));
        }
        let wanted = (registration.state)();
        match states.get(wanted.id).and_then(registration.bind) {
            Some(erased) => Ok(BoundAction::new(registered, erased, limits)),
            None => Err(no_state(name, wanted.name, place)),
        }
    }

    /// Binds aliases after all names, so that which of two is the alias doesn't depend on the
    /// alphabet.
    fn bind_aliases(&mut self) -> Vec<Mistake> {
        let mut mistakes = Vec::new();
        let all: Vec<_> = self.actions().map(Arc::clone).collect();
        for action in &all {
            for alias in action.aliases {
                match self.get(alias) {
                    Some(other) => mistakes.push(taken(alias, action, other)),
                    None => drop(self.by_alias.insert(alias, Arc::clone(action))),
                }
            }
        }
        mistakes
    }

    /// Returns what is wrong with the actions as this desk has them: one needs an identity and the
    /// desk can't tell identities apart, say.
    pub(crate) fn check(&self, has_identity: bool) -> Vec<Mistake> {
        let without = self.actions().filter(|action| action.asks_identity && !has_identity);
        let mut mistakes: Vec<_> = without.map(|action| no_identity(action)).collect();
        mistakes.extend(self.actions().filter_map(|action| alias_of_path(action)));
        mistakes.extend(self.actions().filter_map(|action| reserved_path(action)));
        mistakes.extend(self.actions().filter_map(|action| too_many_parts(action)));
        mistakes.extend(self.actions().filter_map(|action| unreadable(action)));
        mistakes.extend(self.actions().filter_map(|action| misplaced_bound(action)));
        mistakes.extend(self.actions().filter_map(|action| too_small(action)));
        mistakes
    }

    /// Logs which actions are not guarded.
    pub(crate) fn warn(&self) {
        for action in self.actions().filter(|action| action.any_origin) {
            tracing::warn!(
                action = action.name,
                at = %action.place,
                "any site may call this server action: `origin = \"any\"`"
            );
        }
    }
}

/// A row of the boot table.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ActionRow {
    /// The name.
    pub name: &'static str,
    /// The path without the base path: `/_actions/<name>`, or the pattern of the action's own.
    pub path: String,
    /// How many layers cover the action that are those of the router that it was added to.
    pub router_layers: usize,
    /// How many layers cover the action that are those of `layer_actions`.
    pub action_layers: usize,
    /// The names of the form fields.
    pub fields: Vec<&'static str>,
    /// Earlier names.
    pub aliases: &'static [&'static str],
    /// Whether any site may call the action: `origin = "any"`.
    pub any_origin: bool,
    /// Whether the form is checked while it is filled in, at [`path`](Self::path) followed by `/check`.
    /// It isn't where any site may call the action, and where the path takes the rest of a path
    /// (`/{*name}`).
    pub has_check_url: bool,
    /// Where the action is defined.
    pub place: Place,
}

impl From<&BoundAction> for ActionRow {
    fn from(action: &BoundAction) -> Self {
        Self {
            name: action.name,
            path: match &action.path {
                Some((path, _)) => path.text().to_owned(),
                None => format!("{ACTIONS_PATH}{}", action.name),
            },
            router_layers: action.router_layers.len(),
            action_layers: action.action_layers.len(),
            fields: action.fields.own.iter().map(|field| field.name).collect(),
            aliases: action.aliases,
            any_origin: action.any_origin,
            has_check_url: action.has_check_url,
            place: action.place,
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

fn taken(alias: &str, action: &BoundAction, other: &BoundAction) -> Mistake {
    let (own, others) = (action.name, other.name);
    Mistake::new(
        format!("`{alias}`, an alias of the server action `{own}`, is also a name of `{others}`"),
        [other.place, action.place],
        "remove the alias, or give the other action another name",
    )
}

/// An alias would be a second URL, which what guards the path doesn't guard.
fn alias_of_path(action: &BoundAction) -> Option<Mistake> {
    let (path, place) = action.path.as_ref()?;
    let alias = action.aliases.first()?;
    Some(Mistake::new(
        format!(
            "the server action `{}` has the path `{}`, so there is no URL for its alias `{alias}`",
            action.name,
            path.text()
        ),
        [action.place, *place],
        "remove the alias, or the path",
    ))
}

/// `#[server_action]` refuses such a path in its options.
fn reserved_path(action: &BoundAction) -> Option<Mistake> {
    let (path, place) = action.path.as_ref()?;
    (path.text().rsplit('/').next() == Some("check")).then(|| {
        Mistake::new(
            format!(
                "the path `{}` of the server action `{}` is reserved: a URL that ends in `/check` checks a form while it is filled in",
                path.text(),
                action.name
            ),
            [*place],
            "choose another path",
        )
    })
}

fn no_identity(action: &BoundAction) -> Mistake {
    let name = action.name;
    Mistake::new(
        format!("the server action `{name}` is bound to an identity, and the desk has no `identity` function"),
        [action.place],
        "add `.identity(|user: …| …)` to the desk, or remove `identity` from the action",
    )
}

fn misplaced_bound(action: &BoundAction) -> Option<Mistake> {
    let (field, bound) = action.fields.misplaced_bound()?;
    Some(Mistake::new(
        format!(
            "`min` or `max` of the field `{field}` of the server action `{}` is `{bound}`, which is not a value of its type",
            action.name
        ),
        [action.place],
        "write a date (`2026-01-31`) for a date, a time (`08:30`) for a time, both (`2026-01-31T08:30`) for both; for a \
         number, write the rule `#[garde(range(min = 1))]`",
    ))
}

fn too_many_parts(action: &BoundAction) -> Option<Mistake> {
    let field = action.fields.with_too_many_parts()?;
    Some(Mistake::new(
        format!(
            "the field `{field}` of the server action `{}` has more than 1000 parts: those beyond are not known, so secrets among them \
             would go back into the page",
            action.name
        ),
        [action.place],
        "make the type smaller; one that contains itself in several ways is read from JSON better than from a form",
    ))
}

fn unreadable(action: &BoundAction) -> Option<Mistake> {
    let (field, fix) = action.fields.unreadable()?;
    Some(Mistake::new(
        format!(
            "the field `{field}` of the server action `{}` can't be read from a form: its type takes numbers in place of text",
            action.name
        ),
        [action.place],
        fix,
    ))
}

fn too_small(action: &BoundAction) -> Option<Mistake> {
    let (body, files) = (action.limits.body, action.fields.file_bytes());
    (body < files).then(|| {
        Mistake::new(
            format!(
                "the files of the server action `{}` may have {files} bytes by their `max`, and its body no more than {body}",
                action.name
            ),
            [action.place],
            "leave out `body_limit`, which then follows from `max`, or make it larger",
        )
    })
}
