//! Frontdesk's own script in a real browser: with it, without it, and with it failing.
//!
//! Every page requires Trusted Types, and a `Content-Security-Policy` of `default-src 'self'`. On axum all trials run,
//! on actix-web a part.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a panic is how a trial fails"
)]

mod announcements;
mod app;
mod checking;
mod everyday;
mod history;
mod network;
mod odd_forms;
mod odd_responses;
mod odd_routes;
mod page;
mod pending;
mod placing;
mod site;
mod suite;
#[path = "../webdriver/mod.rs"]
#[allow(dead_code, reason = "each of the programs uses only a part")]
mod webdriver;

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut suite = suite::Suite::new();
    for trials in [
        everyday::trials,
        pending::trials,
        history::trials,
        network::trials,
        placing::trials,
        checking::trials,
        announcements::trials,
        odd_forms::trials,
        odd_responses::trials,
    ] {
        trials(&mut suite);
    }
    suite.run()
}
