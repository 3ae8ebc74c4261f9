//! Frontdesk's own script in a real browser: with it, without it, and with it failing.
//!
//! Every page requires Trusted Types, and a `Content-Security-Policy` of `default-src 'self'`. On axum all trials run,
//! on actix-web a part. With the variable `FRONTDESK_WHOLE_TABLE`, every trial runs on both, in every mode that it is
//! for: without scripts, with the script, and with each way in which the script fails.
//! In Firefox if `FRONTDESK_BROWSER` is `firefox`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a panic is how a trial fails"
)]

mod album;
mod announcements;
mod app;
mod checking;
mod cookies;
mod everyday;
mod fragments;
mod history;
mod hosting;
mod morphing;
mod network;
mod odd_forms;
mod odd_responses;
mod odd_routes;
mod order;
mod page;
mod pending;
mod placing;
mod retry;
mod site;
mod suite;
mod tabs;
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
        retry::trials,
        cookies::trials,
        order::trials,
        placing::trials,
        fragments::trials,
        album::trials,
        morphing::trials,
        checking::trials,
        announcements::trials,
        odd_forms::trials,
        odd_responses::trials,
        tabs::trials,
    ] {
        trials(&mut suite);
    }
    suite.run()
}
