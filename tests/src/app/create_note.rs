//! The actions of the page `/notes`.

use frontdesk::{Message, Problem, Redirect, State, server_action};

use super::{App, Base, Note, Notes};

/// Adds a note.
#[server_action(state = App)]
pub async fn create_note(
    #[extract] State(notes): State<Notes>,
    #[extract] State(base): State<Base>,
    #[field(check = is_free)]
    #[garde(length(chars, min = 1, max = 40))]
    title: String,
    body: String,
    #[field(secret)] password: String,
    pinned: bool,
) -> Redirect {
    notes.add(|id| Note {
        id,
        title,
        body,
        locked: !password.is_empty(),
        pinned,
    });
    Redirect::to(base.join("/notes"))
}

/// Checks that there is no note of a title: while it is typed, and before the note is added.
async fn is_free(title: &str) -> Result<(), Message> {
    match title {
        "taken" => Err(Message::new("taken", "there is a note of that title already")),
        _ => Ok(()),
    }
}

/// Adds a note, with a flash message.
#[server_action(state = App)]
pub async fn save_note(
    #[extract] State(notes): State<Notes>,
    #[extract] State(base): State<Base>,
    #[garde(length(chars, min = 1, max = 40))] title: String,
    body: String,
) -> Result<Redirect, Problem> {
    if title == "taken" {
        return Err(Problem::field("title", "there is a note of that title already"));
    }
    notes.add(|id| Note {
        id,
        title,
        body,
        locked: false,
        pinned: false,
    });
    Ok(Redirect::to(base.join("/notes")).flash("Saved"))
}

/// Deletes a note. Its id is sealed, so it must come from a page that showed the note.
#[server_action(state = App)]
pub async fn delete_note(
    #[extract] State(notes): State<Notes>,
    #[extract] State(base): State<Base>,
    #[sealed] note_id: u32,
) -> Result<Redirect, Problem> {
    if notes.remove(note_id) {
        Ok(Redirect::to(base.join("/notes")))
    } else {
        Err(Problem::not_found().with_detail(Message::new("gone.note", "That note has already been deleted.")))
    }
}
