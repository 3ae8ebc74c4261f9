//! A todo app: pages with forms and a JSON API over one list in SQLite.
//!
//! The whole app is in this library and depends on no web framework. The two binaries embed it in
//! an axum app and in an actix-web app.
//!
//! | module | contents |
//! |---|---|
//! | [`todo`](mod@todo) | a todo and its validation rules |
//! | [`store`] | the list, in a SQLite file |
//! | [`changes`] | changes of the list, after which cached responses are outdated |
//! | [`actions`] | server actions, which forms call |
//! | `pages` | the pages |
//! | `api` | the JSON API: route handlers |
//! | [`words`] | its texts in English and German |
//! | [`host`] | what both binaries share: log, database file, port, and a page of their own |

#![allow(
    clippy::exhaustive_enums,
    clippy::exhaustive_structs,
    reason = "an app: no other crate depends on its types"
)]

pub mod actions;
mod api;
pub mod changes;
pub mod host;
mod pages;
pub mod store;
pub mod todo;
pub mod words;

use std::error::Error;

use frontdesk::{Desk, DeskBuilder};

use crate::store::Todos;

/// Builds the app, ready to be embedded.
///
/// # Errors
///
/// Lists every mistake in routes and actions, or in a file of `words/`.
pub fn desk(todos: Todos) -> Result<Desk, Box<dyn Error>> {
    Ok(builder(todos)?.build()?)
}

/// Returns the app before it is built, for options of where it runs: its origin, a store for cached
/// responses that instances share.
///
/// # Errors
///
/// Fails if a file of `words/` is malformed.
pub fn builder(todos: Todos) -> Result<DeskBuilder<Todos>, Box<dyn Error>> {
    let builder = Desk::builder(todos)
        .app_name("todo")
        .routes(pages::routes())
        .routes(frontdesk::Router::new().nest("/api", api::routes()))
        .linked_actions()
        .map_error(store::problem)
        .problem_page(pages::problem)
        .words(words::catalogue()?);
    Ok(builder)
}
