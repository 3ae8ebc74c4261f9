//! The accessibility of the pages of `examples/bff`, `examples/chat` and `examples/progress`: what `../main.rs`
//! does for those of `examples/todo`.
//!
//! This is a program of its own: the desk of `examples/todo` takes all actions that are linked into the program.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a panic is how a trial fails, and the table is printed"
)]

#[path = "../axe.rs"]
mod axe;
mod bff;
mod chat;
#[path = "../host.rs"]
#[allow(dead_code, reason = "only the other program asks for all of it")]
mod host;
#[path = "../keys.rs"]
mod keys;
#[path = "../program.rs"]
mod program;
mod progress;
#[path = "../../../examples/progress/tests/app/site.rs"]
#[allow(dead_code, reason = "the example's own tests use all of it")]
mod site;
#[path = "../../../examples/bff/tests/app/sites.rs"]
#[allow(dead_code, reason = "the example's own tests use all of it")]
mod sites;
#[path = "../visit.rs"]
mod visit;
#[path = "../../browser/webdriver/mod.rs"]
#[allow(dead_code, reason = "each of the programs uses only a part")]
mod webdriver;

use std::process::ExitCode;

use program::Program;

/// A field's message is there.
const MESSAGE: &str = "document.querySelector('[id$=-errors]')";

/// A problem of a form, or of a page, is there.
const ALERT: &str = "document.querySelector('.problem[role=alert]')";

fn main() -> ExitCode {
    let mut program = Program::new();
    program.add("bff::login", bff::login);
    program.add("bff::overview", bff::overview);
    program.add("bff::webhooks", bff::webhooks);
    program.add("bff::problems", bff::problems);
    program.add("bff::keyboard", bff::keyboard);
    program.add("chat::people", chat::people);
    program.add("chat::room", chat::room);
    program.add("chat::problems", chat::problems);
    program.add("chat::keyboard", chat::keyboard);
    program.add("progress::imports", progress::imports);
    program.add("progress::import", progress::import);
    program.add("progress::problems", progress::problems);
    program.add("progress::keyboard", progress::keyboard);
    program.run()
}
