//! The todo app on a phone, in a real browser with JavaScript off.
//!
//! A program of its own, since a desk takes all actions that are linked into the program, and the reference app has others.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a trial fails by it"
)]

mod host;
mod phone;
#[path = "../webdriver/mod.rs"]
#[allow(dead_code, reason = "each of the two programs leaves some of it unused")]
mod webdriver;

use std::process::ExitCode;

use webdriver::{Look, Trials};

fn main() -> ExitCode {
    let mut trials = Trials::new();
    trials.add("phone::a_todo_from_first_to_last".into(), Look::Phone, phone::whole);
    trials.add("phone::edit".into(), Look::Phone, phone::edit);
    trials.add("phone::a_page_of_the_host".into(), Look::Phone, phone::welcome);
    trials.run()
}
