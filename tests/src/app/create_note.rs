//! The actions behind the page of notes.

use frontdesk::{Problem, Redirect, State, server_action};

use super::{App, Base, Note, Notes};

/// The longest title, in characters.
const LONGEST_TITLE: usize = 40;

/// Adds a note.
#[server_action(state = App)]
pub async fn create_note(
    #[extract] State(notes): State<Notes>,
    #[extract] State(base): State<Base>,
    title: String,
    body: String,
    #[field(secret)] password: String,
    pinned: bool,
) -> Result<Redirect, Problem> {
    check_title(&title)?;
    notes.add(|id| Note {
        id,
        title,
        body,
        locked: !password.is_empty(),
        pinned,
    });
    Ok(Redirect::to(base.join("/notes")))
}

fn check_title(title: &str) -> Result<(), Problem> {
    if !(1..=LONGEST_TITLE).contains(&title.chars().count()) {
        let message = format!("must have 1 to {LONGEST_TITLE} characters");
        return Err(Problem::field("title", message));
    }
    if title == "taken" {
        return Err(Problem::field("title", "there is a note of that title already"));
    }
    Ok(())
}

/// Deletes a note. The number stands in the page as a plain hidden field, so anyone can ask for any note to be deleted.
#[server_action(state = App)]
pub async fn delete_note(
    #[extract] State(notes): State<Notes>,
    #[extract] State(base): State<Base>,
    note_id: u32,
) -> Result<Redirect, Problem> {
    if notes.remove(note_id) {
        Ok(Redirect::to(base.join("/notes")))
    } else {
        Err(Problem::not_found().with_detail("That note is gone already."))
    }
}
