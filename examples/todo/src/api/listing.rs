//! The query of the list.

use frontdesk::FromForm;
use sqlx::Error;

use crate::store::Todos;
use crate::todo::{Show, Todo};

/// Which todos are listed, and how many at once.
#[derive(Debug, Clone, FromForm)]
pub(super) struct Listing {
    /// Which todos.
    #[field(default)]
    show: Show,
    /// A part of the title. SQLite ignores the case of the letters A to Z only, so `ä` doesn't find `Ä`.
    #[garde(length(utf16, max = 200))]
    q: Option<String>,
    /// How many todos a page has at most.
    #[field(default = 20)]
    #[garde(range(min = 1, max = 100))]
    limit: u32,
    /// The id after which the page begins. A page stays the same while todos are added and deleted
    /// before it.
    after: Option<i64>,
}

impl Listing {
    /// Returns the todos of the page, and the query of the next one if there is any.
    pub(super) async fn page(&self, todos: &Todos) -> Result<(Vec<Todo>, Option<Self>), Error> {
        let after = self.after.unwrap_or(i64::MIN);
        // One more than there is room for.
        let mut page = todos.page(self.show, self.q.as_deref(), after, self.limit + 1).await?;
        let is_last = page.len() <= self.limit as usize;
        page.truncate(self.limit as usize);
        let last = page.last().filter(|_| !is_last);
        let next = last.map(|last| Self {
            after: Some(last.id),
            ..self.clone()
        });
        Ok((page, next))
    }
}
