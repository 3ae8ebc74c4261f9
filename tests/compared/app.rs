//! The app of all clients but `SvelteKit`: a form, and the newest rows below it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use frontdesk::{BuildError, Desk, FormView, Forms, Problem, Reply, Router, State, Upload, server_action};

use crate::client::{Client, Kind};
use crate::page;

/// How many rows the list has, so that the pages of a run are of one size.
const ROWS: usize = 20;

/// The state of the desk.
#[derive(Debug, Clone)]
pub(crate) struct App {
    pub(crate) client: &'static Client,
    rows: Arc<Mutex<VecDeque<String>>>,
}

impl App {
    fn new(client: &'static Client) -> Self {
        let rows = (0..ROWS).map(|i| format!("Row {i} by a@example.com: text"));
        Self {
            client,
            rows: Arc::new(Mutex::new(rows.collect())),
        }
    }

    pub(crate) fn rows(&self) -> Vec<String> {
        let rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        rows.iter().cloned().collect()
    }

    fn add(&self, title: &str, email: &str, note: &str) -> Result<(), Problem> {
        let mut errors = Vec::new();
        if title == "taken" {
            errors.push(("title", "There is one already."));
        }
        if !email.contains('@') {
            errors.push(("email", "This is not an email address."));
        }
        if !errors.is_empty() {
            return Err(Problem::invalid_fields().with_fields(errors));
        }
        let mut rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        rows.push_back(format!("{title} by {email}: {note}"));
        rows.pop_front();
        Ok(())
    }
}

/// Adds a row.
#[server_action(state = App)]
pub(crate) async fn add(
    #[extract] State(app): State<App>,
    #[extract] forms: Forms,
    title: String,
    email: String,
    note: String,
) -> Result<Reply, Problem> {
    app.add(&title, &email, &note)?;
    Ok(match app.client.kind {
        Kind::Parts => Reply::to("/")
            .part(page::form(app.client, &forms.of::<Add>()))
            .at("#add")
            .also("#list", page::list(&app)),
        _ => Reply::to("/"),
    })
}

/// Adds a row, and takes a file, which is discarded.
#[server_action(state = App)]
pub(crate) async fn add_with_file(
    #[extract] State(app): State<App>,
    title: String,
    email: String,
    note: String,
    file: Option<Upload>,
) -> Result<Reply, Problem> {
    drop(file);
    app.add(&title, &email, &note)?;
    Ok(Reply::to("/file"))
}

/// Builds the desk of a client.
pub(crate) fn desk(client: &'static Client) -> Result<Desk, BuildError> {
    let routes = Router::new().page("/", page::page).page("/file", page::page_with_file);
    let desk = Desk::builder(App::new(client))
        .routes(routes)
        .action::<Add>()
        .action::<AddWithFile>();
    match client.kind {
        Kind::Parts => desk
            .form_fragment(move |view: FormView<Add>| page::form(client, &view))
            .form_fragment(move |view: FormView<AddWithFile>| page::form_with_file(client, &view))
            .build(),
        _ => desk.build(),
    }
}
