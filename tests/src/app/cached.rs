//! GET handlers whose responses are stored, and their revalidation.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use frontdesk::{Json, NoContent, Path, Problem, Query, Revalidate, Router, State, get, post, server_action};
use serde::Deserialize;
use serde_json::{Value, json};

use super::admins::Admins;
use super::{App, SECRET};

const SECOND: Duration = Duration::from_secs(1);

pub(super) fn routes() -> Router<App> {
    let runs = Arc::new(AtomicU32::new(0));
    Router::new()
        .route("/static/now", get(now).cached())
        .route("/guarded/now", get(now).cached().layer(Admins))
        .route("/cdn/now", get(now).revalidate(SECOND).cdn(60 * SECOND))
        .route("/dynamic/now", get(now).dynamic())
        .route("/revalidate/now", get(now).revalidate(SECOND).tag("clock"))
        .route("/cached/{id}", get(cached).cached())
        .route("/slow-static", get(move || slow(Arc::clone(&runs))).cached())
        .route("/flaky", get(flaky).revalidate(SECOND))
        .route("/revalidate", post(revalidate))
}

/// Returns the time in nanoseconds, which is different each time.
#[must_use]
pub fn nanoseconds() -> String {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.unwrap_or_default().as_nanos().to_string()
}

async fn now() -> String {
    nanoseconds()
}

#[derive(Deserialize)]
struct Page {
    #[serde(default = "first_page")]
    page: u32,
}

fn first_page() -> u32 {
    1
}

async fn cached(Path(id): Path<String>, Query(Page { page }): Query<Page>) -> Json<Value> {
    Json(json!({ "id": id, "page": page, "now": nanoseconds() }))
}

async fn slow(runs: Arc<AtomicU32>) -> String {
    tokio::time::sleep(Duration::from_millis(300)).await;
    (runs.fetch_add(1, Ordering::SeqCst) + 1).to_string()
}

/// Succeeds the first time only. It reads nothing but the state, so its response can be stored.
async fn flaky(State(app): State<App>) -> Result<&'static str, Problem> {
    match app.flaky_runs.add() {
        1 => Ok("good"),
        _ => Err(Problem::internal(io::Error::other(SECRET))),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Outdated {
    Path(String),
    Tag(String),
}

async fn revalidate(revalidate: Revalidate, Json(outdated): Json<Outdated>) -> Result<NoContent, Problem> {
    let done = match outdated {
        Outdated::Path(path) => revalidate.path(&path).await,
        Outdated::Tag(tag) => revalidate.tag(&tag).await,
    };
    done.map_err(|error| Problem::bad_request("invalid-name").with_detail(error.to_string()))?;
    Ok(NoContent)
}

/// Revalidates the tag `clock`.
#[server_action]
pub async fn revalidate_clock(#[extract] revalidate: Revalidate) -> Result<(), Problem> {
    revalidate.tag("clock").await?;
    Ok(())
}
