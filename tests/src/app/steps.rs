//! A wizard: one form in two steps.

use frontdesk::{Forms, Html, Message, NextPage, Problem, Redirect, Router, ShowAgain, State, server_action};
use maud::html;

use super::document::document;
use super::{App, Base};

pub(super) fn routes() -> Router<App> {
    Router::new().page("/steps", page)
}

/// Goes from the first step to the second one, and then to another page.
#[server_action(state = App)]
pub async fn steps(
    #[extract] State(base): State<Base>,
    name: String,
    city: Option<String>,
    #[field(default = 1)] step: u8,
) -> Result<NextPage, Problem> {
    if name.is_empty() {
        return Err(Problem::field(
            "name",
            Message::new("name-needed", "Please write your name."),
        ));
    }
    if step == 1 {
        return Ok(ShowAgain::new().set(Steps::STEP, 2).into());
    }
    if city.is_none() {
        return Err(Problem::field(
            "city",
            Message::new("city-needed", "Please write your city."),
        ));
    }
    Ok(Redirect::to(base.join("/hello")).into())
}

async fn page(forms: Forms) -> Html<String> {
    let form = forms.of::<Steps>();
    let (name, city, step) = (
        form.field(Steps::NAME),
        form.field(Steps::CITY),
        form.field(Steps::STEP),
    );
    let (shown, hidden) = if step.value() == "2" {
        (&city, &name)
    } else {
        (&name, &city)
    };
    let content = html! {
        (form.error_summary_titled("Please look again"))
        (form.open())
        div { (shown.label_tag()) " " (shown.input("text")) (shown.messages()) }
        (hidden.input("hidden"))
        (step.input("hidden"))
        button { "Continue" }
        (form.close())
    };
    Html(document(forms.language().tag(), "Steps", &content))
}
