//! The page with the events, for people who have logged in.

use frontdesk::{Flashes, Forms, Html, Problem, State};
use maud::{Markup, html};

use super::actions::{ORDERS, Redeliver, SendTest};
use super::inbox::Entry;
use super::source::Source;
use super::state::Webhooks;
use crate::pages::{document, problem_of};
use crate::session::Session;

pub(super) async fn events(
    State(webhooks): State<Webhooks>,
    _session: Session,
    forms: Forms,
    flashes: Flashes,
) -> Result<Html<String>, Problem> {
    let events = webhooks.inbox.latest().await?;
    let results = webhooks.inbox.results().await?;
    Ok(document(
        "Webhooks",
        html! {
            h1 { "Webhooks" }
            @for flash in &flashes { p.flash role="status" { (flash.text()) } }
            (test_form(&forms))
            h2 { "Received events" }
            @if events.is_empty() { p { "None yet." } } @else { (table(&events, &forms)) }
            h2 { "What they have changed" }
            ul #results { @for result in &results { li { (result) } } }
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
            button { "Send a test event" }
        (form.close())
    }
}

fn table(events: &[Entry], forms: &Forms) -> Markup {
    html! {
        table {
            thead { tr { th { "Event" } th { "Kind" } th { "State" } th { "Attempts" } th { "Deliveries" } th {} } }
            tbody {
                @for entry in events {
                    tr {
                        td { (entry.event.source.name()) " " code { (entry.event.id) } }
                        td { (entry.event.kind) }
                        td {
                            strong { (entry.state.name()) }
                            @if let Some(error) = &entry.error { br; small { (error) } }
                        }
                        td { (entry.attempts) }
                        td { (entry.deliveries) }
                        td { (redeliver_form(entry, forms)) }
                    }
                }
            }
        }
    }
}

fn redeliver_form(entry: &Entry, forms: &Forms) -> Markup {
    let form = forms.of_key::<Redeliver>(entry.number);
    html! {
        (form.open())
            (form.seal(Redeliver::NUMBER, &entry.number))
            button { "Redeliver" }
        (form.close())
    }
}
