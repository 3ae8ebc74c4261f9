//! What the app knows, in memory. Each part can be had by itself, through `FromRef`.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use frontdesk::FromRef;
use serde::Serialize;
use tokio::sync::{Semaphore, watch};

use super::user::UserHeader;
use super::watched::{Listeners, Tally};

/// The app's state; clones share it.
#[derive(Debug, Clone, Default)]
pub struct App {
    /// Below which path the app is mounted.
    pub base: Base,
    /// What `/api/items` serves.
    pub items: Items,
    /// What `/conv/users` serves.
    pub users: Items,
    /// What `/notes` shows.
    pub notes: Notes,
    /// How often things happened.
    pub counts: Counts,
    /// What the action `gated` waits for.
    pub gate: Gate,
    /// What `count_once` adds to.
    pub sum: Sum,
    /// How often `slow` came to its end.
    pub slow_ended: Tally,
    /// How often `/flaky` ran.
    pub flaky_runs: Tally,
    /// Who listens to `/events`.
    pub listeners: Listeners,
    /// Where the name of the user stands.
    pub user_header: UserHeader,
}

macro_rules! parts {
    ($($field:ident: $part:ty),*) => {
        $(
            impl FromRef<App> for $part {
                fn from_ref(app: &App) -> Self {
                    app.$field.clone()
                }
            }
        )*
    };
}

parts! { base: Base, items: Items, notes: Notes, counts: Counts, gate: Gate, sum: Sum, listeners: Listeners, user_header: UserHeader }

/// The path below which the app is mounted: empty, or `/app`.
#[derive(Debug, Clone, Default)]
pub struct Base(Arc<str>);

impl Base {
    /// A base path.
    #[must_use]
    pub fn new(path: &str) -> Self {
        Self(path.into())
    }

    /// The path.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A path of the app as the browser must ask for it.
    #[must_use]
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }
}

/// Things by number, the first being 1.
#[derive(Debug)]
struct Table<T> {
    rows: BTreeMap<u32, T>,
    last: u32,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self {
            rows: BTreeMap::new(),
            last: 0,
        }
    }
}

impl<T> Table<T> {
    fn add(&mut self, make: impl FnOnce(u32) -> T) -> &T {
        self.last += 1;
        self.rows.entry(self.last).or_insert(make(self.last))
    }
}

/// A lock whose holder never panics while holding it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An item of the JSON API.
#[derive(Debug, Clone, Serialize)]
pub struct Item {
    /// Its number.
    pub id: u32,
    /// Its name.
    pub name: String,
}

/// The items of the JSON API.
#[derive(Debug, Clone, Default)]
pub struct Items(Arc<Mutex<Table<Item>>>);

impl Items {
    /// All of them, in the order of their numbers.
    #[must_use]
    pub fn all(&self) -> Vec<Item> {
        lock(&self.0).rows.values().cloned().collect()
    }

    /// One of them.
    #[must_use]
    pub fn get(&self, id: u32) -> Option<Item> {
        lock(&self.0).rows.get(&id).cloned()
    }

    /// Adds one.
    #[must_use]
    pub fn add(&self, name: String) -> Item {
        lock(&self.0).add(|id| Item { id, name }).clone()
    }

    /// Gives one another name, if there is one.
    #[must_use]
    pub fn rename(&self, id: u32, name: String) -> Option<Item> {
        let mut table = lock(&self.0);
        let item = table.rows.get_mut(&id)?;
        item.name = name;
        Some(item.clone())
    }

    /// Removes one; says whether it was there.
    #[must_use]
    pub fn remove(&self, id: u32) -> bool {
        lock(&self.0).rows.remove(&id).is_some()
    }
}

/// A note of the page.
#[derive(Debug, Clone)]
pub struct Note {
    /// Its number.
    pub id: u32,
    /// Its title.
    pub title: String,
    /// Its text.
    pub body: String,
    /// Whether it has a password.
    pub locked: bool,
    /// Whether it stays on top.
    pub pinned: bool,
}

