//! Errors, and how much of them clients see.

use std::io;

use frontdesk::{Message, Problem, Router, get};

use super::App;

/// The text of internal errors. It must never reach a client.
pub const SECRET: &str = "secret-internal-detail";

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/error/problem", get(problem))
        .route("/error/internal", get(internal))
        .route("/error/panic", get(panic))
}

async fn problem() -> Problem {
    Problem::conflict("conflict").with_detail(Message::new("conflict.detail", "Another client changed it first."))
}

async fn internal() -> Result<(), Problem> {
    Err(io::Error::other(SECRET))?;
    Ok(())
}

#[expect(clippy::panic, reason = "to show how a panic is handled")]
async fn panic() {
    panic!("{SECRET}");
}
