//! An axum app on a port of its own, whose forms can be held and refused.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::{Router, serve};
use frontdesk::http::{HeaderValue, Method};
use tempfile::TempDir;
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
    files: TempDir,
}

impl Host {
    /// Starts an app, which gets a folder for its files.
    pub(crate) async fn start(app: impl AsyncFnOnce(&Path) -> Router) -> Self {
        let files = tempfile::tempdir().unwrap();
        let (holds, refuses) = (watch::Sender::new(false), Arc::new(AtomicBool::new(false)));
        let (held, is_refused) = (holds.clone(), Arc::clone(&refuses));
        let forms = from_fn(move |request, next| admit(held.clone(), Arc::clone(&is_refused), request, next));
        let app = app(files.path()).await.layer(forms);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        Self {
            address: listener.local_addr().unwrap(),
            holds,
            refuses,
            server: tokio::spawn(async { serve(listener, app).await }).abort_handle(),
            files,
        }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Returns the folder of the app's files.
    pub(crate) fn files(&self) -> &Path {
        self.files.path()
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

async fn admit(held: watch::Sender<bool>, refuses: Arc<AtomicBool>, mut request: Request, next: Next) -> Response {
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
