//! A todo, and what makes one valid.
//!
//! The rules stand on the types. Forms have these types as arguments, and the API reads the same from JSON, so neither has rules of
//! its own; inputs get from them what a browser can check: `required`, `maxlength`.

use frontdesk::form::{self, FieldErrors, FieldKind, Node};
use frontdesk::{FromForm, garde};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, FromForm)]
pub struct Content {
    /// What is to be done.
    pub title: Title,
    /// By when.
    pub due: Option<Due>,
    /// Whether it goes before the others.
    pub urgent: bool,
    /// Anything else worth knowing.
    #[field(default)]
    pub notes: Notes,
    /// Whether it is done.
    pub done: bool,
}

/// A line that says what is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, FromForm)]
// In UTF-16, as browsers count, so that `maxlength` stops at the same character.
pub struct Title(#[garde(length(utf16, min = 1, max = 200), custom(not_blank))] pub String);

/// As much as people like to add.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, FromForm)]
pub struct Notes(#[garde(length(utf16, max = 2000))] pub String);

/// The day by which it is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Due(pub Date);

fn not_blank(text: &str, _: &()) -> garde::Result {
    match text.trim() {
        "" => Err(garde::Error::new("required")),
        _ => Ok(()),
    }
}

impl FromForm for Due {
    const KIND: FieldKind = FieldKind::Required;

    fn from_form(node: Node<'_>) -> Result<Self, FieldErrors> {
        match form::deserialize::<Date>(node)? {
            // A year typed with two digits is the year 26, and never what was meant.
            date if date.year() < 2000 => Err(FieldErrors::new("write the year with all four digits")),
            date => Ok(Self(date)),
        }
    }
}

impl Content {
    /// Whether it should have been done by now.
    #[must_use]
    pub fn is_overdue(&self, today: Date) -> bool {
        !self.done && self.due.is_some_and(|Due(due)| due < today)
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
