//! What goes wrong, and what of it is said.

use std::io;

use frontdesk::{Problem, Router, get};

use super::{App, SECRET};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/error/problem", get(problem))
        .route("/error/internal", get(internal))
        .route("/error/panic", get(panic))
}

async fn problem() -> Problem {
    Problem::conflict("conflict").with_detail("Somebody else was faster.")
}

async fn internal() -> Result<(), Problem> {
    Err(io::Error::other(SECRET))?;
    Ok(())
}

#[expect(clippy::panic, reason = "to show what becomes of a panic")]
async fn panic() {
    panic!("{SECRET}");
}
