//! The reference app in a real browser with JavaScript off, on axum and on actix-web.
//!
//! If Chromium or its driver is missing, every trial counts as ignored and prints why. If
//! `FRONTDESK_NOTHING_IGNORED` is set, it fails instead. If `FRONTDESK_BROWSER` is `firefox`, it runs in Firefox.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a panic is how a trial fails"
)]

mod again;
mod booking;
mod flash;
mod form_loop;
mod inputs;
mod limits;
mod login;
mod once;
mod origins;
mod planted;
mod scripts;
mod site;
mod suite;
mod tabs;
mod texts;
mod uploads;
#[allow(dead_code, reason = "each of the two programs uses only a part")]
mod webdriver;

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut suite = suite::Suite::new();
    for trials in [
        scripts::trials,
        flash::trials,
        form_loop::trials,
        again::trials,
        texts::trials,
        tabs::trials,
        origins::trials,
        planted::trials,
        limits::trials,
        login::trials,
        once::trials,
        inputs::trials,
        booking::trials,
        uploads::trials,
    ] {
        trials(&mut suite);
    }
    suite.run()
}
