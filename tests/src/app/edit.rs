//! A form with two buttons: one adds the note, and one only looks at it.

use frontdesk::{Forms, Html, Message, Problem, Router, server_action};
use maud::html;

use super::document::{document, errors, problem};
use super::{App, CreateNote};

pub(super) fn routes() -> Router<App> {
    Router::new().page("/edit", page)
}

/// Looks at a note. It is never right: the form returns with a message.
#[server_action]
pub async fn preview_note(title: String, body: String) -> Result<(), Problem> {
    let _ = (title, body);
    Err(Problem::field(
        "title",
        Message::new("only-a-preview", "only a preview"),
    ))
}

async fn page(forms: Forms) -> Html<String> {
    let form = forms.of::<CreateNote>();
    let (title, body) = (form.field(CreateNote::TITLE), form.field(CreateNote::BODY));
    let (password, pinned) = (form.field(CreateNote::PASSWORD), form.field(CreateNote::PINNED));
    let content = html! {
        (form.open())
        (problem(form.problem()))
        div { label { "Title " (title.input("text")) } (errors(&title)) }
        div { label { "Text " (body.textarea()) } (errors(&body)) }
        div { label { "Password " (password.input("password")) } (errors(&password)) }
        div { label { (pinned.input("checkbox")) " Pin to the top" } (errors(&pinned)) }
        button { "Add" }
        button formaction=(forms.of::<PreviewNote>().url()) { "Preview" }
        (form.close())
    };
    Html(document(forms.language().tag(), "Edit", &content))
}
