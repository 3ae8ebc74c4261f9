//! The app as its callers see it: no sockets, and a database of its own for each test.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

mod api;
mod pages;

use frontdesk::Desk;
use tempfile::TempDir;
use todo::store::Todos;

/// An app with an empty list. The list lives as long as the directory.
async fn app() -> (Desk, TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let todos = Todos::open(dir.path().join("todo.db")).await.unwrap();
    (todo::desk(todos).unwrap(), dir)
}
