//! What may be forgotten, and what of it goes first.

use std::collections::BTreeMap;
use std::sync::Arc;

/// The keys of what may be forgotten, by size and age.
///
/// By age alone, 64 forms of 1 MB push out everything that people typed in the last minutes; by size alone, a long text is the
/// one that is always lost. So sizes share the room, and the one that takes most of it makes room: oldest first.
#[derive(Default)]
pub(super) struct Loose {
    /// By the size's power of two.
    classes: BTreeMap<u32, Class>,
    next_age: u64,
    pub(super) bytes: usize,
}

#[derive(Default)]
struct Class {
    by_age: BTreeMap<u64, Arc<str>>,
    bytes: usize,
}

impl Loose {
    /// Adds a key, and gives its age: a number that no other has.
    pub(super) fn add(&mut self, key: Arc<str>, cost: usize) -> u64 {
        let age = self.next_age;
        self.next_age += 1;
        self.bytes += cost;
        let class = self.classes.entry(size(cost)).or_default();
        class.bytes += cost;
        class.by_age.insert(age, key);
        age
    }

    pub(super) fn remove(&mut self, age: u64, cost: usize) {
        self.bytes = self.bytes.saturating_sub(cost);
        if let Some(class) = self.classes.get_mut(&size(cost)) {
            class.bytes = class.bytes.saturating_sub(cost);
            class.by_age.remove(&age);
        }
    }

    pub(super) fn next_to_go(&self) -> Option<Arc<str>> {
        let class = self.classes.values().max_by_key(|class| class.bytes)?;
        class.by_age.values().next().cloned()
    }
}

fn size(cost: usize) -> u32 {
    cost.checked_ilog2().unwrap_or(0)
}
