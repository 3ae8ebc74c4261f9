//! The desk in an axum app that has pages of its own.

use std::io;

use ::axum::Router;
use ::axum::extract::State;
use ::axum::response::Html;
use ::axum::routing::get;
use frontdesk::axum::RouterExt as _;
use frontdesk::{Desk, Forms};

use super::Server;
use crate::app::{App, Notes, notes_page};

/// The host app: two handlers as axum's users write them, and the desk below the app's base path.
pub fn host(app: App, desk: Desk) -> Router {
    let base = app.base.as_str().to_owned();
    let own = Router::new()
        .route("/host/ping", get(async || "pong from axum"))
        .route("/host/notes", get(notes))
        .with_state(app)
        .desk(desk);
    if base.is_empty() {
        own
    } else {
        Router::new().nest(&base, own)
    }
}

async fn notes(forms: Forms, State(notes): State<App>) -> Html<String> {
    let notes: Notes = notes.notes;
    Html(notes_page(&forms, &notes))
}

/// Serves an app.
///
/// # Errors
///
/// When the port can't be had.
pub fn start(app: Router, port: u16) -> io::Result<Server> {
    Server::run(port, |listener, stopped| {
        super::block_on(
            async move {
                let listener = tokio::net::TcpListener::from_std(listener)?;
                ::axum::serve(listener, app).await
            },
            stopped,
        );
    })
}
