//! The desk in an axum app that has pages of its own.

use std::io;

use ::axum::Router;
use ::axum::extract::State;
use ::axum::response::Html;
use ::axum::routing::get;
use frontdesk::axum::RouterExt as _;
use frontdesk::{Desk, Flashes, Forms, Language, Search};

use super::server::{Server, block_on};
use crate::app::{App, Find, find_page, notes_page, shelf_page};

/// Returns the host app: four handlers of its own, and the desk, below the app's base path.
pub fn host(app: App, desk: Desk) -> Router {
    let base = app.base.as_str().to_owned();
    let own = Router::new()
        .route("/host/ping", get(async || "pong from axum"))
        .route("/host/notes", get(notes))
        .route("/host/shelf", get(shelf))
        .route("/host/find", get(find))
        .with_state(app)
        .desk(desk);
    if base.is_empty() {
        own
    } else {
        Router::new().nest(&base, own)
    }
}

async fn notes(forms: Forms, flashes: Flashes, State(app): State<App>) -> Html<String> {
    Html(notes_page(&forms, &flashes, &app.notes))
}

async fn find(language: Language, search: Search<Find>) -> Html<String> {
    Html(find_page(language.tag(), &search))
}

async fn shelf(forms: Forms, State(app): State<App>) -> Html<String> {
    Html(shelf_page(&forms, &app.shelf))
}

/// Serves an app.
///
/// # Errors
///
/// Fails if the port can't be bound.
pub fn start(app: Router, port: u16) -> io::Result<Server> {
    Server::run(port, |listener, stopped| {
        block_on(
            async move {
                let listener = tokio::net::TcpListener::from_std(listener)?;
                ::axum::serve(listener, app).await
            },
            stopped,
        );
    })
}
