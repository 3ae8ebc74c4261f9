//! An axum app with the todo desk in it.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use askama::Template;
use axum::extract::State;
use axum::response::Html;
use axum::routing::get;
use axum::{Json, Router};
use frontdesk::axum::RouterExt;
use frontdesk::{Desk, Forms, Problem};
use todo::host::{self, Welcome};
use tokio::sync::oneshot;
use tokio::time::timeout;
use tower_http::trace::{DefaultMakeSpan, DefaultOnResponse, TraceLayer};
use tracing::Level;

/// The app's own state. The desk has its own.
#[derive(Debug, Clone, Default)]
struct App {
    visits: Arc<AtomicU64>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    host::log();
    let desk = todo::desk(host::open().await?)?;
    eprintln!("{}", desk.table());

    let listener = host::listen()?;
    println!("http://{}", listener.local_addr()?);
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let (stop, stopping) = oneshot::channel::<()>();
    let server = axum::serve(listener, app(desk.clone())).with_graceful_shutdown(async { drop(stopping.await) });
    let server = tokio::spawn(server.into_future());

    host::stop_signal().await?;
    drop(stop); // Accepts no more connections.
    let report = desk.shutdown(host::DEADLINE).await;
    eprintln!("{report}");
    // Connections that are still open get a second more.
    let _ = timeout(Duration::from_secs(1), server).await;
    Ok(())
}

/// The app: routes of its own, and the desk for everything else.
fn app(desk: Desk) -> Router {
    let trace = TraceLayer::new_for_http()
        .make_span_with(DefaultMakeSpan::new().level(Level::INFO))
        .on_response(DefaultOnResponse::new().level(Level::INFO));
    Router::new()
        .route("/health", get(health))
        .route("/welcome", get(welcome))
        .desk(desk) // Serves all paths that the app has no route for.
        .layer(trace) // Layers after the desk cover both.
        .with_state(App::default())
}

async fn health() -> Json<&'static str> {
    Json("ok")
}

/// A page of the app itself. Its form calls an action of the desk.
async fn welcome(State(app): State<App>, forms: Forms) -> Result<Html<String>, Problem> {
    let visits = app.visits.fetch_add(1, Ordering::Relaxed) + 1;
    Ok(Html(Welcome::new("axum", visits, &forms).render()?))
}
