//! The responses that a store in memory was asked for last, found in a few instructions.
//!
//! A table of one slot per hash, in front of the cache that holds the responses. It has only what
//! that cache has: an entry leaves both at once. What is found here is not recorded as a use, by
//! which the cache decides what to evict; so one request in [`RECORDED`] goes on to the cache.

use std::cell::Cell;
use std::hash::BuildHasher;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use arc_swap::{ArcSwapOption, Guard};
use bytes::Bytes;
use foldhash::fast::RandomState;

use super::response::StoredResponse;

/// One in this many requests for an entry of the table is recorded by the cache.
const RECORDED: u32 = 64;

/// One in this many requests for another entry replaces the one in a slot, which costs more than to
/// find it in the cache.
const REPLACING: u32 = 4;

/// The table has one slot for this much of the cache's capacity.
const BYTES_PER_SLOT: u64 = 16 * 1024;

/// A response in the store.
pub(super) struct Entry {
    key: Bytes,
    pub(super) response: StoredResponse,
    /// Whether the cache has it. False once it is replaced, removed or evicted.
    is_held: AtomicBool,
    /// The store's sequence number up to which the names of all its requests are known not to
    /// outdate it.
    current_at: AtomicU64,
}

impl Entry {
    pub(super) fn new(key: Bytes, response: StoredResponse) -> Self {
        Self {
            key,
            is_held: AtomicBool::new(true),
            current_at: AtomicU64::new(response.sequence()),
            response,
        }
    }

    #[cfg(test)]
    pub(super) fn key(&self) -> &Bytes {
        &self.key
    }

    /// Returns whether no name has outdated it up to this sequence number, as far as is known.
    pub(super) fn is_current_at(&self, sequence: u64) -> bool {
        self.current_at.load(Ordering::Relaxed) >= sequence
    }

    pub(super) fn set_current_at(&self, sequence: u64) {
        self.current_at.fetch_max(sequence, Ordering::Relaxed);
    }

    fn is_held(&self) -> bool {
        self.is_held.load(Ordering::SeqCst)
    }
}

/// What was found in the table.
pub(super) struct Near(Guard<Option<Arc<Entry>>>);

impl Near {
    pub(super) fn entry(&self, key: &[u8]) -> Option<&Entry> {
        self.0.as_deref().filter(|entry| entry.is_held() && entry.key == key)
    }
}

pub(super) struct NearTable {
    slots: Box<[ArcSwapOption<Entry>]>,
    hasher: RandomState,
}

impl NearTable {
    /// Creates a table in front of a cache that holds up to `capacity` bytes.
    pub(super) fn new(capacity: u64) -> Self {
        let slots = usize::try_from(capacity / BYTES_PER_SLOT).unwrap_or(usize::MAX);
        let slots = slots.clamp(16, 4096).next_power_of_two();
        Self {
            slots: (0..slots).map(|_| ArcSwapOption::empty()).collect(),
            hasher: RandomState::default(),
        }
    }

    fn slot(&self, key: &[u8]) -> Option<&ArcSwapOption<Entry>> {
        // The lowest bits: the number of slots is a power of two.
        let hash = self.hasher.hash_one(key) as usize;
        self.slots.get(hash & (self.slots.len() - 1))
    }

    /// Returns what is in the slot of a key, unless this request is one that the cache records.
    pub(super) fn find(&self, key: &[u8]) -> Option<Near> {
        if is_one_in(RECORDED) {
            return None;
        }
        Some(Near(self.slot(key)?.load()))
    }

    /// Adds an entry that was just found in the cache.
    pub(super) fn add(&self, entry: &Arc<Entry>) {
        let Some(slot) = self.slot(&entry.key) else { return };
        match &*slot.load() {
            Some(own) if Arc::ptr_eq(own, entry) => return,
            Some(_) if !is_one_in(REPLACING) => return,
            _ => slot.store(Some(Arc::clone(entry))),
        }
        // It may have left the cache since it was found there.
        if !entry.is_held() {
            self.remove(entry);
        }
    }

    /// Removes an entry that has left the cache.
    pub(super) fn release(&self, entry: &Arc<Entry>) {
        entry.is_held.store(false, Ordering::SeqCst);
        self.remove(entry);
    }

    fn remove(&self, entry: &Arc<Entry>) {
        if let Some(slot) = self.slot(&entry.key) {
            slot.compare_and_swap(entry, None);
        }
    }

    #[cfg(test)]
    pub(super) fn entries(&self) -> Vec<Arc<Entry>> {
        self.slots.iter().filter_map(ArcSwapOption::load_full).collect()
    }
}

/// Returns true one in `n` times, in no pattern that requests could follow by accident. `n` is a
/// power of two.
fn is_one_in(n: u32) -> bool {
    thread_local! {
        static STATE: Cell<u32> = const { Cell::new(1) };
    }
    STATE.with(|state| {
        // The generator of Numerical Recipes. Its high bits are the good ones.
        let next = state.get().wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.set(next);
        next < u32::MAX / n
    })
}
