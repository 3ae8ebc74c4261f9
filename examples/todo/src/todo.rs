//! A todo, and what makes one valid.
//!
//! Forms and the API both end up here, so neither has rules of its own.

use frontdesk::Problem;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The longest title, in characters.
pub const TITLE_LIMIT: usize = 200;

/// The longest notes, in characters.
pub const NOTES_LIMIT: usize = 2000;

/// A todo on the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Todo {
    /// What the list knows it by.
    pub id: i64,
    /// What people wrote.
    #[serde(flatten)]
    pub content: Content,
}

/// What people write: everything of a todo but its id.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
// What is left out of JSON is empty, as in a form. A missing title then gets the same message as an empty one.
#[serde(default)]
pub struct Content {
    /// What is to be done.
    pub title: String,
    /// By when.
    pub due: Option<Date>,
    /// Whether it goes before the others.
    pub urgent: bool,
    /// Anything else worth knowing.
    pub notes: String,
    /// Whether it is done.
    pub done: bool,
}

impl Content {
    /// The content as it is kept, without the spaces around it.
    ///
    /// # Errors
    ///
    /// A message for each field that can't be kept.
    pub fn checked(mut self) -> Result<Self, Problem> {
        self.title = self.title.trim().to_owned();
        self.notes = self.notes.trim().to_owned();

        let mut problem = Problem::invalid_fields();
        if self.title.is_empty() {
            problem = problem.with_field("title", "Say what is to be done.");
        }
        if self.title.chars().count() > TITLE_LIMIT {
            problem = problem.with_field("title", format!("Use at most {TITLE_LIMIT} characters."));
        }
        if self.notes.chars().count() > NOTES_LIMIT {
            problem = problem.with_field("notes", format!("Use at most {NOTES_LIMIT} characters."));
        }
        // A year typed with two digits is the year 26, and never what was meant.
        if self.due.is_some_and(|due| due.year() < 2000) {
            problem = problem.with_field("due", "Write the year with all four digits.");
        }

        if problem.errors().is_empty() {
            Ok(self)
        } else {
            Err(problem)
        }
    }

    /// Whether it should have been done by now.
    #[must_use]
    pub fn is_overdue(&self, today: Date) -> bool {
        !self.done && self.due.is_some_and(|due| due < today)
    }
}

/// Which todos to list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Show {
    /// All of them.
    #[default]
    All,
    /// Those still to be done.
    Open,
    /// Those that are done.
    Done,
}

impl Show {
    /// What `done` must be to be listed; none where it doesn't matter.
    #[must_use]
    pub fn done(self) -> Option<bool> {
        match self {
            Self::All => None,
            Self::Open => Some(false),
            Self::Done => Some(true),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_is_checked() {
        let long = "ü".repeat(TITLE_LIMIT);
        for (title, due, wrong) in [
            ("Buy milk", None, None),
            ("  Buy milk\n", Some("2026-11-20"), None),
            (long.as_str(), None, None),
            ("", None, Some("title")),
            (" \u{a0}\t", None, Some("title")),
            (&format!("{long}x"), None, Some("title")),
            ("Buy milk", Some("0026-11-20"), Some("due")),
        ] {
            let content = Content {
                title: title.to_owned(),
                due: due.map(|due| due.parse().unwrap()),
                ..Content::default()
            };
            match (content.checked(), wrong) {
                (Ok(kept), None) => assert_eq!(kept.title, title.trim()),
                (Err(problem), Some(field)) => assert!(problem.errors().keys().eq([field]), "{title:?}: {problem:?}"),
                (result, _) => panic!("{title:?}: {result:?}"),
            }
        }
    }

    #[test]
    fn all_that_is_wrong_is_reported_at_once() {
        let content = Content {
            notes: "x".repeat(NOTES_LIMIT + 1),
            due: Some(Date::constant(26, 1, 1)),
            ..Content::default()
        };
        let problem = content.checked().unwrap_err();
        assert!(problem.errors().keys().eq(["due", "notes", "title"]), "{problem:?}");
    }
}
