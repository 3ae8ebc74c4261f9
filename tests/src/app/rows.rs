//! Rows that are turned on and off: the page `/rows`.

use frontdesk::{Forms, Html, Problem, Reply, Router, State, server_action};
use maud::{Markup, html};
use serde_json::json;

use super::document::{document, problem};
use super::{App, Rows};

pub(super) fn routes() -> Router<App> {
    Router::new().page("/rows", page)
}

/// Turns a row on or off. Its id is sealed, so it must come from a page that showed the row.
#[server_action(state = App)]
pub async fn toggle_row(
    #[extract] forms: Forms,
    #[extract] State(rows): State<Rows>,
    #[sealed] id: u32,
) -> Result<Reply, Problem> {
    let is_on = rows.toggle(id).ok_or_else(Problem::not_found)?;
    Ok(Reply::back()
        .part(row(&forms, id, is_on))
        .at(&format!("#row-{id}"))
        .also("#count", count(&rows))
        .event("row-toggled", json!({ "id": id })))
}

async fn page(forms: Forms, State(rows): State<Rows>) -> Html<String> {
    let content = html! {
        ul { @for (id, is_on) in rows.all() { (row(&forms, id, is_on)) } }
        p { (count(&rows)) " of 3 are on." }
    };
    Html(document(forms.language().tag(), "Rows", &content))
}

fn row(forms: &Forms, id: u32, is_on: bool) -> Markup {
    let form = forms.of_key::<ToggleRow>(id);
    html! {
        li id={ "row-" (id) } {
            (form.open())
            (problem(form.problem()))
            (form.seal(ToggleRow::ID, &id))
            "Row " (id) " is " (if is_on { "on" } else { "off" }) ". "
            button { (if is_on { "Turn off" } else { "Turn on" }) }
            (form.close())
        }
    }
}

fn count(rows: &Rows) -> Markup {
    html! { b id="count" { (rows.on()) } }
}
