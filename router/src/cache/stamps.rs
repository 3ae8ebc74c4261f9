//! When each name was last revalidated: the half of a store in memory that is not answers.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock};

use super::names::{Name, Names};

/// About how many bytes of names are remembered.
const CAPACITY: usize = 4 * 1024 * 1024;

/// What a name takes up besides its text.
const OVERHEAD: usize = 64;

/// The stamps of names, and the sequence number that they are made of.
#[derive(Debug, Default)]
pub(super) struct Stamps {
    /// A copy of the number in `given`, read without a lock: most answers are newer than any revalidation.
    sequence: AtomicU64,
    given: RwLock<Given>,
}

#[derive(Debug, Default)]
struct Given {
    sequence: u64,
    paths: HashMap<Box<str>, u64>,
    below: HashMap<Box<str>, u64>,
    tags: HashMap<Box<str>, u64>,
    bytes: usize,
    /// The highest stamp that was forgotten. Every name counts as having it.
    forgotten: u64,
}

impl Stamps {
    pub(super) fn sequence(&self) -> u64 {
        self.sequence.load(Ordering::Acquire)
    }

    /// The highest stamp of any of these names.
    pub(super) fn newest(&self, names: Names<'_>) -> u64 {
        let given = self.given.read().unwrap_or_else(PoisonError::into_inner);
        let stamps = names.iter().filter_map(|name| given.of(name));
        stamps.fold(given.forgotten, u64::max)
    }

    pub(super) fn revalidate(&self, name: Name<'_>) {
        let mut given = self.given.write().unwrap_or_else(PoisonError::into_inner);
        let stamp = given.sequence + 1;
        given.sequence = stamp;
        if given.insert(name, stamp) && given.bytes > CAPACITY {
            given.forget_older_half();
        }
        // Last: who reads the number finds the stamp.
        self.sequence.store(stamp, Ordering::Release);
    }
}

impl Given {
    fn of(&self, name: Name<'_>) -> Option<u64> {
        match name {
            Name::Path(path) => self.paths.get(path),
            Name::Below(path) => self.below.get(path),
            Name::Tag(tag) => self.tags.get(tag),
        }
        .copied()
    }

    /// Whether the name is new.
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

    /// Makes room. Answers older than what is forgotten count as outdated from now on: they are made anew when they are next
    /// asked for.
    fn forget_older_half(&mut self) {
        let maps = [&self.paths, &self.below, &self.tags];
        let mut stamps: Vec<_> = maps.into_iter().flat_map(HashMap::values).copied().collect();
        stamps.sort_unstable();
        let Some(middle) = stamps.get(stamps.len() / 2).copied() else {
            return;
        };
        self.forgotten = middle;
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
    fn a_forgotten_stamp_outdates_more_never_less() {
        let stamps = Stamps::default();
        let tags = ["first".to_owned()];
        let names = Names::new("/x", &tags);
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
        let given = stamps.given.read().unwrap();
        assert!(given.bytes <= CAPACITY);
        assert!(given.forgotten > 1 && given.forgotten < given.sequence);
        let last = format!("/{long}/9999");
        assert_eq!(given.of(Name::Path(&last)), Some(given.sequence));
        drop(given);
        assert!(stamps.newest(names) > 1);
    }
}
