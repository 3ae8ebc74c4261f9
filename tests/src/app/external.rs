//! Redirects to other origins.

use frontdesk::{Problem, Query, Redirect, Router, StatusCode, get};
use serde::Deserialize;

use super::App;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/external", get(external))
}

#[derive(Deserialize)]
struct Target {
    to: String,
}

/// Redirects to a URL that the caller chooses: to show which URLs are rejected.
async fn external(Query(Target { to }): Query<Target>) -> Result<Redirect, Problem> {
    let redirect = Redirect::external(to);
    match redirect.rejection() {
        Some(reason) => Err(Problem::new(StatusCode::BAD_REQUEST, "invalid-redirect").with_detail(reason)),
        None => Ok(redirect),
    }
}
