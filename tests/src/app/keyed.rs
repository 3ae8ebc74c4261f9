//! A form whose action takes the id of the form: the page `/keyed`.

use frontdesk::{Forms, Html, OnceKey, Router, server_action};
use maud::html;

use super::App;
use super::document::{document, problem};

pub(super) fn routes() -> Router<App> {
    Router::new().page("/keyed", page)
}

/// Returns the id of the form.
#[server_action(state = App, once)]
pub async fn keyed(#[extract] key: OnceKey) -> String {
    key.to_string()
}

async fn page(forms: Forms) -> Html<String> {
    let form = forms.of::<Keyed>();
    let content = html! {
        (form.open())
        (problem(form.problem()))
        button { "Key" }
        (form.close())
        @if let Some(key) = form.result::<String>() { p { "The key is " output data-result { (key) } "." } }
    };
    Html(document(forms.language().tag(), "Keyed", &content))
}
