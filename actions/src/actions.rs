//! The actions of a desk: their table, and what they share.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use frontdesk_router::{Mistake, Place};

use crate::endpoint::ACTIONS_PATH;
use crate::field_info::Fields;
use crate::form::__private::FileRules;
use crate::form::{FieldErrors, FormData};
use crate::form_state::Keeper;
use crate::forms::Fragments;
use crate::guard::Guard;
use crate::keys::Sealer;
use crate::limits::Limits;
use crate::once::Once;
use crate::registration::{OnceFor, Registration};
use crate::run::Run;
use crate::seals::{IdentityFn, Seals};
use crate::state_store::StateStore;
use crate::table::Table;

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
    /// How long a page's form is good for: what is sealed in it, and its right to be sent once.
    pub form_lifetime: Duration,
    /// Tells sessions apart, for what is sealed for one.
    pub identity: Option<IdentityFn>,
    /// What htmx gets of failed forms.
    pub fragments: Fragments,
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

impl States {
    pub(crate) fn get(&self, id: TypeId) -> Option<Arc<dyn Any + Send + Sync>> {
        self.0.get(&id).cloned()
    }
}

impl fmt::Debug for States {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("States").field(&self.0.len()).finish()
    }
}

/// The actions of a desk.
pub struct Actions {
    table: Table,
    pub(crate) guard: Guard,
    pub(crate) keeper: Keeper,
    pub(crate) seals: Arc<Seals>,
    pub(crate) once: Arc<Once>,
    pub(crate) fragments: Fragments,
    /// Whether any action asks for an identity.
    pub(crate) asks_identity: bool,
}

/// One action of a desk.
pub(crate) struct Entry {
    pub(crate) name: &'static str,
    pub(crate) aliases: &'static [&'static str],
    pub(crate) place: Place,
    pub(crate) fields: Fields,
    pub(crate) limits: Limits,
    pub(crate) deny_unknown: bool,
    pub(crate) timeout: Option<Duration>,
    pub(crate) once: Option<OnceFor>,
    pub(crate) any_origin: bool,
    pub(crate) has_sealed: bool,
    pub(crate) takes_postcard: bool,
    /// Whether it matters in which identity its form is sent.
    pub(crate) asks_identity: bool,
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
        let unknown: Vec<_> = form.names().filter(|name| !self.has_field(name)).collect();
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

    pub(crate) fn has_field(&self, name: &str) -> bool {
        self.fields.own.iter().any(|field| field.name == name)
    }

    /// Whether a page can have a place for a path: a field or a part of one, as far as its parts are known.
    pub(crate) fn has_path(&self, path: &str) -> bool {
        self.fields.has(path)
    }

    /// Whether a value must not go back into a page: a secret, or something sealed, which the page seals anew.
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
    /// Its earlier names.
    pub aliases: &'static [&'static str],
    /// Whether any site may call it: `origin = "any"`.
    pub any_origin: bool,
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
        let (table, mut mistakes) = Table::bind(registrations, states, &config.limits);
        mistakes.extend(table.check(config.identity.as_ref(), &config.fragments));
        table.warn();
        let sealer = Arc::new(config.sealer);
        let seals = Arc::new(Seals {
            sealer: Arc::clone(&sealer),
            lifetime: config.form_lifetime,
            identity: config.identity,
        });
        let store = config.store;
        let asks_identity = table.entries().any(|entry| entry.asks_identity);
        let actions = Self {
            table,
            asks_identity,
            guard: config.guard,
            once: Arc::new(Once::new(Arc::clone(&seals), Arc::clone(&store))),
            seals,
            fragments: config.fragments,
            keeper: Keeper { sealer, store },
        };
        (actions, mistakes)
    }

    /// The mistakes that [`Actions::build`] would find.
    #[must_use]
    pub fn check(
        registrations: impl IntoIterator<Item = Registration>,
        states: &States,
        identity: Option<&IdentityFn>,
        fragments: &Fragments,
    ) -> Vec<Mistake> {
        let (table, mut mistakes) = Table::bind(registrations, states, &Limits::default());
        mistakes.extend(table.check(identity, fragments));
        mistakes
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
        self.table.entries().map(|entry| ActionRow {
            name: entry.name,
            fields: entry.fields.own.iter().map(|field| field.name).collect(),
            aliases: entry.aliases,
            any_origin: entry.any_origin,
            place: entry.place,
        })
    }
}

impl fmt::Debug for Actions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set()
            .entries(self.table.entries().map(|entry| entry.name))
            .finish()
    }
}
