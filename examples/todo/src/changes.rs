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
    pub async fn add(self, content: Content) -> Result<Todo, Problem> {
        to_its_end(async move {
            let todo = self.todos.add(content).await?;
            self.revalidate.tag(TAG).await?;
            Ok(todo)
        })
        .await
    }

    /// Changes a todo: `changes.change(7, |old| Ok(Content { done: true, ..old }))`.
    ///
    /// # Errors
    ///
    /// Fails with a 404 if the id is unknown, with the error of `change`, or with a field error if
    /// there is an open todo with this title.
    pub async fn change(
        self,
        id: i64,
        change: impl FnOnce(Content) -> Result<Content, Problem> + Send + 'static,
    ) -> Result<Todo, Problem> {
        to_its_end(async move {
            let todo = self.todos.change(id, change).await?;
            self.revalidate.tag(TAG).await?;
            Ok(todo)
        })
        .await
    }

    /// Deletes a todo that `check` admits.
    ///
    /// # Errors
    ///
    /// Fails with a 404 if the id is unknown, or with the error of `check`.
    pub async fn delete(
        self,
        id: i64,
        check: impl FnOnce(&Content) -> Result<(), Problem> + Send + 'static,
    ) -> Result<(), Problem> {
        to_its_end(async move {
            self.todos.delete(id, check).await?;
            self.revalidate.tag(TAG).await?;
            Ok(())
        })
        .await
    }
}

/// Runs a change to its end, even when the client disconnects, which drops the future of a route handler. A
/// write without the revalidation after it would leave old responses in the cache.
async fn to_its_end<T: Send + 'static>(
    change: impl Future<Output = Result<T, Problem>> + Send + 'static,
) -> Result<T, Problem> {
    tokio::spawn(change).await?
}
