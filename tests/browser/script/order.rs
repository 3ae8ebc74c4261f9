//! A form with every control: its page, its action, and the trial.

use frontdesk::{Flashes, Forms, FromForm, Html, Problem, Redirect, Script, State, Upload, server_action};
use jiff::civil::{Date, Time};
use maud::html;

use crate::app::App;
use crate::page::{TAGS, page};
use crate::suite::{Suite, Visit};

pub(crate) fn trials(suite: &mut Suite) {
    suite.always("every_control_survives_a_failure", every_control);
}

/// Radio buttons.
#[derive(Debug, Clone, Copy, FromForm)]
#[form(rename_all = "kebab-case")]
pub(crate) enum Size {
    Small,
    Large,
}

/// A group of checkboxes.
#[derive(Debug, Clone, Copy, FromForm)]
#[form(rename_all = "kebab-case")]
pub(crate) enum Extra {
    Bow,
    Card,
    Paper,
}

/// Takes an order, which becomes a note.
#[server_action(state = App, once)]
pub(crate) async fn order(
    #[extract] State(app): State<App>,
    name: String,
    text: String,
    day: Date,
    at: Option<Time>,
    size: Size,
    extras: Vec<Extra>,
    tags: Vec<String>,
    gift: bool,
    #[field(max = "1MB")] picture: Upload,
) -> Result<Redirect, Problem> {
    if name == "taken" {
        return Err(Problem::field("name", "There is one already."));
    }
    let picture = picture.file_name().unwrap_or_default().to_owned();
    let at = at.map_or_else(String::new, |at| at.to_string());
    app.add(format!(
        "{name} {text:?} {day} {at} {size:?} {extras:?} {tags:?} {gift} {picture}"
    ));
    Ok(Redirect::to("/order").flash("Ordered"))
}

/// The page of the form.
pub(crate) async fn orders(forms: Forms, flashes: Flashes, script: Script, State(app): State<App>) -> Html<String> {
    let form = forms.of::<Order>();
    let (name, text, picture) = (
        form.field(Order::NAME),
        form.field(Order::TEXT),
        form.field(Order::PICTURE),
    );
    let content = html! {
        @for flash in &flashes { p role="status" data-flash { (flash.text()) } }
        ul id="notes" { @for note in app.notes() { li { (note.text) } } }
        (form.open_with([("id", "order")]))
        (name.input("text"))
        (name.messages())
        (text.textarea())
        (form.field(Order::DAY).typed_input())
        (form.field(Order::AT).typed_input())
        (form.field(Order::SIZE).choices())
        (form.field(Order::EXTRAS).choices())
        (form.field(Order::TAGS).select(TAGS.map(|tag| (tag, tag))))
        (form.field(Order::GIFT).typed_input())
        (picture.input("file"))
        (picture.messages())
        button { "Order" }
        (form.close())
    };
    Html(page(&app, &script, "Orders", &content).into_string())
}

/// What the controls of the form have, in their order.
const FILLED_IN: &str = "[...document.querySelector('#order').elements].flatMap(control => {
        const { type, name, value, checked, files, selectedOptions } = control
        if (!name || type === 'hidden' || type === 'submit') return []
        if (type === 'radio' || type === 'checkbox') return checked ? [name + '=' + value] : []
        if (selectedOptions) return [...selectedOptions].map(option => name + '=' + option.value)
        return [name + '=' + (files ? files[0]?.name ?? '' : value)]
    }).join('|')";

const EMPTY: &str = "name=|text=|day=|at=|picture=";

/// Chooses a moment, as the browser's own calendar does. (How it is typed depends on the language.)
async fn choose(visit: &Visit, selector: &str, value: &str) {
    let script = format!(
        "const control = document.querySelector('{selector}')
        control.value = '{value}'
        for (const type of ['input', 'change']) control.dispatchEvent(new Event(type, {{ bubbles: true }}))"
    );
    visit.tab.evaluate(&script).await;
}

async fn every_control(visit: Visit) {
    let Visit { tab, site, mode } = &visit;
    let file = tempfile::Builder::new()
        .prefix("grün-")
        .suffix(".png")
        .tempfile()
        .unwrap();
    let file_name = file.path().file_name().unwrap().to_string_lossy().into_owned();
    visit.open_at("/order").await;
    assert_eq!(visit.value(FILLED_IN).await, EMPTY);
    tab.type_into("#order [name=name]", "taken").await;
    tab.type_into("#order [name=text]", "\nmilk\n\nhoney & <b>").await;
    choose(&visit, "#order [name=day]", "2026-12-24").await;
    choose(&visit, "#order [name=at]", "10:30").await;
    for control in [
        "[name=size][value=large]",
        "[name=extras][value=bow]",
        "[name=extras][value=paper]",
        "[name=tags] option:nth-child(1)",
        "[name=tags] option:nth-child(3)",
        "[name=gift]",
    ] {
        tab.click(&format!("#order {control}")).await;
    }
    tab.choose_file("#order [name=picture]", file.path()).await;
    let filled_in = |name: &str, file: &str| {
        format!(
            "name={name}|text=\nmilk\n\nhoney & <b>|day=2026-12-24|at=10:30|size=large|extras=bow|extras=paper|\
             tags=red|tags=blue|gift=true|picture={file}"
        )
    };
    assert_eq!(visit.value(FILLED_IN).await, filled_in("taken", &file_name));

    tab.click("#order button").await;
    visit.until_shown("There is one already.").await;
    visit.until_responded().await;
    // No page can choose a file: it is there only where the page stayed.
    let stayed = if mode.sends_in_place() { &*file_name } else { "" };
    assert_eq!(visit.value(FILLED_IN).await, filled_in("taken", stayed));
    if stayed.is_empty() {
        tab.choose_file("#order [name=picture]", file.path()).await;
    }
    tab.type_into("#order [name=name]", "free").await;
    tab.click("#order button").await;
    visit.until("document.querySelectorAll('#notes li').length === 1").await;
    visit.until_responded().await;
    assert_eq!(
        site.app.texts(),
        [format!(
            "free {:?} 2026-12-24 10:30:00 Large [Bow, Paper] [\"red\", \"blue\"] true {file_name}",
            "\nmilk\n\nhoney & <b>"
        )]
    );
    assert_eq!(visit.value(FILLED_IN).await, EMPTY);
    assert_eq!(tab.address().await, "/order");
    assert_eq!(visit.is_in_place().await, mode.sends_in_place());
}
