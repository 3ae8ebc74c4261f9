//! The registry: every action that is linked into the program.

use std::any::{Any, TypeId, type_name};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use frontdesk_router::Place;

use crate::action::{Action, ActionFor};
use crate::actions::Entry;
use crate::field_info::Fields;
use crate::form::{FieldInfo, FromForm as _};
use crate::limits::Limits;
use crate::run::{Bound, Run};

/// What the program's registry holds of an action. `#[server_action]` submits one; the desk binds it to a state.
#[derive(Clone, Copy)]
pub struct Registration {
    pub(crate) name: &'static str,
    pub(crate) place: Place,
    /// Which action it is: a macro can make two of one name on one line.
    pub(crate) id: fn() -> TypeId,
    pub(crate) aliases: &'static [&'static str],
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

/// Who may send a form that runs once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnceFor {
    Anyone,
    Identity,
}

/// Binds an action to its state; none when the state is of another type than the action's.
type Bind = fn(Arc<dyn Any + Send + Sync>) -> Option<Arc<dyn Run>>;

/// A state's type, to find it and to name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StateType {
    pub(crate) id: TypeId,
    pub(crate) name: &'static str,
}

impl StateType {
    /// The type `S`.
    #[must_use]
    pub fn of<S: 'static>() -> Self {
        Self {
            id: TypeId::of::<S>(),
            name: type_name::<S>(),
        }
    }
}

impl Registration {
    /// An action and the place where it is defined, as `file!()` and `line!()` give it.
    #[must_use]
    pub const fn new<A: ActionFor<<A as Action>::State>>(file: &'static str, line: u32) -> Self {
        Self {
            name: A::NAME,
            place: Place::new(file, line),
            id: TypeId::of::<A>,
            aliases: &[],
            body_limit: None,
            deny_unknown: false,
            timeout: None,
            once: None,
            any_origin: false,
            fields: A::fields,
            postcard: A::Input::takes_postcard,
            state: StateType::of::<A::State>,
            bind: |state| Some(Arc::new(Bound::<A>::new(state.downcast().ok()?))),
        }
    }

    /// The same action, with a limit of its own for the body, in bytes.
    #[must_use]
    pub const fn body_limit(mut self, bytes: u64) -> Self {
        self.body_limit = Some(bytes);
        self
    }

    /// The same action, which refuses fields that it doesn't know.
    #[must_use]
    pub const fn deny_unknown(mut self) -> Self {
        self.deny_unknown = true;
        self
    }

    /// The same action, under earlier names too.
    #[must_use]
    pub const fn aliases(mut self, names: &'static [&'static str]) -> Self {
        self.aliases = names;
        self
    }

    /// The same action, whose callers wait for the function no longer than this.
    #[must_use]
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// The same action, whose form runs it once, however often it is sent.
    #[must_use]
    pub const fn once(mut self) -> Self {
        self.once = Some(OnceFor::Anyone);
        self
    }

    /// The same action, whose form runs it once, and in one session only.
    #[must_use]
    pub const fn once_for_identity(mut self) -> Self {
        self.once = Some(OnceFor::Identity);
        self
    }

    /// The same action without the origin guard: any site may call it.
    #[must_use]
    pub const fn any_origin(mut self) -> Self {
        self.any_origin = true;
        self
    }

    /// The action as a desk runs it; `limits` are the desk's.
    pub(crate) fn entry(self, run: Arc<dyn Run>, limits: &Limits) -> Entry {
        let fields = Fields::new((self.fields)());
        let mut limits = limits.clone();
        let default = limits.body.saturating_add(fields.file_bytes());
        limits.body = self.body_limit.unwrap_or(default);
        let sealed = || fields.own.iter().filter(|field| field.sealed);
        Entry {
            has_sealed: sealed().next().is_some(),
            asks_identity: self.once == Some(OnceFor::Identity) || sealed().any(|field| field.for_identity),
            // It has no names, so nothing beside the fields can come with it.
            takes_postcard: self.once.is_none() && fields.take_postcard() && (self.postcard)(),
            name: self.name,
            aliases: self.aliases,
            place: self.place,
            fields,
            limits,
            deny_unknown: self.deny_unknown,
            timeout: self.timeout,
            once: self.once,
            any_origin: self.any_origin,
            run,
        }
    }

    /// All actions that are linked into the program, in no particular order.
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
