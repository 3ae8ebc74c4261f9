//! What the pages and the endpoint of a desk share of its actions.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use frontdesk_router::Mistake;

use crate::flash::FlashCookies;
use crate::form_state::FormStateStore;
use crate::guard::Guard;
use crate::keys::Sealer;
use crate::limits::Limits;
use crate::login::{LoginSettings, LoginStates};
use crate::once::Once;
use crate::protocol::{ACTIONS_PATH, CHECK_SUFFIX};
use crate::registry::{ActionLayer, ActionRow, ActionTable, BoundAction, Registered, States};
use crate::sealed::{FormSealer, IdentityFn};
use crate::store::StateStore;

/// What all actions of a desk share.
#[derive(Debug)]
#[expect(clippy::exhaustive_structs, reason = "only the desk constructs it")]
pub struct Config {
    /// Checks where a call comes from.
    pub guard: Guard,
    /// Seals form state and tokens.
    pub sealer: Sealer,
    /// Stores form state that is too large for a cookie, and which forms were sent that run once.
    pub store: Arc<dyn StateStore>,
    /// How much a call may send, unless the action has a limit of its own.
    pub limits: Limits,
    /// How long a page's form is valid: what is sealed in it, and its right to run once.
    pub form_lifetime: Duration,
    /// How long a page can show the submitted values of a failed form, and what an action returned.
    pub form_state_lifetime: Duration,
    /// Identifies the user or session of a request, for form state and for forms that are bound to
    /// an identity.
    pub identity: Option<IdentityFn>,
    /// How much waits for a login, and how long.
    pub login: LoginSettings,
    /// Layers around some of the actions. A later one is outside an earlier one.
    pub layers: Vec<ActionLayer>,
}

impl fmt::Debug for dyn StateStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StateStore")
    }
}

/// The actions of a desk, and what its pages and its endpoint need to write and to receive their
/// forms.
pub struct Actions {
    table: ActionTable,
    pub(crate) guard: Guard,
    guard_of_checks: Guard,
    pub(crate) form_states: FormStateStore,
    pub(crate) flashes: FlashCookies,
    pub(crate) logins: LoginStates,
    pub(crate) tokens: Arc<FormSealer>,
    pub(crate) once: Arc<Once>,
    /// Whether any action runs its form once.
    pub(crate) has_once: bool,
}

impl Actions {
    /// Binds actions to their states. Returns the actions that have no mistake, and all mistakes.
    /// The same action may be given more than once (linked and by hand).
    pub(crate) fn build(
        registered: impl IntoIterator<Item = impl Into<Registered>>,
        states: &States,
        config: Config,
    ) -> (Self, Vec<Mistake>) {
        let (table, mut mistakes) = ActionTable::bind(registered, states, &config.limits, &config.layers);
        mistakes.extend(table.check(config.identity.is_some()));
        table.warn();
        let sealer = Arc::new(config.sealer);
        let tokens = Arc::new(FormSealer {
            sealer: Arc::clone(&sealer),
            lifetime: config.form_lifetime,
            identity: config.identity,
        });
        let store = config.store;
        let has_once = table.actions().any(|action| action.once.is_some());
        let actions = Self {
            table,
            has_once,
            guard_of_checks: config.guard.of_checks(),
            guard: config.guard,
            once: Arc::new(Once::new(Arc::clone(&tokens), Arc::clone(&store))),
            tokens,
            flashes: FlashCookies::new(Arc::clone(&sealer), config.form_state_lifetime),
            logins: LoginStates {
                sealer: Arc::clone(&sealer),
                store: Arc::clone(&store),
                settings: config.login,
                shown_lifetime: config.form_state_lifetime,
            },
            form_states: FormStateStore {
                sealer,
                store,
                lifetime: config.form_state_lifetime,
            },
        };
        (actions, mistakes)
    }

    /// Returns whether the desk identifies the clients of requests.
    #[must_use]
    pub fn identifies_clients(&self) -> bool {
        self.tokens.identity.is_some()
    }

    /// Returns the action of this name, or of this earlier name.
    pub(crate) fn get(&self, name: &str) -> Option<&Arc<BoundAction>> {
        self.table.get(name)
    }

    pub(crate) fn table(&self) -> &ActionTable {
        &self.table
    }

    /// Returns the CSRF check.
    #[must_use]
    pub fn guard(&self) -> &Guard {
        &self.guard
    }

    /// Returns the check of where a check of a form comes from.
    pub(crate) fn guard_of_checks(&self) -> &Guard {
        &self.guard_of_checks
    }

    /// Returns the action whose form is checked at a path below [`ACTIONS_PATH`].
    pub(crate) fn get_by_check_path(&self, path: &str) -> Option<&Arc<BoundAction>> {
        let name = path.strip_prefix(ACTIONS_PATH)?.strip_suffix(CHECK_SUFFIX)?;
        self.table.get_by_url(name).filter(|action| action.has_check_url)
    }

    /// Returns the name of the action whose form is checked at a path below [`ACTIONS_PATH`].
    #[must_use]
    pub fn checked_name(&self, path: &str) -> Option<&'static str> {
        self.get_by_check_path(path).map(|action| action.name)
    }

    /// Returns the name of the action that a path below [`ACTIONS_PATH`] calls.
    #[must_use]
    pub fn name(&self, path: &str) -> Option<&'static str> {
        let name = path.strip_prefix(ACTIONS_PATH)?;
        self.table.get_by_url(name).map(|action| action.name)
    }

    /// Returns the rows of the boot table, sorted by name.
    pub fn rows(&self) -> impl Iterator<Item = ActionRow> {
        self.table.actions().map(|action| ActionRow::from(&**action))
    }
}

impl fmt::Debug for Actions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set()
            .entries(self.table.actions().map(|action| action.name))
            .finish()
    }
}
