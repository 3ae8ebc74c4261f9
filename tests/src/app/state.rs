//! The app's state, in memory. Each part can be extracted by itself, through `FromRef`.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use frontdesk::FromRef;
use serde::Serialize;
use tokio::sync::{Semaphore, watch};

use super::user::UserHeader;
use super::watched::{Listeners, Tally};

/// The app's state. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct App {
    /// The path below which the app is mounted.
    pub base: Base,
    /// The items of `/api/items`.
    pub items: Items,
    /// The users of `/conv/users`.
    pub users: Items,
    /// The notes of `/notes`.
    pub notes: Notes,
    /// The books of `/shelf`.
    pub shelf: Shelf,
    /// The rows of `/rows`.
    pub rows: Rows,
    /// The notes of `/members`.
    pub member_notes: MemberNotes,
    /// How often things happened.
    pub counts: Counts,
    /// The gate that the action `gated` waits for.
    pub gate: Gate,
    /// The sum that `count_once` adds to.
    pub sum: Sum,
    /// How often `slow` ran to its end.
    pub slow_ended: Tally,
    /// How often `/flaky` ran.
    pub flaky_runs: Tally,
    /// The open streams of `/events`.
    pub listeners: Listeners,
    /// The header that has the name of the user.
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

parts! { base: Base, items: Items, notes: Notes, shelf: Shelf, rows: Rows, counts: Counts, gate: Gate, sum: Sum, listeners: Listeners, user_header: UserHeader }

/// The path below which the app is mounted: empty, or `/app`.
#[derive(Debug, Clone, Default)]
pub struct Base(Arc<str>);

impl Base {
    /// Creates a base path.
    #[must_use]
    pub fn new(path: &str) -> Self {
        Self(path.into())
    }

    /// Returns the path.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the URL path of a path of the app.
    #[must_use]
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }
}

/// Rows by id, beginning with 1.
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

/// Locks a mutex. Its holders never panic, so poisoning is ignored.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An item of the JSON API.
#[derive(Debug, Clone, Serialize)]
pub struct Item {
    /// Its id.
    pub id: u32,
    /// Its name.
    pub name: String,
}

/// The items of the JSON API.
#[derive(Debug, Clone, Default)]
pub struct Items(Arc<Mutex<Table<Item>>>);

impl Items {
    /// Returns all items by id.
    #[must_use]
    pub fn all(&self) -> Vec<Item> {
        lock(&self.0).rows.values().cloned().collect()
    }

    /// Returns one item.
    #[must_use]
    pub fn get(&self, id: u32) -> Option<Item> {
        lock(&self.0).rows.get(&id).cloned()
    }

    /// Adds an item.
    #[must_use]
    pub fn add(&self, name: String) -> Item {
        lock(&self.0).add(|id| Item { id, name }).clone()
    }

    /// Renames an item. Returns `None` if there is no such item.
    #[must_use]
    pub fn rename(&self, id: u32, name: String) -> Option<Item> {
        let mut table = lock(&self.0);
        let item = table.rows.get_mut(&id)?;
        item.name = name;
        Some(item.clone())
    }

    /// Removes one, and returns whether it existed.
    #[must_use]
    pub fn remove(&self, id: u32) -> bool {
        lock(&self.0).rows.remove(&id).is_some()
    }
}

/// A note.
#[derive(Debug, Clone)]
pub struct Note {
    /// Its id.
    pub id: u32,
    /// Its title.
    pub title: String,
    /// Its text.
    pub body: String,
    /// Whether it has a password.
    pub locked: bool,
    /// Whether it is pinned to the top.
    pub pinned: bool,
}

/// The notes.
#[derive(Debug, Clone, Default)]
pub struct Notes(Arc<Mutex<Table<Note>>>);

impl Notes {
    /// Returns all notes, the pinned ones first.
    #[must_use]
    pub fn all(&self) -> Vec<Note> {
        let mut notes: Vec<_> = lock(&self.0).rows.values().cloned().collect();
        notes.sort_by_key(|note| !note.pinned);
        notes
    }

    /// Adds a note; `make` is called with its id.
    pub fn add(&self, make: impl FnOnce(u32) -> Note) {
        lock(&self.0).add(make);
    }

    /// Removes one, and returns whether it existed.
    #[must_use]
    pub fn remove(&self, id: u32) -> bool {
        lock(&self.0).rows.remove(&id).is_some()
    }
}

/// The books on the shelf, by number.
#[derive(Debug, Clone, Default)]
pub struct Shelf(Arc<Mutex<Table<String>>>);

