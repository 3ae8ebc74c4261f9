//! The page. All clients have the same markup, but for the scripts and the attributes of the form.

use frontdesk::{Action, FieldView, FormView, Forms, Html, Script, State};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::app::{Add, AddWithFile, App};
use crate::client::Client;

pub(crate) async fn page(forms: Forms, script: Script, State(app): State<App>) -> Html<String> {
    document(&app, &script, &form(app.client, &forms.of::<Add>()))
}

pub(crate) async fn page_with_file(forms: Forms, script: Script, State(app): State<App>) -> Html<String> {
    document(&app, &script, &form_with_file(app.client, &forms.of::<AddWithFile>()))
}

pub(crate) fn form(client: &Client, view: &FormView<Add>) -> String {
    let fields = [Add::TITLE, Add::EMAIL].map(|field| view.field(field));
    form_of(client, view, &fields, &view.field(Add::NOTE), None)
}

pub(crate) fn form_with_file(client: &Client, view: &FormView<AddWithFile>) -> String {
    let fields = [AddWithFile::TITLE, AddWithFile::EMAIL].map(|field| view.field(field));
    let file = view.field(AddWithFile::FILE);
    form_of(client, view, &fields, &view.field(AddWithFile::NOTE), Some(&file))
}

pub(crate) fn list(app: &App) -> String {
    let list = html! {
        ul id="list" {
            @for row in app.rows() { li { (row) } }
        }
    };
    list.into_string()
}

fn form_of<A: Action>(
    client: &Client,
    view: &FormView<A>,
    [title, email]: &[FieldView; 2],
    note: &FieldView,
    file: Option<&FieldView>,
) -> String {
    let own = [("id", "add")].iter().chain(client.attributes);
    let attributes = own.map(|(name, value)| (*name, if *value == "{url}" { view.url() } else { value }));
    let form = html! {
        (view.open_with(attributes))
        (labelled("Title", title, title.input("text")))
        (labelled("Email", email, email.input("text")))
        (labelled("Note", note, note.textarea()))
        @if let Some(file) = file { (labelled("File", file, file.input("file"))) }
        button { "Add" }
        (view.close())
    };
    form.into_string()
}

fn labelled(label: &str, field: &FieldView, control: frontdesk::Markup) -> Markup {
    html! {
        label for=(field.id()) { (label) }
        (control)
        (field.messages())
    }
}

fn document(app: &App, script: &Script, form: &str) -> Html<String> {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                link rel="icon" href="data:,";
                title { "Notes" }
                (PreEscaped(app.client.head))
                @for package in app.client.packages { (load(script, package)) }
            }
            body {
                main style="margin-bottom: 100vh" {
                    h1 { "Notes" }
                    details { summary { "About notes" } p { "Everyone sees them." } }
                    (PreEscaped(form))
                    (PreEscaped(list(app)))
                }
            }
        }
    };
    Html(page.into_string())
}

/// Loads a library as its documentation does.
fn load(script: &Script, package: &str) -> Markup {
    let url = format!("/scripts/{package}");
    html! {
        @match package {
            "frontdesk" => (script.tag()),
            "@hotwired/turbo" => script type="module" src=(url) {},
            "unpoly" => { link rel="stylesheet" href="/scripts/unpoly.css"; script src=(url) defer {} },
            _ => script src=(url) defer {},
        }
    }
}
