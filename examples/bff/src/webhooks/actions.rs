//! Server actions: sending events to this app's own endpoints.

use frontdesk::{Flash, Problem, Redirect, State, server_action};
use serde_json::json;

use super::delivery::Delivery;
use super::inbox::State as WorkState;
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
    Ok(Redirect::to("/webhooks").flash(report(delivery, "The event was received")))
}

/// Sends an event again that was received before.
#[server_action(state = Bff)]
pub async fn redeliver(
    #[extract] State(webhooks): State<Webhooks>,
    #[extract] _session: Session,
    #[sealed] number: i64,
) -> Result<Redirect, Problem> {
    let entry = webhooks.inbox.get(number).await?;
    let event = webhooks.inbox.event(&entry).await?;
    let delivery = webhooks.send_to_self(&event).await?;
    let received = match entry.state {
        WorkState::Done => "The event was received again: its work was done before, and is not done twice",
        WorkState::Recorded => "The event was received again: its work had not ended yet, and is not done twice",
        WorkState::Failed => "The event was received again: its work had failed, and begins again",
    };
    Ok(Redirect::to("/webhooks").flash(report(delivery, received)))
}

/// Returns the message about a delivery. One without a response may have been received all the same.
fn report(delivery: Delivery, received: &'static str) -> Flash {
    match delivery {
        Delivery::Received(..) => Flash::success(received),
        Delivery::Gone(_) => Flash::error("The receiver wants no more events"),
        Delivery::GaveUp(_, attempts) => Flash::error(format!(
            "The receiver has not confirmed the event in {attempts} attempts"
        )),
    }
}

fn test_event(source: Source, order: u32) -> Result<Event, Problem> {
    let random = getrandom::u64()?;
    let (id, kind, body) = match source {
        Source::Stripe => {
            let id = format!("evt_{random:016x}");
            let kind = "checkout.session.completed";
            let session = json!({
                "client_reference_id": order.to_string(),
                "payment_status": "paid",
                "amount_total": 1500,
            });
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
