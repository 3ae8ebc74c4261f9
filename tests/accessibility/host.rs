//! Desks in an axum app, whose forms can be held and refused.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::Html;
use axum::routing::get;
use axum::{Router, serve};
use frontdesk::axum::RouterExt as _;
use frontdesk::http::{HeaderValue, Method};
use frontdesk::{Desk, Forms};
use tempfile::TempDir;
use todo::host::Welcome;
use todo::store::Todos;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::AbortHandle;

/// A running app. It stops on drop.
#[derive(Debug)]
pub(crate) struct Host {
    address: SocketAddr,
    /// Whether forms wait.
    holds: watch::Sender<bool>,
    /// Whether forms look as if another site had sent them.
    refuses: Arc<AtomicBool>,
    server: AbortHandle,
    /// The folder of the database.
    files: TempDir,
}

impl Host {
    /// Starts the todo app.
    pub(crate) async fn todo() -> Self {
        Self::start(|todos| todo::desk(todos).unwrap()).await
    }

    /// Starts an app over a list of todos.
    pub(crate) async fn start(desk: impl FnOnce(Todos) -> Desk) -> Self {
        let files = tempfile::tempdir().unwrap();
        let todos = Todos::open(files.path().join("todo.db")).await.unwrap();
        let (holds, refuses) = (watch::Sender::new(false), Arc::new(AtomicBool::new(false)));
        let (held, is_refused) = (holds.clone(), Arc::clone(&refuses));
        let forms = from_fn(move |request, next| admit(held.clone(), Arc::clone(&is_refused), request, next));
        let app = Router::new()
            .route("/welcome", get(welcome))
            .desk(desk(todos))
            .layer(forms);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        Self {
            address: listener.local_addr().unwrap(),
            holds,
            refuses,
            server: tokio::spawn(async { serve(listener, app).await }).abort_handle(),
            files,
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Returns the file of the database.
    pub(crate) fn database(&self) -> PathBuf {
        self.files.path().join("todo.db")
    }

    /// Has forms wait, or go on.
    pub(crate) fn hold(&self, holds: bool) {
        self.holds.send_replace(holds);
    }

    /// Has forms look as if another site had sent them, or no more.
    pub(crate) fn refuse(&self, refuses: bool) {
        self.refuses.store(refuses, Ordering::SeqCst);
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn admit(
    held: watch::Sender<bool>,
    refuses: Arc<AtomicBool>,
    mut request: Request,
    next: Next,
) -> axum::response::Response {
    if request.method() == Method::POST {
        // The sender is here.
        let _ = held.subscribe().wait_for(|holds| !holds).await;
        if refuses.load(Ordering::SeqCst) {
            let site = HeaderValue::from_static("cross-site");
            request.headers_mut().insert("sec-fetch-site", site);
        }
    }
    next.run(request).await
}

async fn welcome(forms: Forms) -> Html<String> {
    Html(Welcome::new("axum", 1, &forms).to_string())
}
