//! Server-sent events.

use frontdesk::{Event, LastEventId, Query, Router, Sse, State, get};
use futures_util::stream;
use serde::Deserialize;

use super::{App, Listeners};

pub(super) fn routes() -> Router<App> {
    Router::new().route("/events", get(ticks))
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default = "three")]
    n: u32,
}

fn three() -> u32 {
    3
}

/// Events 1 to `n`; without those that the client says it has seen.
async fn ticks(
    State(listeners): State<Listeners>,
    LastEventId(last): LastEventId,
    Query(Asked { n }): Query<Asked>,
) -> Sse {
    let seen = last.and_then(|id| id.parse().ok()).unwrap_or(0);
    // In the stream, so that it goes when the stream does.
    let listening = listeners.enter();
    Sse::new(stream::unfold((seen, listening), move |(seen, listening)| async move {
        let id = seen + u32::from(seen < n);
        // Others get their turn, as they would if there were something to wait for.
        tokio::task::yield_now().await;
        let event = Event::new(format!("tick {id}")).event("tick").id(id);
        (id > seen).then_some((event, (id, listening)))
    }))
}
