//! Changes of the list, by forms and by the API.

use frontdesk::http::request::Parts;
use frontdesk::{FromRequestParts, Problem, Revalidate};

use crate::store::Todos;
use crate::todo::{Content, Todo};

/// The tag of cached responses that have todos.
pub const TAG: &str = "todos";

/// The list, to be changed: an extractor for actions and route handlers. Each change outdates the
/// cached responses, so that the next request of any client sees it. Nothing else writes to the store.
#[derive(Debug)]
pub struct Changes {
    todos: Todos,
    revalidate: Revalidate,
}

impl FromRequestParts<Todos> for Changes {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, todos: &Todos) -> Result<Self, Problem> {
        Ok(Self {
            todos: todos.clone(),
            revalidate: Revalidate::from_request_parts(parts, todos).await?,
        })
    }
}

impl Changes {
    /// Adds a todo.
    ///
    /// # Errors
    ///
    /// Fails with a field error if there is an open todo with this title.
    pub async fn add(&self, content: Content) -> Result<Todo, Problem> {
        let todo = self.todos.add(content).await?;
        self.revalidate.tag(TAG).await?;
        Ok(todo)
    }

    /// Changes a todo: `changes.change(7, |old| Ok(Content { done: true, ..old }))`.
    ///
    /// # Errors
    ///
    /// Fails with a 404 if the id is unknown, with the error of `change`, or with a field error if
    /// there is an open todo with this title.
    pub async fn change(
        &self,
        id: i64,
        change: impl FnOnce(Content) -> Result<Content, Problem> + Send,
    ) -> Result<Todo, Problem> {
        let todo = self.todos.change(id, change).await?;
        self.revalidate.tag(TAG).await?;
        Ok(todo)
    }

    /// Deletes a todo that `check` admits.
    ///
    /// # Errors
    ///
    /// Fails with a 404 if the id is unknown, or with the error of `check`.
    pub async fn delete(
        &self,
        id: i64,
        check: impl FnOnce(&Content) -> Result<(), Problem> + Send,
    ) -> Result<(), Problem> {
        self.todos.delete(id, check).await?;
        self.revalidate.tag(TAG).await?;
        Ok(())
    }
}
