//! The states that a desk can give its actions.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

/// The states that a desk can give its actions, by type.
#[derive(Default)]
pub struct States(HashMap<TypeId, Arc<dyn Any + Send + Sync>>);

impl States {
    /// Returns states that hold `()` alone, which actions without a state need.
    #[must_use]
    pub fn new() -> Self {
        Self::default().with(Arc::new(()))
    }

    /// Adds a state.
    #[must_use]
    pub fn with<S: Send + Sync + 'static>(mut self, state: Arc<S>) -> Self {
        self.0.insert(TypeId::of::<S>(), state);
        self
    }

    pub(crate) fn get(&self, id: TypeId) -> Option<Arc<dyn Any + Send + Sync>> {
        self.0.get(&id).cloned()
    }
}

impl fmt::Debug for States {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("States").field(&self.0.len()).finish()
    }
}
