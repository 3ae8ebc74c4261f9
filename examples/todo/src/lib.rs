//! A todo app: pages with forms, and a JSON API, over one list in SQLite.
//!
//! Everything is in this library, and knows no web framework; the two binaries embed it in an axum app and in an actix-web app.
//!
//! | module | what it has |
//! |---|---|
//! | [`todo`](mod@todo) | a todo, and what makes one valid |
//! | [`store`] | the list, in a SQLite file |
//! | [`actions`] | what people do with it: server actions, called by forms |
//! | `pages` | what people see |
//! | `api` | what programs do and see: route handlers |
//! | [`host`] | what both binaries share: log, file, port, and a page of their own |

pub mod actions;
mod api;
pub mod host;
mod pages;
pub mod store;
pub mod todo;

use frontdesk::{BuildError, Desk};

use crate::store::Todos;

/// The whole app, ready to be embedded.
///
/// # Errors
///
/// Every mistake in its routes and actions.
pub fn desk(todos: Todos) -> Result<Desk, BuildError> {
    Desk::builder(todos)
        .app_name("todo")
        .routes(pages::routes())
        .routes(frontdesk::Router::new().nest("/api", api::routes()))
        .linked_actions()
        .map_error(store::problem)
        .build()
}
