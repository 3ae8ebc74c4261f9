//! The page with the events, for people who have logged in.

use frontdesk::{Flashes, Forms, Html, Problem, State};
use maud::{Markup, html};

use super::actions::{ORDERS, Redeliver, SendTest};
use super::inbox::Entry;
use super::source::Source;
use super::state::Webhooks;
use crate::pages::{document, problem_of, titled};
use crate::session::Session;

pub(super) async fn events(
    State(webhooks): State<Webhooks>,
    _session: Session,
    forms: Forms,
    flashes: Flashes,
) -> Result<Html<String>, Problem> {
    let events = webhooks.inbox.latest().await?;
    let results = webhooks.inbox.results().await?;
    let content = html! {
        section { h2 { "Send a test event" } (test_form(&forms)) }
        section #results {
            h2 { "What events have changed" }
            ul { @for result in &results { li { (result) } } }
        }
        @for entry in &events { (card(entry, &forms)) }
        @if events.is_empty() { p { "No event was received yet." } }
    };
    Ok(document(
        &titled("Webhooks", &forms),
        html! {
            header { h1 { "Webhooks" } a href="/" { "Overview" } }
            @for flash in &flashes { p.flash role="status" { (flash.text()) } }
            // Of an event that is no longer in the list.
            (problem_of(forms.unclaimed_problem()))
            (content)
        },
    ))
}

fn test_form(forms: &Forms) -> Markup {
    let form = forms.of::<SendTest>();
    let (source, order) = (form.field(SendTest::SOURCE), form.field(SendTest::ORDER));
    html! {
        (form.open())
            (problem_of(form.problem()))
            p {
                label for=(source.id()) { "Provider " }
                (source.select(Source::ALL.map(|source| (source.name(), source.name()))))
                (source.messages())
            }
            p {
                label for=(order.id()) { "Order " }
                (order.select(ORDERS.map(|order| (order, order))))
                (order.messages())
                small { " There is no order 4: its work fails." }
            }
            button { "Send" }
        (form.close())
    }
}

fn card(entry: &Entry, forms: &Forms) -> Markup {
    html! {
        section {
            header {
                h2 { (entry.kind) ": " (entry.state.name()) }
                (redeliver_form(entry, forms))
            }
            @if let Some(error) = &entry.error { p.problem { (error) } }
            p.age {
                (entry.source.name()) " " code { (entry.id) } ", delivered " (times(entry.deliveries))
                ", work begun " (times(entry.attempts))
            }
        }
    }
}

fn times(count: u32) -> String {
    match count {
        0 => "never".to_owned(),
        1 => "once".to_owned(),
        _ => format!("{count} times"),
    }
}

fn redeliver_form(entry: &Entry, forms: &Forms) -> Markup {
    let form = forms.of_key::<Redeliver>(entry.number);
    html! {
        (form.open())
            (problem_of(form.problem()))
            (form.seal(Redeliver::NUMBER, &entry.number))
            button { "Redeliver" }
        (form.close())
    }
}
