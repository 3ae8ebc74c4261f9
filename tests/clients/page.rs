//! The page of the app, in the markup of its client.

use std::sync::LazyLock;

use frontdesk::{Flashes, FormView, Forms, Html, State};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::app::{AddItem, Seen, Toggle};

/// The guide with the script that checks forms of pages without a library for that.
const GUIDE: &str = include_str!("../../frontdesk/src/docs/checks.md");

/// The script of the guide.
static CHECKS: LazyLock<&str> = LazyLock::new(|| {
    let (_, script) = GUIDE.split_once("```html\n").expect("the guide has a script");
    script.split_once("```").expect("it ends").0
});

/// Records events.
const LISTEN: &str = "<script>window.seen = []; addEventListener('row-toggled', event => seen.push(event.detail?.on ?? \
                      event.on), true)</script>";

pub(crate) async fn page(forms: Forms, flashes: Flashes, State(seen): State<Seen>) -> Html<String> {
    let client = seen.client;
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                title { (client.name) }
                @for script in client.scripts { script src={ "/scripts/" (script) } defer {} }
                (PreEscaped(LISTEN))
                @if seen.is_checked && client.check.is_empty() { (PreEscaped(*CHECKS)) }
            }
            body {
                main x-data {
                    h1 { (client.name) }
                    div id="list" {
                        @for flash in &flashes { p data-flash { (flash.text()) } }
                        ul { @for item in seen.items() { li { (item) } } }
                    }
                    (PreEscaped(client.around[0]))
                    (form(&seen, &forms.of::<AddItem>()))
                    (PreEscaped(client.around[1]))
                    (row(&seen, &forms))
                    p { (count(&seen)) }
                }
            }
        }
    };
    Html(page.into_string())
}

pub(crate) fn form(seen: &Seen, view: &FormView<AddItem>) -> Markup {
    let client = seen.client;
    let checks = client.check.iter().filter(|_| seen.is_checked);
    let text = checks.fold(view.field(AddItem::TEXT), |text, (name, value)| text.attr(name, *value));
    html! {
        (view.open_with(client.attributes))
        @if let Some(problem) = view.problem() {
            p data-problem { (problem.title) ": " (problem.detail.as_deref().unwrap_or_default()) }
        }
        div id="group" up-form-group {
            (text.input("text"))
            (text.messages())
            @if seen.is_checked && client.check.is_empty() { output data-check="text" {} }
        }
        button { "Add" }
        (view.close())
    }
}

pub(crate) fn row(seen: &Seen, forms: &Forms) -> Markup {
    let toggle = forms.of::<Toggle>();
    html! {
        div id="row" {
            p { "The row is " (if seen.is_on() { "on" } else { "off" }) }
            (toggle.open_with(seen.client.row)) button { "Toggle" } (toggle.close())
        }
    }
}

pub(crate) fn count(seen: &Seen) -> Markup {
    html! { b id="count" x-sync { (u8::from(seen.is_on())) " on" } }
}
