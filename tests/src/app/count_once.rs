//! A form that counts only once, however often it is sent.

use frontdesk::{Forms, Html, Problem, Router, State, server_action};
use maud::html;

use super::document::{document, errors, problem};
use super::{App, Sum};

pub(super) fn routes() -> Router<App> {
    Router::new().page("/once", page)
}

/// Adds to a sum, and returns it.
#[server_action(state = App, once)]
pub async fn count_once(#[extract] State(sum): State<Sum>, by: u32) -> Result<u32, Problem> {
    sum.add(by)
        .ok_or_else(|| Problem::field("by", "the sum would be too large"))
}

async fn page(forms: Forms) -> Html<String> {
    let form = forms.of::<CountOnce>();
    let by = form.field(CountOnce::BY);
    let content = html! {
        (form.open())
        (problem(form.problem()))
        div { label { "Add " (by.typed_input()) } (errors(&by)) }
        button { "Count" }
        (form.close())
        @if let Some(sum) = form.result::<u32>() { p { "The sum is " output data-result { (sum) } "." } }
    };
    Html(document(forms.language().tag(), "Once", &content))
}
