//! How much memory the values of all shards take.

use std::array;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use super::cost::{CLASSES, Cost};

/// The sizes of both halves. They are outside of the shards, so that the limits are exact for all of
/// them together.
pub(super) struct Usage {
    /// The capacity of each half in bytes.
    capacity: usize,
    evictable: AtomicUsize,
    /// The evictable bytes by size class.
    classes: [AtomicUsize; CLASSES],
    next_age: AtomicU64,
    pinned: AtomicUsize,
    claims: AtomicUsize,
    warned: AtomicBool,
}

impl Usage {
    pub(super) fn new(capacity: usize) -> Self {
        Self {
            capacity,
            evictable: AtomicUsize::new(0),
            classes: array::from_fn(|_| AtomicUsize::new(0)),
            next_age: AtomicU64::new(0),
            pinned: AtomicUsize::new(0),
            claims: AtomicUsize::new(0),
            warned: AtomicBool::new(false),
        }
    }

    /// Reserves room for an evictable value in place of another. Returns its age, a number that
    /// increases with every value, or `None` if there is no room.
    pub(super) fn exchange_evictable(&self, old: Option<Cost>, new: Cost) -> Option<u64> {
        let bytes = |cost: Option<Cost>| cost.map_or(0, |cost| cost.bytes);
        exchange(&self.evictable, bytes(old), new.bytes, self.capacity).then(|| {
            self.add_to_class(old, Some(new));
            self.next_age.fetch_add(1, Ordering::Relaxed)
        })
    }

    pub(super) fn release_evictable(&self, cost: Cost) {
        self.evictable.fetch_sub(cost.bytes, Ordering::Relaxed);
        self.add_to_class(Some(cost), None);
    }

    fn add_to_class(&self, old: Option<Cost>, new: Option<Cost>) {
        if let Some(old) = old
            && let Some(class) = self.classes.get(old.class())
        {
            class.fetch_sub(old.bytes, Ordering::Relaxed);
        }
        if let Some(new) = new
            && let Some(class) = self.classes.get(new.class())
        {
            class.fetch_add(new.bytes, Ordering::Relaxed);
        }
    }

    pub(super) fn has_room_for(&self, cost: Cost) -> bool {
        self.evictable.load(Ordering::Relaxed) + cost.bytes <= self.capacity
    }

    /// Returns the size classes, beginning with the one that takes most of the memory.
    pub(super) fn largest_classes(&self) -> Vec<usize> {
        let mut classes: Vec<_> = (self.classes.iter().enumerate())
            .map(|(class, bytes)| (bytes.load(Ordering::Relaxed), class))
            .filter(|(bytes, _)| *bytes > 0)
            .collect();
        classes.sort_unstable_by(|first, second| second.cmp(first));
        classes.into_iter().map(|(_, class)| class).collect()
    }

    /// Reserves room for a claim. Returns false if there is none. Logs a warning whenever the half
    /// becomes half full, while there is time to react.
    pub(super) fn add_pinned(&self, cost: Cost) -> bool {
        if !exchange(&self.pinned, 0, cost.bytes, self.capacity) {
            return false;
        }
        let claims = self.claims.fetch_add(1, Ordering::Relaxed) + 1;
        let half_full = self.pinned.load(Ordering::Relaxed) > self.capacity / 2;
        if self.warned.load(Ordering::Relaxed) != half_full
            && !self.warned.swap(half_full, Ordering::Relaxed)
            && half_full
        {
            tracing::warn!(
                forms = claims,
                "the memory store is half full of claims of `once` forms; when full, it refuses such forms"
            );
        }
        true
    }

    pub(super) fn release_pinned(&self, cost: Cost) {
        self.claims.fetch_sub(1, Ordering::Relaxed);
        self.pinned.fetch_sub(cost.bytes, Ordering::Relaxed);
    }

    #[cfg(test)]
    pub(super) fn bytes(&self) -> [usize; 2] {
        [&self.evictable, &self.pinned].map(|bytes| bytes.load(Ordering::Relaxed))
    }
}

/// Replaces `old` bytes of a total by `new` ones, unless that exceeds the capacity.
fn exchange(total: &AtomicUsize, old: usize, new: usize, capacity: usize) -> bool {
    let exchanged = |total: usize| Some(total.saturating_sub(old) + new).filter(|total| *total <= capacity);
    total
        .fetch_update(Ordering::Relaxed, Ordering::Relaxed, exchanged)
        .is_ok()
}
