//! Route handlers for any client: the overview as JSON, and the export.

use std::time::Duration;

use frontdesk::{HeaderMap, Json, Method, Problem, Response, Router, State, StatusCode, get};

use crate::bff::Bff;
use crate::overview::{self, Overview};
use crate::relay;
use crate::session::{Session, logged_out};
use crate::upstream::Failure;

/// How long the service may be silent in the middle of an export.
const PATIENCE: Duration = Duration::from_secs(10);

pub(crate) fn routes() -> Router<Bff> {
    Router::new()
        .route("/api/overview", get(overview))
        .route("/export", get(export))
}

async fn overview(State(bff): State<Bff>, session: Session) -> Result<Json<Overview>, Problem> {
    Ok(Json(overview::overview(&bff, &session).await?))
}

/// Streams all orders of a person, which may be many.
async fn export(
    State(bff): State<Bff>,
    session: Session,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let headers = relay::request_headers(&headers);
    let response = bff
        .orders
        .open(method, "/orders/export", &session.token, &headers)
        .await;
    let failed = |failure: Failure| failure.problem(bff.orders.name());
    let response = response.map_err(failed)?;
    if response.status() == StatusCode::UNAUTHORIZED {
        bff.sessions.end(&session);
        return Err(logged_out());
    }
    relay::relay(response, "text/csv", bff.orders.name(), PATIENCE).map_err(failed)
}
