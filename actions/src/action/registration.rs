//! What the program's registry holds of each action that is linked into the program.

use std::any::{Any, TypeId, type_name};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use frontdesk_form::FieldInfo;
use frontdesk_router::Place;

use super::erased::ErasedAction;

/// The entry of an action in the program's registry. `#[server_action]` submits one; the desk binds
/// it to a state.
#[derive(Clone, Copy)]
pub struct Registration {
    pub(crate) name: &'static str,
    pub(crate) place: Place,
    /// Tells actions apart: a macro can define two of one name on one line.
    pub(crate) id: fn() -> TypeId,
    /// Returns the path of the action's struct, for messages.
    pub(crate) type_path: fn() -> &'static str,
    pub(crate) aliases: &'static [&'static str],
    /// The path of its own, in place of `/_actions/<name>`.
    pub(crate) path: Option<&'static str>,
    pub(crate) body_limit: Option<u64>,
    pub(crate) deny_unknown: bool,
    pub(crate) timeout: Option<Duration>,
    pub(crate) once: Option<OnceFor>,
    pub(crate) any_origin: bool,
    pub(crate) fields: fn() -> &'static [FieldInfo],
    pub(crate) postcard: fn() -> bool,
    pub(crate) state: fn() -> StateType,
    pub(crate) bind: Bind,
}

inventory::collect!(Registration);

/// For which callers a form runs once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnceFor {
    Anyone,
    Identity,
}

/// Binds an action to its state. Returns `None` if the state is of another type than the action's.
type Bind = fn(Arc<dyn Any + Send + Sync>) -> Option<Arc<dyn ErasedAction>>;

/// The type of a state: to find the state by it, and to name it in messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StateType {
    pub(crate) id: TypeId,
    pub(crate) name: &'static str,
}

impl StateType {
    /// Returns the type `S`.
    pub(crate) fn of<S: 'static>() -> Self {
        Self {
            id: TypeId::of::<S>(),
            name: type_name::<S>(),
        }
    }
}

impl Registration {
    /// Sets the largest body that the action accepts, in bytes, in place of the desk's limit.
    #[must_use]
    pub const fn body_limit(mut self, bytes: u64) -> Self {
        self.body_limit = Some(bytes);
        self
    }

    /// Makes the action reject fields that it doesn't know.
    #[must_use]
    pub const fn deny_unknown(mut self) -> Self {
        self.deny_unknown = true;
        self
    }

    /// Makes the action respond under earlier names as well.
    #[must_use]
    pub const fn aliases(mut self, names: &'static [&'static str]) -> Self {
        self.aliases = names;
        self
    }

    /// Sets the path that the action has in place of `/_actions/<name>`.
    #[must_use]
    pub const fn path(mut self, path: &'static str) -> Self {
        self.path = Some(path);
        self
    }

    /// Returns the path that the action has in place of `/_actions/<name>`, if it has one.
    #[doc(hidden)]
    #[must_use]
    pub fn own_path(&self) -> Option<&'static str> {
        self.path
    }

    /// Sets how long a caller waits for the function.
    #[must_use]
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Makes each form run the action once, however often it is sent.
    #[must_use]
    pub const fn once(mut self) -> Self {
        self.once = Some(OnceFor::Anyone);
        self
    }

    /// Makes each form run the action once, and only for the identity that loaded the page.
    #[must_use]
    pub const fn once_for_identity(mut self) -> Self {
        self.once = Some(OnceFor::Identity);
        self
    }

    /// Turns the origin guard off for the action: any site may call it.
    #[must_use]
    pub const fn any_origin(mut self) -> Self {
        self.any_origin = true;
        self
    }

    /// Returns all actions that are linked into the program, in no particular order.
    pub fn linked() -> impl Iterator<Item = Self> {
        inventory::iter::<Self>.into_iter().copied()
    }
}

impl fmt::Debug for Registration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registration")
            .field("name", &self.name)
            .field("place", &self.place)
            .finish_non_exhaustive()
    }
}
