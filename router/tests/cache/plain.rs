//! What the cache should do, as plainly as it can be said: one thing after another, and no clock but a number.

use std::collections::BTreeMap;

const FRESH: u64 = 10;
const LIFETIME: u64 = 40;
const PATIENCE: u64 = 60;

/// What the handler does now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Mode {
    #[default]
    Good,
    Missing,
    Panics,
    Fails,
    Private,
}

impl Mode {
    /// What the handler says of data of this version.
    pub(crate) fn says(self, key: &Key, version: u64) -> (u16, String) {
        let text = format!("{} {} {version}", key.0, key.1);
        match self {
            Self::Good | Self::Private => (200, text),
            Self::Missing => (404, text),
            Self::Panics => (500, String::new()),
            Self::Fails => (503, text),
        }
    }
}

/// Path and page.
pub(crate) type Key = (u64, u64);

/// What the model keeps under a key.
#[derive(Debug, Clone)]
struct Kept {
    says: (u16, String),
    made: u64,
    outdated: bool,
    failures: u32,
    failed: u64,
}

/// A refresh that waits in the background.
#[derive(Debug)]
struct Refresh {
    key: Key,
    since: u64,
    /// A revalidation came after it began.
    outdated: bool,
    /// It has its place among the flights.
    current: bool,
    done: bool,
}

/// How a run ended: what it says, and what `Cache-Status` says of it.
enum Ended {
    Found(Kept),
    Made((u16, String), bool),
    Passed((u16, String)),
}

#[derive(Default)]
pub(crate) struct Model {
    pub(crate) now: u64,
    pub(crate) mode: Mode,
    pub(crate) versions: [u64; 3],
    kept: BTreeMap<Key, Kept>,
    refreshes: Vec<Refresh>,
    pub(crate) runs: u32,
}

impl Model {
    fn age(&self, kept: &Kept) -> u64 {
        self.now - kept.made
    }

    fn is_valid(&self, kept: &Kept) -> bool {
        !kept.outdated && self.age(kept) < LIFETIME
    }

    fn may_retry(&self, kept: &Kept) -> bool {
        let wait = match kept.failures {
            0 => 0,
            1 => 3,
            2 => 6,
            3 => 12,
            4 => 24,
            _ => 30,
        };
        self.now - kept.failed >= wait
    }

    fn hit(&self, kept: &Kept) -> String {
        format!("hit; ttl={}", FRESH.cast_signed() - self.age(kept).cast_signed())
    }

    /// A run of the handler; `current` says whether its answer may be kept.
    fn run(&mut self, key: Key, refresh: bool, current: bool) -> Ended {
        let valid = self.kept.get(&key).filter(|kept| self.is_valid(kept)).cloned();
        if let Some(kept) = &valid
            && (self.age(kept) < FRESH || refresh && !self.may_retry(kept))
        {
            return Ended::Found(kept.clone());
        }
        self.runs += 1;
        let says = self.mode.says(&key, self.versions[usize::try_from(key.0).unwrap()]);
        match self.mode {
            Mode::Good | Mode::Missing => {
                if current {
                    let kept = Kept {
                        says: says.clone(),
                        made: self.now,
                        outdated: false,
                        failures: 0,
                        failed: 0,
                    };
                    self.kept.insert(key, kept);
                }
                Ended::Made(says, current)
            }
            Mode::Panics | Mode::Fails => {
                if let Some(mut kept) = valid.filter(|_| current) {
                    kept.failures += 1;
                    kept.failed = self.now;
                    self.kept.insert(key, kept);
                }
                Ended::Made(says, false)
            }
            Mode::Private => {
                if valid.is_some() && current {
                    self.kept.remove(&key);
                }
                Ended::Passed(says)
            }
        }
    }

    /// The refresh that a request may wait for.
    fn joinable(&self, key: Key) -> Option<usize> {
        let suits = |refresh: &Refresh| refresh.current && !refresh.outdated && self.now - refresh.since < PATIENCE;
        let found = |refresh: &Refresh| refresh.key == key && !refresh.done && suits(refresh);
        self.refreshes.iter().position(found)
    }

    /// A new flight takes the place of all before it.
    fn take_place(&mut self, key: Key) {
        for refresh in self.refreshes.iter_mut().filter(|refresh| refresh.key == key) {
            refresh.current = false;
        }
    }

    pub(crate) fn read(&mut self, key: Key) -> ((u16, String), String) {
        let forward = match self.kept.get(&key).cloned() {
            None => "uri-miss",
            Some(kept) if !self.is_valid(&kept) => "stale",
            Some(kept) => {
                if self.age(&kept) >= FRESH && self.may_retry(&kept) && self.joinable(key).is_none() {
                    self.take_place(key);
                    self.refreshes.push(Refresh {
                        key,
                        since: self.now,
                        outdated: false,
                        current: true,
                        done: false,
                    });
                }
                let status = self.hit(&kept);
                return (kept.says, status);
            }
        };
        let joined = self.joinable(key);
        let ended = match joined {
            Some(at) => {
                let ended = self.run(key, true, true);
                self.refreshes[at].done = true;
                ended
            }
            None => {
                self.take_place(key);
                self.run(key, false, true)
            }
        };
        match ended {
            Ended::Found(kept) => {
                let status = self.hit(&kept);
                (kept.says, status)
            }
            Ended::Made(says, stored) => {
                let stored = if stored { "; stored" } else { "" };
                let collapsed = if joined.is_some() { "; collapsed" } else { "" };
                (says, format!("fwd={forward}{stored}{collapsed}"))
            }
            Ended::Passed(says) => (says, format!("fwd={forward}")),
        }
    }

    pub(crate) fn run_tasks(&mut self) {
        for at in 0..self.refreshes.len() {
            let Refresh { key, current, done, .. } = self.refreshes[at];
            if !done {
                self.run(key, true, current);
                self.refreshes[at].done = true;
            }
        }
        self.refreshes.clear();
    }

    pub(crate) fn revalidate(&mut self, reaches: impl Fn(&Key) -> bool) {
        for (key, kept) in &mut self.kept {
            kept.outdated |= reaches(key);
        }
        for refresh in &mut self.refreshes {
            refresh.outdated |= reaches(&refresh.key);
        }
    }
}
