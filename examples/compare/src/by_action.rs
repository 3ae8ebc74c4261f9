//! The job by a server action: one function for the form, and for the scripts of its page.

use frontdesk::{Forms, Html, Problem, Router, State, server_action};
use maud::html;

use crate::list::{App, Title};

/// Renames the list.
#[server_action]
pub async fn rename(#[extract] State(app): State<App>, title: String) -> Result<Title, Problem> {
    app.rename(title)
}

/// Returns the page with the form.
pub(crate) fn routes() -> Router<App> {
    Router::new().page("/", page)
}

async fn page(State(app): State<App>, forms: Forms) -> Html<String> {
    let form = forms.of::<Rename>();
    let field = form.field(Rename::TITLE);
    let page = html! {
        h1 { (app.title().title) }
        (form.open())
            (field.input("text"))
            (field.messages())
            button { "Rename" }
        (form.close())
    };
    Html(page.into_string())
}
