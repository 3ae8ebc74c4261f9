//! Server actions: sending events to this app's own endpoints.

use frontdesk::{Flash, Problem, Redirect, State, server_action};
use serde_json::json;

use super::delivery::Delivery;
use super::source::{Event, Source};
use super::state::Webhooks;
use crate::bff::Bff;
use crate::session::Session;

/// The orders that the test events are for.
pub const ORDERS: [&str; 4] = ["1", "2", "3", "4"];

/// Sends a new event, as the provider would.
#[server_action(once = identity, state = Bff)]
pub async fn send_test(
    #[extract] State(webhooks): State<Webhooks>,
    #[extract] _session: Session,
    source: Source,
    order: u32,
) -> Result<Redirect, Problem> {
    let event = test_event(source, order)?;
    let delivery = webhooks.send_to_self(&event).await?;
    Ok(Redirect::to("/webhooks").flash(report(delivery)))
}

/// Sends an event again that was received before.
#[server_action(state = Bff)]
pub async fn redeliver(
    #[extract] State(webhooks): State<Webhooks>,
    #[extract] _session: Session,
    #[sealed] number: i64,
) -> Result<Redirect, Problem> {
    let entry = webhooks.inbox.get(number).await?;
    let delivery = webhooks.send_to_self(&entry.event).await?;
    Ok(Redirect::to("/webhooks").flash(report(delivery)))
}

fn report(delivery: Delivery) -> Flash {
    match delivery {
        Delivery::Received(status, _) if status == 202 => Flash::success("The event was received"),
        Delivery::Received(..) => Flash::info("The event was received before: its work is not done twice"),
        Delivery::Gone(_) => Flash::error("The receiver wants no more events"),
        Delivery::GaveUp(_, attempts) => Flash::error(format!("The event was not received in {attempts} attempts")),
    }
}

fn test_event(source: Source, order: u32) -> Result<Event, Problem> {
    let random = getrandom::u64()?;
    let (id, kind, body) = match source {
        Source::Stripe => {
            let id = format!("evt_{random:016x}");
            let kind = "checkout.session.completed";
            let session = json!({ "client_reference_id": order.to_string(), "amount_total": 1500 });
            let body = json!({ "id": id, "type": kind, "data": { "object": session } });
            (id, kind, body)
        }
        Source::GitHub => {
            let body = json!({ "ref": "refs/heads/main", "repository": { "full_name": "octo/shop" } });
            (format!("{random:016x}"), "push", body)
        }
        Source::Standard => {
            let kind = "order.paid";
            let body = json!({ "type": kind, "data": { "order": order, "cents": 1500 } });
            (format!("msg_{random:016x}"), kind, body)
        }
    };
    Ok(Event {
        source,
        id,
        kind: kind.to_owned(),
        body: body.to_string().into(),
    })
}
