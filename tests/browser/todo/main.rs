//! The todo app on a phone, in a real browser with JavaScript off.
//!
//! This is a program of its own: a desk takes all actions that are linked into the program, and the
//! reference app has others.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a panic is how a trial fails"
)]

mod host;
mod phone;
#[path = "../webdriver/mod.rs"]
#[allow(dead_code, reason = "each of the two programs uses only a part")]
mod webdriver;

use std::process::ExitCode;

use webdriver::{Look, Trials};

fn main() -> ExitCode {
    let mut trials = Trials::new();
    trials.add("phone::todo_from_first_to_last".into(), Look::Phone, phone::whole);
    trials.add("phone::todo_is_edited".into(), Look::Phone, phone::edit);
    trials.add(
        "phone::todo_is_added_from_a_host_page".into(),
        Look::Phone,
        phone::welcome,
    );
    trials.run()
}
