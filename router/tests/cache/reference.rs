//! A reference model of the cache: sequential, with a number as its clock.

use std::collections::BTreeMap;

const FRESH: u64 = 10;
const LIFETIME: u64 = 40;
const JOIN_LIMIT: u64 = 60;

/// What the handler does.
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
    /// Returns the handler's status and body for data of this version.
    pub(crate) fn respond(self, key: &Key, version: u64) -> (u16, String) {
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

/// The model's stored response for a key.
#[derive(Debug, Clone)]
struct Stored {
    response: (u16, String),
    generated_at: u64,
    outdated: bool,
    failures: u32,
    last_failure: u64,
}

/// A refresh in the background.
#[derive(Debug)]
struct Refresh {
    key: Key,
    since: u64,
    /// Whether there was a revalidation after it began.
    outdated: bool,
    /// Whether no later run has replaced it.
    current: bool,
    done: bool,
}

/// How a run outcome.
enum RunOutcome {
    AlreadyStored(Stored),
    /// A response, and whether it was stored.
    Generated((u16, String), bool),
    PassedThrough((u16, String)),
}

#[derive(Default)]
pub(crate) struct Model {
    pub(crate) now: u64,
    pub(crate) mode: Mode,
    pub(crate) versions: [u64; 3],
    stored: BTreeMap<Key, Stored>,
    refreshes: Vec<Refresh>,
    pub(crate) runs: u32,
}

impl Model {
    fn age(&self, stored: &Stored) -> u64 {
        self.now - stored.generated_at
    }

    fn is_valid(&self, stored: &Stored) -> bool {
        !stored.outdated && self.age(stored) < LIFETIME
    }

    fn may_retry(&self, stored: &Stored) -> bool {
        let wait = match stored.failures {
            0 => 0,
            1 => 3,
            2 => 6,
            3 => 12,
            4 => 24,
            _ => 30,
        };
        self.now - stored.last_failure >= wait
    }

    fn hit(&self, stored: &Stored) -> String {
        format!("hit; ttl={}", FRESH.cast_signed() - self.age(stored).cast_signed())
    }

    /// Runs the handler. `current` is whether its response may be stored.
    fn run(&mut self, key: Key, refresh: bool, current: bool) -> RunOutcome {
        let valid = self.stored.get(&key).filter(|stored| self.is_valid(stored)).cloned();
        if let Some(stored) = &valid
            && (self.age(stored) < FRESH || refresh && !self.may_retry(stored))
        {
            return RunOutcome::AlreadyStored(stored.clone());
        }
        self.runs += 1;
        let response = self.mode.respond(&key, self.versions[usize::try_from(key.0).unwrap()]);
        match self.mode {
            Mode::Good | Mode::Missing => {
                if current {
                    let stored = Stored {
                        response: response.clone(),
                        generated_at: self.now,
                        outdated: false,
                        failures: 0,
                        last_failure: 0,
                    };
                    self.stored.insert(key, stored);
                }
                RunOutcome::Generated(response, current)
            }
            Mode::Panics | Mode::Fails => {
                if let Some(mut stored) = valid.filter(|_| current) {
                    stored.failures += 1;
                    stored.last_failure = self.now;
                    self.stored.insert(key, stored);
                }
                RunOutcome::Generated(response, false)
            }
            Mode::Private => {
                if valid.is_some() && current {
                    self.stored.remove(&key);
                }
                RunOutcome::PassedThrough(response)
            }
        }
    }

    /// Returns the refresh that a request may join.
    fn joinable(&self, key: Key) -> Option<usize> {
        let may_be_joined =
            |refresh: &Refresh| refresh.current && !refresh.outdated && self.now - refresh.since < JOIN_LIMIT;
        let found = |refresh: &Refresh| refresh.key == key && !refresh.done && may_be_joined(refresh);
        self.refreshes.iter().position(found)
    }

    /// Replaces all earlier runs of a key.
    fn replace_runs(&mut self, key: Key) {
        for refresh in self.refreshes.iter_mut().filter(|refresh| refresh.key == key) {
            refresh.current = false;
        }
    }

    pub(crate) fn read(&mut self, key: Key) -> ((u16, String), String) {
        let forward = match self.stored.get(&key).cloned() {
            None => "uri-miss",
            Some(stored) if !self.is_valid(&stored) => "stale",
            Some(stored) => {
                if self.age(&stored) >= FRESH && self.may_retry(&stored) && self.joinable(key).is_none() {
                    self.replace_runs(key);
                    self.refreshes.push(Refresh {
                        key,
                        since: self.now,
                        outdated: false,
                        current: true,
                        done: false,
                    });
                }
                let status = self.hit(&stored);
                return (stored.response, status);
            }
        };
        let joined = self.joinable(key);
        let outcome = match joined {
            Some(at) => {
                let outcome = self.run(key, true, true);
                self.refreshes[at].done = true;
                outcome
            }
            None => {
                self.replace_runs(key);
                self.run(key, false, true)
            }
        };
        match outcome {
            RunOutcome::AlreadyStored(stored) => {
                let status = self.hit(&stored);
                (stored.response, status)
            }
            RunOutcome::Generated(response, stored) => {
                let stored = if stored { "; stored" } else { "" };
                let collapsed = if joined.is_some() { "; collapsed" } else { "" };
                (response, format!("fwd={forward}{stored}{collapsed}"))
            }
            RunOutcome::PassedThrough(response) => (response, format!("fwd={forward}")),
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
        for (key, stored) in &mut self.stored {
            stored.outdated |= reaches(key);
        }
        for refresh in &mut self.refreshes {
            refresh.outdated |= reaches(&refresh.key);
        }
    }
}
