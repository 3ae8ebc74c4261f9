//! The actions of a desk: their table, and what they share.

use std::any::{Any, TypeId};
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use frontdesk_router::{Mistake, Place};

use crate::endpoint::ACTIONS_PATH;
use crate::field_info::Fields;
use crate::form::{FieldErrors, FormData};
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
    table: Bound,
    pub(crate) guard: Guard,
    pub(crate) keeper: Keeper,
}

/// Actions by name, sorted: the boot table prints them in this order.
type Bound = BTreeMap<&'static str, Arc<Entry>>;

/// One action of a desk.
pub(crate) struct Entry {
    pub(crate) name: &'static str,
    pub(crate) place: Place,
    pub(crate) fields: Fields,
    pub(crate) limits: Limits,
    pub(crate) deny_unknown: bool,
    pub(crate) run: Arc<dyn Run>,
}

impl Entry {
    /// What the files of a field must be; none when no files belong there.
    pub(crate) fn file_rules(&self, name: &str) -> Option<&'static FileRules> {
        self.fields.file_rules(name)
    }

    /// What is wrong with the names of a form: buttons and the like are nobody's business, unless the action says otherwise.
    pub(crate) fn check_names(&self, form: &FormData) -> Result<(), FieldErrors> {
        if !self.deny_unknown && !tracing::enabled!(tracing::Level::DEBUG) {
            return Ok(());
        }
        let known = |name: &str| self.fields.own.iter().any(|field| field.name == name);
        let unknown: Vec<_> = form.names().filter(|name| !known(name)).collect();
        if !unknown.is_empty() {
            tracing::debug!(
                action = self.name,
                count = unknown.len(),
                "a form has fields that its action doesn't know"
            );
        }
        if !self.deny_unknown || unknown.is_empty() {
            return Ok(());
        }
        let mut errors = FieldErrors::none();
        for name in unknown {
            errors.merge(FieldErrors::new("is not a field of this form").at(name));
        }
        Err(errors)
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
        let (table, mistakes) = bind_all(registrations, states, &limits);
        let actions = Self { table, guard, keeper };
        (actions, mistakes)
    }

    /// The mistakes that [`Actions::build`] would find.
    #[must_use]
    pub fn check(registrations: impl IntoIterator<Item = Registration>, states: &States) -> Vec<Mistake> {
        bind_all(registrations, states, &Limits::default()).1
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Arc<Entry>> {
        self.table.get(name)
    }

    /// The name of the action that a request's path calls.
    #[must_use]
    pub fn name(&self, path: &str) -> Option<&'static str> {
        self.get(path.strip_prefix(ACTIONS_PATH)?).map(|entry| entry.name)
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

fn bind_all(
    registrations: impl IntoIterator<Item = Registration>,
    states: &States,
    limits: &Limits,
) -> (Bound, Vec<Mistake>) {
    let mut table = Bound::new();
    let mut mistakes = Vec::new();
    let mut all: Vec<_> = registrations.into_iter().collect();
    // Linking gives no order; sorted, the mistakes come in the same order at every start.
    all.sort_by_key(|registration| (registration.name, registration.place));
    all.dedup_by_key(|registration| (registration.name, registration.place));
    for registration in all {
        match bind(&table, registration, states, limits) {
            Ok(entry) => drop(table.insert(entry.name, Arc::new(entry))),
            Err(mistake) => mistakes.push(mistake),
        }
    }
    (table, mistakes)
}

/// One action with its state.
fn bind(table: &Bound, registration: Registration, states: &States, limits: &Limits) -> Result<Entry, Mistake> {
    let Registration { name, place, .. } = registration;
    if let Some(first) = table.get(name) {
        return Err(Mistake::new(
            format!("two server actions are named `{name}`"),
            [first.place, place],
            "rename one of the functions, or give one another name: `#[server_action(name = \"…\")]`",
        ));
    }
    let wanted = (registration.state)();
    let state = states.0.get(&wanted.id).cloned();
    let Some(run) = state.and_then(registration.bind) else {
        return Err(no_state(name, wanted.name, place));
    };
    let fields = Fields::new((registration.fields)());
    let mut limits = limits.clone();
    let default = limits.body.saturating_add(fields.file_bytes());
    limits.body = registration.body_limit.unwrap_or(default);
    Ok(Entry {
        name,
        place,
        fields,
        limits,
        deny_unknown: registration.deny_unknown,
        run,
    })
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
