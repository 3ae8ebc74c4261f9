//! The actions of a desk: their table, and what they share.

use std::any::{Any, TypeId};
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use frontdesk_router::{Mistake, Place};

use crate::field_info::Fields;
use crate::form_state::Keeper;
use crate::guard::Guard;
use crate::keys::Sealer;
use crate::limits::Limits;
use crate::registration::Registration;
use crate::run::Run;
use crate::state_store::StateStore;
use crate::upload::FileRules;

/// What all actions of a desk share.
#[derive(Debug)]
pub struct Config {
    /// Who may call.
    pub guard: Guard,
    /// Seals form state.
    pub sealer: Sealer,
    /// Keeps form state that is too large for a cookie.
    pub store: Arc<dyn StateStore>,
    /// How much a call may bring, unless the action has a limit of its own.
    pub limits: Limits,
}

impl fmt::Debug for dyn StateStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StateStore")
    }
}

/// The states that a desk can give its actions, by type.
#[derive(Default)]
pub struct States(HashMap<TypeId, Arc<dyn Any + Send + Sync>>);

impl States {
    /// States with the one that needs nothing: `()`.
    #[must_use]
    pub fn new() -> Self {
        Self::default().with(Arc::new(()))
    }

    /// One more.
    #[must_use]
    pub fn with<S: Send + Sync + 'static>(mut self, state: Arc<S>) -> Self {
        self.0.insert(TypeId::of::<S>(), state);
        self
    }
}

impl fmt::Debug for States {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("States").field(&self.0.len()).finish()
    }
}

/// The actions of a desk.
pub struct Actions {
    // Sorted by name: the boot table prints it in this order.
    table: BTreeMap<&'static str, Arc<Entry>>,
    pub(crate) guard: Guard,
    pub(crate) keeper: Keeper,
}

/// One action of a desk.
pub(crate) struct Entry {
    pub(crate) name: &'static str,
    pub(crate) place: Place,
    pub(crate) fields: Fields,
    pub(crate) limits: Limits,
    pub(crate) run: Arc<dyn Run>,
}

impl Entry {
    /// What the files of a field must be; none when no files belong there.
    pub(crate) fn file_rules(&self, name: &str) -> Option<&'static FileRules> {
        self.fields.file_rules(name)
    }

    pub(crate) fn is_secret(&self, name: &str) -> bool {
        self.fields.is_secret(name)
    }
}

/// One line of the boot table.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ActionRow {
    /// The name, and the last part of the URL.
    pub name: &'static str,
    /// The names of its form fields.
    pub fields: Vec<&'static str>,
    /// Where it is defined.
    pub place: Place,
}

impl Actions {
    /// Binds actions to their states. All mistakes come back, and the actions without them. The same action may be named more
    /// than once (linked and by hand).
    pub fn build(
        registrations: impl IntoIterator<Item = Registration>,
        states: &States,
        config: Config,
    ) -> (Self, Vec<Mistake>) {
        let Config {
            guard,
            sealer,
            store,
            limits,
        } = config;
        let keeper = Keeper {
            sealer: Arc::new(sealer),
            store,
        };
        let mut actions = Self {
            table: BTreeMap::new(),
            guard,
            keeper,
        };
        let mut mistakes = Vec::new();
        let mut all: Vec<_> = registrations.into_iter().collect();
        // Linking gives no order; sorted, the mistakes come in the same order at every start.
        all.sort_by_key(|registration| (registration.name, registration.place));
        all.dedup_by_key(|registration| (registration.name, registration.place));
        for registration in all {
            mistakes.extend(actions.insert(registration, states, &limits));
        }
        (actions, mistakes)
    }

    fn insert(&mut self, registration: Registration, states: &States, limits: &Limits) -> Option<Mistake> {
        let Registration {
            name,
            place,
            body_limit,
            fields,
            state,
            bind,
        } = registration;
        if let Some(first) = self.table.get(name) {
            return Some(Mistake::new(
                format!("two server actions are named `{name}`"),
                [first.place, place],
                "rename one of the functions, or give one another name: `#[server_action(name = \"…\")]`",
            ));
        }
        let wanted = state();
        let Some(run) = states.0.get(&wanted.id).and_then(|state| bind(Arc::clone(state))) else {
            return Some(Mistake::new(
                format!(
                    "the server action `{name}` reads the state `{}`, which this desk doesn't have",
                    wanted.name
                ),
                [place],
                format!(
                    "give the desk that state, say that it is a part of the desk's own (`.substate::<{0}>()`, with \
                     `FromRef` from the desk's state to `{0}`), or name only the actions that are this desk's with `.action::<…>()`",
                    wanted.name
                ),
            ));
        };
        let fields = Fields::new(fields());
        let mut limits = limits.clone();
        limits.body = body_limit.unwrap_or_else(|| limits.body.saturating_add(fields.file_bytes()));
        self.table.insert(
            name,
            Arc::new(Entry {
                name,
                place,
                fields,
                limits,
                run,
            }),
        );
        None
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Arc<Entry>> {
        self.table.get(name)
    }

    /// The lines of the boot table, sorted by name.
    pub fn rows(&self) -> impl Iterator<Item = ActionRow> {
        self.table.values().map(|entry| ActionRow {
            name: entry.name,
            fields: entry.fields.own.iter().map(|field| field.name).collect(),
            place: entry.place,
        })
    }
}

impl fmt::Debug for Actions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.table.keys()).finish()
    }
}
