//! The job: a list is renamed. Both ways call it.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use frontdesk::Problem;
use serde::Serialize;

/// How long a title may be.
pub const LONGEST: usize = 20;

/// The title for which the store fails.
pub const FAILING: &str = "Out of order";

/// The state: the title of a list.
#[derive(Debug, Clone, Default)]
pub struct App(Arc<Mutex<String>>);

/// The title, as programs see it.
#[derive(Debug, Serialize)]
pub struct Title {
    pub(crate) title: String,
}

impl App {
    pub(crate) fn title(&self) -> Title {
        let title = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Title { title }
    }

    /// Renames the list.
    pub(crate) fn rename(&self, title: String) -> Result<Title, Problem> {
        if title.trim().is_empty() || title.chars().count() > LONGEST {
            return Err(Problem::field("title", format!("1 to {LONGEST} characters")));
        }
        if title == FAILING {
            return Err(io::Error::other("the store is out of order").into());
        }
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone_from(&title);
        Ok(Title { title })
    }
}
