//! The list, in memory.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use frontdesk::{Problem, StatusCode};
use serde::Serialize;

/// How many items there may be.
const MAX_ITEMS: usize = 100;

/// An item of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// The number of the item, which no other one gets.
    pub id: u32,
    /// The text. No two items have the same.
    pub text: String,
    /// Whether it is done.
    pub done: bool,
}

/// The list. Clones share the items.
#[derive(Debug, Clone)]
pub struct List(Arc<Mutex<Items>>);

#[derive(Debug)]
struct Items {
    all: Vec<Item>,
    next: u32,
}

impl Default for List {
    /// Makes a list of three items, so that there is something to see.
    fn default() -> Self {
        let texts = ["Buy milk", "Water the plants", "Call Ada"];
        let all = (1..).zip(texts).map(|(id, text)| Item {
            id,
            text: text.to_owned(),
            done: id == 2,
        });
        Self(Arc::new(Mutex::new(Items {
            all: all.collect(),
            next: 4,
        })))
    }
}

impl List {
    /// Returns all items, the oldest first.
    #[must_use]
    pub fn items(&self) -> Vec<Item> {
        self.lock().all.clone()
    }

    /// Returns an item.
    ///
    /// # Errors
    ///
    /// 404 if it has been deleted.
    pub fn item(&self, id: u32) -> Result<Item, Problem> {
        Ok(self.lock().find(id)?.clone())
    }

    /// Adds an item.
    ///
    /// # Errors
    ///
    /// A field error if there is one of that text. 409 if the list is full.
    pub fn add(&self, text: &str) -> Result<Item, Problem> {
        let mut items = self.lock();
        items.check_text(text, None)?;
        if items.all.len() >= MAX_ITEMS {
            return Err(Problem::new(StatusCode::CONFLICT, "full").with_title("The list is full"));
        }
        let item = Item {
            id: items.next,
            text: text.to_owned(),
            done: false,
        };
        items.next += 1;
        items.all.push(item.clone());
        Ok(item)
    }

    /// Changes the text of an item.
    ///
    /// # Errors
    ///
    /// A field error if another item has that text. 404 if the item has been deleted.
    pub fn edit(&self, id: u32, text: &str) -> Result<Item, Problem> {
        let mut items = self.lock();
        items.check_text(text, Some(id))?;
        let item = items.find(id)?;
        text.clone_into(&mut item.text);
        Ok(item.clone())
    }

    /// Sets whether an item is done.
    ///
    /// # Errors
    ///
    /// 404 if it has been deleted.
    pub fn set_done(&self, id: u32, done: bool) -> Result<Item, Problem> {
        let mut items = self.lock();
        let item = items.find(id)?;
        item.done = done;
        Ok(item.clone())
    }

    /// Deletes an item.
    ///
    /// # Errors
    ///
    /// 404 if it has been deleted already.
    pub fn delete(&self, id: u32) -> Result<(), Problem> {
        let mut items = self.lock();
        items.find(id)?;
        items.all.retain(|item| item.id != id);
        Ok(())
    }

    /// Returns how many items are done, and how many there are.
    #[must_use]
    pub fn count(&self) -> (usize, usize) {
        let items = self.lock();
        (items.all.iter().filter(|item| item.done).count(), items.all.len())
    }

    fn lock(&self) -> MutexGuard<'_, Items> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Items {
    fn find(&mut self, id: u32) -> Result<&mut Item, Problem> {
        let deleted = || Problem::not_found().with_detail("This item has been deleted.");
        self.all.iter_mut().find(|item| item.id == id).ok_or_else(deleted)
    }

    fn check_text(&self, text: &str, own: Option<u32>) -> Result<(), Problem> {
        let mut others = self.all.iter().filter(|item| Some(item.id) != own);
        match others.any(|item| item.text == text) {
            true => Err(Problem::field("text", "is on the list already")),
            false => Ok(()),
        }
    }
}
