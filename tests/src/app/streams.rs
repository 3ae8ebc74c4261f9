//! A response that is produced while it is sent.

use std::convert::Infallible;

use frontdesk::{Body, Bytes, IntoResponse, Problem, Query, Response, Router, State, get};
use futures_util::stream;
use serde::Deserialize;

use super::{App, Counts};

/// The largest chunk, in bytes.
const LARGEST: usize = 1024 * 1024;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/stream", get(chunks))
}

#[derive(Deserialize)]
struct Chunks {
    chunks: u32,
    bytes: usize,
}

async fn chunks(State(counts): State<Counts>, Query(query): Query<Chunks>) -> Result<Response, Problem> {
    if query.bytes > LARGEST {
        return Err(Problem::bad_request("chunk-too-large").with_detail("A chunk has at most 1 MiB."));
    }
    let chunk = Bytes::from(vec![b'x'; query.bytes]);
    let stream = stream::unfold(0, move |made| {
        let (counts, chunk) = (counts.clone(), chunk.clone());
        async move {
            if made == query.chunks {
                return None;
            }
            // Yields, as a stream that waits for its chunks would.
            tokio::task::yield_now().await;
            counts.chunk();
            Some((Ok::<_, Infallible>(chunk), made + 1))
        }
    });
    Ok(Body::from_stream(stream).into_response())
}
