//! Responses straight to the POST of a form: the page `/replies`.

use frontdesk::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use frontdesk::{Forms, Html, Reply, Router, server_action};
use maud::html;

use super::App;
use super::document::{document, errors, problem};

pub(super) fn routes() -> Router<App> {
    Router::new().page("/replies", page)
}

/// Shows the text once, in the response to the form.
#[server_action]
pub async fn reveal(text: String) -> Reply {
    let page = document("en", "Revealed", &html! { p id="revealed" { (text) } });
    Reply::page(page).value(&text)
}

/// Responds with a download.
#[server_action]
pub async fn export_csv(list: Vec<u32>) -> Reply {
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"export.csv\""),
    ];
    let lines: String = list.iter().map(|number| format!("{number}\n")).collect();
    Reply::response((headers, lines))
}

async fn page(forms: Forms) -> Html<String> {
    let (reveal, export) = (forms.of::<Reveal>(), forms.of::<ExportCsv>());
    let (text, list) = (reveal.field(Reveal::TEXT), export.field(ExportCsv::LIST));
    let content = html! {
        (reveal.open())
        (problem(reveal.problem()))
        div { label { "Text " (text.input("text")) } (errors(&text)) }
        button { "Reveal" }
        (reveal.close())
        (export.open())
        (problem(export.problem()))
        div { label { "Number " (list.typed_input()) } (errors(&list)) }
        button { "Export" }
        (export.close())
    };
    Html(document(forms.language().tag(), "Replies", &content))
}
