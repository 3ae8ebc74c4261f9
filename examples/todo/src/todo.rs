//! A todo and its validation rules.
//!
//! The rules are on the types. Actions have these types as arguments, and the API decodes them from
//! JSON, so neither has rules of its own. Inputs get the constraints that browsers can check
//! (`required`, `maxlength`) from them as well.

use frontdesk::form::{self, FieldErrors, FieldKind, FormWriter, Node, Takes};
use frontdesk::{Fill, FromForm, Message, garde};
use jiff::civil::Date;
use serde::Serialize;

/// A todo on the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Todo {
    /// The id.
    pub id: i64,
    /// The content.
    #[serde(flatten)]
    pub content: Content,
}

/// The content of a todo: everything except its id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, FromForm)]
pub struct Content {
    /// What is to be done.
    pub title: Title,
    /// When it is due.
    pub due: Option<Due>,
    /// Whether it is listed before the others.
    pub urgent: bool,
    /// Notes.
    #[field(default)]
    pub notes: Notes,
    /// Whether it is done.
    pub done: bool,
}

/// A line of text with what is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, FromForm)]
// Counted in UTF-16, as browsers do for `maxlength`.
pub struct Title(#[garde(length(utf16, min = 1, max = 200), custom(not_blank))] pub String);

/// Notes of several lines.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, FromForm)]
pub struct Notes(#[garde(length(utf16, max = 2000))] pub String);

/// The day on which a todo is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Due(pub Date);

fn not_blank(text: &str, _: &()) -> garde::Result {
    match text.trim() {
        "" => Err(Message::new("required", "required").into()),
        _ => Ok(()),
    }
}

impl FromForm for Due {
    const KIND: FieldKind = FieldKind::Required;

    fn from_form(node: Node<'_>) -> Result<Self, FieldErrors> {
        match form::deserialize::<Date>(node)? {
            // A year that is typed with two digits is sent as the year 26.
            date if date.year() < 2000 => Err(FieldErrors::new(Message::new(
                "four-digits",
                "write the year with four digits",
            ))),
            date => Ok(Self(date)),
        }
    }
}

impl<T: Takes<Self> + ?Sized> Fill<T> for Due {
    fn fill(&self, form: &mut FormWriter<'_>) {
        form.text(self.0.to_string());
    }
}

impl Content {
    /// Returns whether the todo is open and past its due date.
    #[must_use]
    pub fn is_overdue(&self, today: Date) -> bool {
        !self.done && self.due.is_some_and(|Due(due)| due < today)
    }
}

/// The filter of the list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, FromForm)]
#[form(rename_all = "lowercase")]
pub enum Show {
    /// All todos.
    #[default]
    All,
    /// Open todos.
    Open,
    /// Todos that are done.
    Done,
}

impl Show {
    /// Returns the value of `done` that is listed, or `None` for both.
    #[must_use]
    pub fn done(self) -> Option<bool> {
        match self {
            Self::All => None,
            Self::Open => Some(false),
            Self::Done => Some(true),
        }
    }
}
