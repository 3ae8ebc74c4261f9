//! The page of notes. The host apps serve the same page from handlers of their own.

use frontdesk::{Flashes, Forms, Html, Router, State};
use maud::{Markup, html};

use super::document::{document, errors, problem};
use super::{App, CreateNote, DeleteNote, Note, Notes, SaveNote};

pub(super) fn routes() -> Router<App> {
    Router::new().page("/notes", page)
}

async fn page(forms: Forms, flashes: Flashes, State(notes): State<Notes>) -> Html<String> {
    Html(notes_page(&forms, &flashes, &notes))
}

/// Renders the page: flash messages, the forms for a new note, and every note with a form to delete it.
#[must_use]
pub fn notes_page(forms: &Forms, flashes: &Flashes, notes: &Notes) -> String {
    document(
        forms.language().tag(),
        "Notes",
        &html! {
            @for flash in flashes { p data-flash=(flash.kind()) { (flash.text()) } }
            (new_note(forms))
            ul { @for note in notes.all() { (item(forms, &note)) } }
            (saved_note(forms))
        },
    )
}

fn new_note(forms: &Forms) -> Markup {
    let form = forms.of::<CreateNote>();
    let (title, body) = (form.field(CreateNote::TITLE), form.field(CreateNote::BODY));
    let (password, pinned) = (form.field(CreateNote::PASSWORD), form.field(CreateNote::PINNED));
    html! {
        (form.open())
        (problem(form.problem()))
        div { label { "Title " (title.input("text")) } (errors(&title)) }
        div { label { "Text " (body.textarea()) } (errors(&body)) }
        div { label { "Password " (password.input("password")) } (errors(&password)) }
        div { label { (pinned.input("checkbox")) " Pin to the top" } (errors(&pinned)) }
        button { "Add" }
        (form.close())
    }
}

fn saved_note(forms: &Forms) -> Markup {
    let form = forms.of::<SaveNote>();
    let (title, body) = (form.field(SaveNote::TITLE), form.field(SaveNote::BODY));
    html! {
        (form.open())
        (problem(form.problem()))
        div { label { "Title " (title.input("text")) } (errors(&title)) }
        div { label { "Text " (body.textarea()) } (errors(&body)) }
        button { "Save" }
        (form.close())
    }
}

fn item(forms: &Forms, note: &Note) -> Markup {
    let form = forms.of_key::<DeleteNote>(note.id);
    html! {
        li data-note=(note.id) {
            h2 { (note.title) @if note.locked { " (locked)" } @if note.pinned { " (pinned)" } }
            p { (note.body) }
            (form.open())
            (problem(form.problem()))
            (form.seal(DeleteNote::NOTE_ID, &note.id))
            button { "Delete" }
            (form.close())
        }
    }
}
