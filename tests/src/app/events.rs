//! Server-sent events.

use frontdesk::{Event, LastEventId, Query, Router, Sse, State, get};
use futures_util::stream;
use serde::Deserialize;

use super::{App, Listeners};

pub(super) fn routes() -> Router<App> {
    Router::new().route("/events", get(ticks))
}

#[derive(Deserialize)]
struct Count {
    #[serde(default = "three")]
    n: u32,
}

fn three() -> u32 {
    3
}

/// Sends the events 1 to `n`, except those up to `Last-Event-ID`.
async fn ticks(
    State(listeners): State<Listeners>,
    LastEventId(last): LastEventId,
    Query(Count { n }): Query<Count>,
) -> Sse {
    let seen = last.and_then(|id| id.parse().ok()).unwrap_or(0);
    // Moved into the stream, so that it is dropped with it.
    let listening = listeners.enter();
    Sse::new(stream::unfold((seen, listening), move |(seen, listening)| async move {
        let id = seen + u32::from(seen < n);
        // Yields, as a stream that waits for its events would.
        tokio::task::yield_now().await;
        let event = Event::new(format!("tick {id}")).event("tick").id(id);
        (id > seen).then_some((event, (id, listening)))
    }))
}
