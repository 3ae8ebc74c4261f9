//! The page of notes; the host apps serve the same one from handlers of their own.

use frontdesk::{FieldView, Forms, Html, Router, State};
use maud::{DOCTYPE, Markup, html};

use super::{App, CreateNote, DeleteNote, Note, Notes};

pub(super) fn routes() -> Router<App> {
    Router::new().page("/notes", page)
}

async fn page(forms: Forms, State(notes): State<Notes>) -> Html<String> {
    Html(notes_page(&forms, &notes))
}

/// The page: the form for a new note, and every note with a form to delete it.
#[must_use]
pub fn notes_page(forms: &Forms, notes: &Notes) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Notes" }
            }
            body {
                main {
                    h1 { "Notes" }
                    (new_note(forms))
                    ul { @for note in notes.all() { (item(forms, &note)) } }
                }
            }
        }
    };
    page.into_string()
}

fn new_note(forms: &Forms) -> Markup {
    let form = forms.of::<CreateNote>();
    let (title, body) = (form.field(CreateNote::TITLE), form.field(CreateNote::BODY));
    let (password, pinned) = (form.field(CreateNote::PASSWORD), form.field(CreateNote::PINNED));
    html! {
        (form.open())
        (problem(form.problem()))
        p { label { "Title " (title.input("text")) } (errors(&title)) }
        p { label { "Text " (body.textarea()) } (errors(&body)) }
        p { label { "Password " (password.input("password")) } (errors(&password)) }
        p { label { (pinned.input("checkbox")) " Keep on top" } (errors(&pinned)) }
        button { "Add" }
        (maud::PreEscaped("</form>"))
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
            (form.hidden(DeleteNote::NOTE_ID, note.id))
            button { "Delete" }
            (maud::PreEscaped("</form>"))
        }
    }
}

fn problem(problem: Option<&frontdesk::FormProblem>) -> Markup {
    html! {
        @if let Some(problem) = problem {
            p role="alert" data-problem=(problem.code) {
                (problem.title)
                @if let Some(detail) = &problem.detail { ": " (detail) }
            }
        }
    }
}

fn errors(field: &FieldView) -> Markup {
    html! {
        @if !field.errors().is_empty() {
            ul id=(field.errors_id()) data-errors-for=(field.name()) {
                @for error in field.errors() { li { (error) } }
            }
        }
    }
}
