//! A small app: notes, with forms for everything that the script does.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use frontdesk::http::HeaderValue;
use frontdesk::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use frontdesk::{Message, Problem, Redirect, Reply, State, Upload, server_action};
use tokio::sync::watch;

use super::page;
use super::site::Faults;

/// What the trials look at, and what they hold.
#[derive(Debug, Clone)]
pub(crate) struct App {
    notes: Arc<Mutex<Notes>>,
    /// How often each action ran.
    runs: Arc<Mutex<BTreeMap<&'static str, u32>>>,
    /// The names that are held: their actions and checks go on when they are let go.
    held: watch::Sender<Vec<String>>,
    /// Which build of the app it is, and whether pages have a script that breaks something.
    pub(crate) breaks: &'static str,
    pub(crate) nonce: Option<&'static str>,
}

#[derive(Debug, Default)]
struct Notes {
    next: u32,
    all: Vec<Note>,
}

/// A note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Note {
    pub(crate) id: u32,
    pub(crate) text: String,
}

impl App {
    pub(crate) fn new(faults: Faults) -> Self {
        Self {
            notes: Arc::default(),
            runs: Arc::default(),
            held: watch::Sender::new(Vec::new()),
            breaks: faults.breaks,
            nonce: faults.nonce,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Notes> {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a note.
    pub(crate) fn add(&self, text: impl Into<String>) -> u32 {
        let mut notes = self.lock();
        notes.next += 1;
        let (id, text) = (notes.next, text.into());
        notes.all.push(Note { id, text });
        id
    }

    /// Returns all notes.
    pub(crate) fn notes(&self) -> Vec<Note> {
        self.lock().all.clone()
    }

    /// Returns the texts of all notes.
    pub(crate) fn texts(&self) -> Vec<String> {
        self.notes().into_iter().map(|note| note.text).collect()
    }

    /// Counts a run of an action.
    pub(crate) fn count(&self, action: &'static str) {
        let mut runs = self.runs.lock().unwrap_or_else(PoisonError::into_inner);
        *runs.entry(action).or_default() += 1;
    }

    /// Returns how often an action ran.
    pub(crate) fn runs(&self, action: &str) -> u32 {
        let runs = self.runs.lock().unwrap_or_else(PoisonError::into_inner);
        runs.get(action).copied().unwrap_or_default()
    }

    /// Holds everything of this name until it is let go.
    pub(crate) fn hold(&self, name: &str) {
        self.held.send_modify(|held| held.push(name.to_owned()));
    }

    /// Lets go what is held.
    pub(crate) fn let_go(&self, name: &str) {
        self.held.send_modify(|held| held.retain(|other| other != name));
    }

    /// Waits while this is held.
    pub(crate) async fn wait(&self, name: &str) {
        let mut held = self.held.subscribe();
        // The sender is in `self`.
        let _ = held.wait_for(|held| !held.iter().any(|other| other == name)).await;
    }
}

/// Refuses a title that there is already.
async fn is_free(State(app): State<App>, title: &str) -> Result<(), Message> {
    app.count("check");
    app.wait(title).await;
    match title.starts_with("taken") {
        true => Err(Message::new("taken", "There is one already.")),
        false => Ok(()),
    }
}

/// Adds a note.
#[server_action(state = App, once)]
pub(crate) async fn add(
    #[extract] State(app): State<App>,
    #[field(check = is_free)]
    #[garde(length(max = 40))]
    title: String,
    body: String,
    pinned: bool,
    tags: Vec<String>,
    draft: Option<String>,
) -> Result<Redirect, Problem> {
    app.count("add");
    app.wait("add").await;
    match &*title {
        "busy" => return Err(Problem::conflict("busy").with_detail("Try again later.")),
        "away" => return Ok(Redirect::to("/elsewhere?from=add#end")),
        "foreign" => return Ok(Redirect::external("http://elsewhere.test/").permanent()),
        "panic" => panic!("a trial"),
        _ => {}
    }
    let mut text = format!("{title} {body:?} {tags:?}");
    for (word, is_so) in [("pinned", pinned), ("draft", draft.is_some())] {
        if is_so {
            text = format!("{text} {word}");
        }
    }
    app.add(text);
    Ok(Redirect::to("/").flash(format!("Added {title}")))
}

/// Adds a note in capital letters: the second button of the form.
#[server_action(state = App)]
pub(crate) async fn shout(#[extract] State(app): State<App>, title: String) -> Redirect {
    app.count("shout");
    app.add(title.to_uppercase());
    Redirect::to("/")
}

/// Removes a note.
#[server_action(state = App)]
pub(crate) async fn remove(#[extract] State(app): State<App>, #[sealed] id: u32) -> Redirect {
    app.count("remove");
    app.lock().all.retain(|note| note.id != id);
    Redirect::to("/")
}

/// Changes a note: its row comes back.
#[server_action(state = App)]
pub(crate) async fn rename(#[extract] State(app): State<App>, id: u32, text: String) -> Result<Reply, Problem> {
    app.count("rename");
    if text == "taken" {
        return Err(Problem::field("text", "There is one already."));
    }
    for note in app.lock().all.iter_mut().filter(|note| note.id == id) {
        note.text.clone_from(&text);
    }
    Ok(Reply::to("/")
        .part(page::text(&Note { id, text }).into_string())
        .at(&format!("#text-{id}"))
        .also("#last", page::last("renamed").into_string())
        .event("note-renamed", id))
}

/// Takes a comment: another form of the page.
#[server_action(state = App)]
pub(crate) async fn comment(#[extract] State(app): State<App>, text: String) -> Reply {
    app.count("comment");
    app.wait("comment").await;
    app.add(format!("comment {text}"));
    Reply::back().flash("Commented")
}

/// Takes a file.
#[server_action(state = App)]
pub(crate) async fn send_file(
    #[extract] State(app): State<App>,
    #[field(max = "60MB")] file: Upload,
    caption: String,
) -> Result<Redirect, Problem> {
    app.count("upload");
    if caption == "taken" {
        return Err(Problem::field("caption", "There is one already."));
    }
    app.add(format!(
        "{} {} {caption}",
        file.file_name().unwrap_or_default(),
        file.size()
    ));
    Ok(Redirect::to("/").flash("Uploaded"))
}

/// Responds with a part, or else goes where the form names.
#[server_action(state = App)]
pub(crate) async fn go(#[extract] State(app): State<App>, to: String, part: Option<String>) -> Reply {
    app.count("go");
    let reply = Reply::to(&to);
    match part {
        Some(part) => reply.part(part),
        None => reply,
    }
}

/// Shows a secret once.
#[server_action(state = App)]
pub(crate) async fn secret(#[extract] State(app): State<App>) -> Reply {
    app.count("secret");
    Reply::page("<!DOCTYPE html><html lang=en><title>Secret</title><main id=secret>hunter2</main></html>")
}

/// Responds with a file.
#[server_action(state = App)]
pub(crate) async fn export(#[extract] State(app): State<App>) -> Reply {
    app.count("export");
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("text/csv")),
        (
            CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment; filename=\"notes.csv\""),
        ),
    ];
    Reply::response((headers, "id,text\n"))
}
