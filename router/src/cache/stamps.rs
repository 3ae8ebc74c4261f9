//! When each name was last revalidated: the part of a store in memory that is not responses.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock};

use super::names::{Name, Names};

/// About how many bytes of names are stored.
const CAPACITY: usize = 4 * 1024 * 1024;

/// How many bytes a name uses besides its text.
const OVERHEAD: usize = 64;

/// The stamps of names, and the sequence number that they come from.
#[derive(Debug, Default)]
pub(super) struct Stamps {
    /// A copy of the number in `table`, read without a lock: most responses are newer than any
    /// revalidation.
    sequence: AtomicU64,
    table: RwLock<StampTable>,
}

#[derive(Debug, Default)]
struct StampTable {
    sequence: u64,
    paths: HashMap<Box<str>, u64>,
    below: HashMap<Box<str>, u64>,
    tags: HashMap<Box<str>, u64>,
    bytes: usize,
    /// The highest stamp that was dropped. Every name counts as having it.
    dropped: u64,
}

impl Stamps {
    pub(super) fn sequence(&self) -> u64 {
        self.sequence.load(Ordering::Acquire)
    }

    /// Returns the highest stamp of any of these names.
    pub(super) fn newest(&self, names: Names<'_>) -> u64 {
        let table = self.table.read().unwrap_or_else(PoisonError::into_inner);
        let stamps = names.iter().filter_map(|name| table.stamp(name));
        stamps.fold(table.dropped, u64::max)
    }

    pub(super) fn revalidate(&self, name: Name<'_>) {
        let mut table = self.table.write().unwrap_or_else(PoisonError::into_inner);
        let stamp = table.sequence + 1;
        table.sequence = stamp;
        if table.insert(name, stamp) && table.bytes > CAPACITY {
            table.drop_older_half();
        }
        // Last, so that a thread that reads the number finds the stamp.
        self.sequence.store(stamp, Ordering::Release);
    }
}

impl StampTable {
    fn stamp(&self, name: Name<'_>) -> Option<u64> {
        match name {
            Name::Path(path) => self.paths.get(path),
            Name::Below(path) => self.below.get(path),
            Name::Tag(tag) => self.tags.get(tag),
        }
        .copied()
    }

    /// Sets the stamp of a name. Returns whether the name is new.
    fn insert(&mut self, name: Name<'_>, stamp: u64) -> bool {
        let stamps = match name {
            Name::Path(_) => &mut self.paths,
            Name::Below(_) => &mut self.below,
            Name::Tag(_) => &mut self.tags,
        };
        if let Some(old) = stamps.get_mut(name.text()) {
            *old = stamp;
            return false;
        }
        stamps.insert(name.text().into(), stamp);
        self.bytes += name.text().len() + OVERHEAD;
        true
    }

    /// Makes room. Responses older than a dropped stamp count as outdated from then on, and are
    /// generated anew when they are next requested.
    fn drop_older_half(&mut self) {
        let maps = [&self.paths, &self.below, &self.tags];
        let mut stamps: Vec<_> = maps.into_iter().flat_map(HashMap::values).copied().collect();
        stamps.sort_unstable();
        let Some(middle) = stamps.get(stamps.len() / 2).copied() else {
            return;
        };
        self.dropped = middle;
        self.bytes = 0;
        for map in [&mut self.paths, &mut self.below, &mut self.tags] {
            map.retain(|_, stamp| *stamp > middle);
            self.bytes += map.keys().map(|name| name.len() + OVERHEAD).sum::<usize>();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dropped_stamps_outdate_more_responses_never_fewer() {
        let stamps = Stamps::default();
        let tags = ["first".to_owned()];
        let names = Names::new("/x", &tags, true);
        assert_eq!((stamps.newest(names), stamps.sequence()), (0, 0));
        stamps.revalidate(Name::Tag("first"));
        assert_eq!((stamps.newest(names), stamps.sequence()), (1, 1));
        stamps.revalidate(Name::Path("/y"));
        stamps.revalidate(Name::Below("/x/y"));
        assert_eq!((stamps.newest(names), stamps.sequence()), (1, 3));

        let long = "x".repeat(1000);
        for number in 0..10_000 {
            stamps.revalidate(Name::Path(&format!("/{long}/{number}")));
        }
        let table = stamps.table.read().unwrap();
        assert!(table.bytes <= CAPACITY);
        assert!(table.dropped > 1 && table.dropped < table.sequence);
        let last = format!("/{long}/9999");
        assert_eq!(table.stamp(Name::Path(&last)), Some(table.sequence));
        drop(table);
        assert!(stamps.newest(names) > 1);
    }
}
