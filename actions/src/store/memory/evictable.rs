//! The evictable values of the memory store, and which of them is evicted first.

use std::collections::BTreeMap;
use std::sync::Arc;

/// The keys of evictable values, by size class and age.
///
/// Evicting by age alone, 64 forms of 1 MB would evict all other submissions of the last minutes.
/// Evicting by size alone, long texts would always be evicted first. So the oldest value is evicted
/// from the size class that takes most of the memory.
#[derive(Default)]
pub(super) struct Evictable {
    /// The classes, by the binary logarithm of the size.
    classes: BTreeMap<u32, Class>,
    next_age: u64,
    pub(super) bytes: usize,
}

#[derive(Default)]
struct Class {
    by_age: BTreeMap<u64, Arc<str>>,
    bytes: usize,
}

impl Evictable {
    /// Adds a key. Returns its age: a number that increases with every key.
    pub(super) fn add(&mut self, key: Arc<str>, cost: usize) -> u64 {
        let age = self.next_age;
        self.next_age += 1;
        self.bytes += cost;
        let class = self.classes.entry(size_class(cost)).or_default();
        class.bytes += cost;
        class.by_age.insert(age, key);
        age
    }

    /// Removes the key that was added with this age and cost.
    pub(super) fn remove(&mut self, age: u64, cost: usize) {
        self.bytes = self.bytes.saturating_sub(cost);
        if let Some(class) = self.classes.get_mut(&size_class(cost)) {
            class.bytes = class.bytes.saturating_sub(cost);
            class.by_age.remove(&age);
        }
    }

    /// Returns the key to evict next, or `None` if there are no keys.
    pub(super) fn next_to_evict(&self) -> Option<Arc<str>> {
        let class = self.classes.values().max_by_key(|class| class.bytes)?;
        class.by_age.values().next().cloned()
    }
}

/// Returns the size class.
fn size_class(cost: usize) -> u32 {
    cost.checked_ilog2().unwrap_or(0)
}