/// The notes of the page.
#[derive(Debug, Clone, Default)]
pub struct Notes(Arc<Mutex<Table<Note>>>);

impl Notes {
    /// All of them, the pinned ones first.
    #[must_use]
    pub fn all(&self) -> Vec<Note> {
        let mut notes: Vec<_> = lock(&self.0).rows.values().cloned().collect();
        notes.sort_by_key(|note| !note.pinned);
        notes
    }

    /// Adds one; `make` gets its number.
    pub fn add(&self, make: impl FnOnce(u32) -> Note) {
        lock(&self.0).add(make);
    }

    /// Removes one; says whether it was there.
    #[must_use]
    pub fn remove(&self, id: u32) -> bool {
        lock(&self.0).rows.remove(&id).is_some()
    }
}

/// How often things happened.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    calls: Arc<AtomicU32>,
    chunks: Arc<AtomicU64>,
}

impl Counts {
    /// The action `count` runs once more; returns how often that makes.
    #[must_use]
    pub fn call(&self) -> u32 {
        self.calls.fetch_add(1, Ordering::SeqCst) + 1
    }

    /// How often the action `count` ran.
    #[must_use]
    pub fn calls(&self) -> u32 {
        self.calls.load(Ordering::SeqCst)
    }

    /// `/stream` made one more chunk.
    pub fn chunk(&self) {
        self.chunks.fetch_add(1, Ordering::SeqCst);
    }

    /// How many chunks `/stream` made.
    #[must_use]
    pub fn chunks(&self) -> u64 {
        self.chunks.load(Ordering::SeqCst)
    }
}

/// A sum.
#[derive(Debug, Clone, Default)]
pub struct Sum(Arc<AtomicU32>);

impl Sum {
    /// Adds to it, and returns what that makes; none, and nothing is added, if it were too large a number.
    #[must_use]
    pub fn add(&self, by: u32) -> Option<u32> {
        let add = |sum: u32| sum.checked_add(by);
        let before = self.0.fetch_update(Ordering::SeqCst, Ordering::SeqCst, add);
        before.ok().and_then(add)
    }

    /// What it is.
    #[must_use]
    pub fn get(&self) -> u32 {
        self.0.load(Ordering::SeqCst)
    }
}

/// Stops an action half way until it is opened.
#[derive(Debug, Clone)]
pub struct Gate {
    reached: Arc<watch::Sender<u32>>,
    open: Arc<Semaphore>,
    passed: Arc<watch::Sender<u32>>,
}

impl Default for Gate {
    fn default() -> Self {
        Self {
            reached: Arc::new(watch::Sender::new(0)),
            open: Arc::new(Semaphore::new(0)),
            passed: Arc::new(watch::Sender::new(0)),
        }
    }
}

impl Gate {
    /// Says that someone is here, waits, and says that they passed. Returns how many did.
    pub async fn pass(&self) -> u32 {
        self.reached.send_modify(|count| *count += 1);
        if let Ok(permit) = self.open.acquire().await {
            permit.forget();
        }
        self.passed.send_modify(|count| *count += 1);
        *self.passed.borrow()
    }

    /// Lets one pass.
    pub fn open(&self) {
        self.open.add_permits(1);
    }

    /// Waits until so many have come here.
    pub async fn reached(&self, count: u32) {
        // The sender lives as long as the gate, so the wait can't fail.
        let _ = self.reached.subscribe().wait_for(|reached| *reached >= count).await;
    }

    /// Waits until so many have passed.
    pub async fn passed(&self, count: u32) {
        let _ = self.passed.subscribe().wait_for(|passed| *passed >= count).await;
    }

    /// How many have passed.
    #[must_use]
    pub fn count(&self) -> u32 {
        *self.passed.borrow()
    }
}
