//! Tests of the whole app, each with a database of its own: of the pages without sockets, of the API over
//! sockets, in an axum app and in an actix-web app.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic is how a test fails")]

mod api;
mod pages;
mod site;
mod walk;
mod words;

use frontdesk::Desk;
use tempfile::TempDir;
use todo::store::Todos;

/// Builds the app with an empty list. The list lives as long as the directory.
async fn app() -> (Desk, TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let todos = Todos::open(dir.path().join("todo.db")).await.unwrap();
    (todo::desk(todos).unwrap(), dir)
}