impl Shelf {
    /// Returns all books with their numbers.
    #[must_use]
    pub fn all(&self) -> Vec<(u32, String)> {
        let table = lock(&self.0);
        table
            .rows
            .iter()
            .map(|(number, book)| (*number, book.clone()))
            .collect()
    }

    /// Adds a book.
    pub fn add(&self, book: String) {
        lock(&self.0).add(|_| book);
    }

    /// Removes a book, if it is there.
    pub fn remove(&self, number: u32) {
        lock(&self.0).rows.remove(&number);
    }
}

/// Three rows, numbered from 1, that are on or off.
#[derive(Debug, Clone, Default)]
pub struct Rows(Arc<Mutex<[bool; 3]>>);

impl Rows {
    /// Returns all rows with their numbers.
    #[must_use]
    pub fn all(&self) -> Vec<(u32, bool)> {
        (1..).zip(*lock(&self.0)).collect()
    }

    /// Turns a row on or off, and returns whether it is on. Returns `None` if there is no such row.
    #[must_use]
    pub fn toggle(&self, number: u32) -> Option<bool> {
        let index = usize::try_from(number.checked_sub(1)?).ok()?;
        let mut rows = lock(&self.0);
        let row = rows.get_mut(index)?;
        *row = !*row;
        Some(*row)
    }

    /// Returns how many rows are on.
    #[must_use]
    pub fn on(&self) -> usize {
        lock(&self.0).iter().filter(|is_on| **is_on).count()
    }
}

/// The notes of the members.
#[derive(Debug, Clone, Default)]
pub struct MemberNotes(Arc<Mutex<Vec<String>>>);

impl MemberNotes {
    /// Returns all notes.
    #[must_use]
    pub fn all(&self) -> Vec<String> {
        lock(&self.0).clone()
    }

    /// Adds a note.
    pub fn add(&self, text: String) {
        lock(&self.0).push(text);
    }
}

/// How often things happened.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    calls: Arc<AtomicU32>,
    chunks: Arc<AtomicU64>,
}

impl Counts {
    /// Counts a run of the action `count`, and returns how often it ran.
    #[must_use]
    pub fn call(&self) -> u32 {
        self.calls.fetch_add(1, Ordering::SeqCst) + 1
    }

    /// Returns how often the action `count` ran.
    #[must_use]
    pub fn calls(&self) -> u32 {
        self.calls.load(Ordering::SeqCst)
    }

    /// Counts a chunk of `/stream`.
    pub fn chunk(&self) {
        self.chunks.fetch_add(1, Ordering::SeqCst);
    }

    /// Returns how many chunks `/stream` produced.
    #[must_use]
    pub fn chunks(&self) -> u64 {
        self.chunks.load(Ordering::SeqCst)
    }
}

/// A sum.
#[derive(Debug, Clone, Default)]
pub struct Sum(Arc<AtomicU32>);

impl Sum {
    /// Adds to the sum and returns it. On overflow it returns `None` and adds nothing.
    #[must_use]
    pub fn add(&self, by: u32) -> Option<u32> {
        let add = |sum: u32| sum.checked_add(by);
        let before = self.0.fetch_update(Ordering::SeqCst, Ordering::SeqCst, add);
        before.ok().and_then(add)
    }

    /// Returns the sum.
    #[must_use]
    pub fn get(&self) -> u32 {
        self.0.load(Ordering::SeqCst)
    }
}

/// Makes an action wait half way until the gate is opened.
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
    /// Counts an arrival, waits until the gate is opened, and returns how many have passed.
    pub async fn pass(&self) -> u32 {
        self.reached.send_modify(|count| *count += 1);
        if let Ok(permit) = self.open.acquire().await {
            permit.forget();
        }
        self.passed.send_modify(|count| *count += 1);
        *self.passed.borrow()
    }

    /// Lets one waiter pass.
    pub fn open(&self) {
        self.open.add_permits(1);
    }

    /// Waits until `count` waiters have arrived.
    pub async fn reached(&self, count: u32) {
        // The sender lives as long as the gate, so the wait can't fail.
        let _ = self.reached.subscribe().wait_for(|reached| *reached >= count).await;
    }

    /// Waits until `count` waiters have passed.
    pub async fn passed(&self, count: u32) {
        let _ = self.passed.subscribe().wait_for(|passed| *passed >= count).await;
    }

    /// Returns how many have passed.
    #[must_use]
    pub fn count(&self) -> u32 {
        *self.passed.borrow()
    }
}
