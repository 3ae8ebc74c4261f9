//! The todo app in an axum app, with a database of its own.

use std::net::{Ipv4Addr, SocketAddr};

use axum::response::Html;
use axum::routing::get;
use axum::{Router, serve};
use frontdesk::Forms;
use frontdesk::axum::RouterExt as _;
use tempfile::TempDir;
use todo::host::Welcome;
use todo::store::Todos;
use todo::todo::{Show, Todo};
use tokio::net::TcpListener;
use tokio::task::AbortHandle;

/// A running app. It stops on drop.
#[derive(Debug)]
pub(crate) struct Host {
    address: SocketAddr,
    todos: Todos,
    server: AbortHandle,
    /// The folder of the database.
    _files: TempDir,
}

impl Host {
    pub(crate) async fn start() -> Self {
        let files = tempfile::tempdir().unwrap();
        let todos = Todos::open(files.path().join("todo.db")).await.unwrap();
        let app = Router::new()
            .route("/welcome", get(welcome))
            .desk(todo::desk(todos.clone()).unwrap());
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        Self {
            address: listener.local_addr().unwrap(),
            todos,
            server: tokio::spawn(async { serve(listener, app).await }).abort_handle(),
            _files: files,
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Returns the only todo, or `None` if the list is empty.
    pub(crate) async fn todo(&self) -> Option<Todo> {
        let mut todos = self.todos.list(Show::All, None).await.unwrap();
        assert!(todos.len() < 2, "{todos:?}");
        todos.pop()
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn welcome(forms: Forms) -> Html<String> {
    Html(Welcome::new("axum", 1, &forms).to_string())
}
