//! The accessibility of pages in a real Chromium: the rules of axe-core, and what they don't see, by
//! WCAG 2.2, levels A and AA. The program prints a table: page, state, and what was found.
//!
//! If Chromium, its driver or axe-core is missing, every trial counts as ignored and prints why. If
//! `FRONTDESK_NOTHING_IGNORED` is set, it fails instead.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a panic is how a trial fails, and the table is printed"
)]

mod axe;
#[allow(dead_code, reason = "only the other program asks for all of it")]
mod host;
mod keyboard;
mod keys;
mod own;
mod pictures;
mod program;
mod todos;
mod visit;
#[path = "../browser/webdriver/mod.rs"]
#[allow(dead_code, reason = "each of the programs uses only a part")]
mod webdriver;

use std::env;
use std::process::ExitCode;

use program::Program;
use webdriver::Look;

fn main() -> ExitCode {
    let mut program = Program::new();
    program.add("todo::forms", todos::forms);
    program.add("todo::entries", todos::entries);
    program.add("todo::pages", todos::pages);
    program.add("todo::problems", todos::problems);
    program.add("own::pages", own::pages);
    program.add("own::forms", own::forms);
    program.add("keyboard::order_is_that_of_the_page", keyboard::order);
    program.add("keyboard::everything_can_be_done", keyboard::everything);
    // For the documentation: see `pictures.rs`.
    if env::var_os(pictures::VARIABLE).is_some() {
        let name = "pictures::of_the_script".to_owned();
        program.trials.add(name, Look::Scripts, pictures::of_the_script);
    }
    program.run()
}
