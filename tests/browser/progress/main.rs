//! `examples/progress` in a real browser, with JavaScript on and off.
//!
//! This is a program of its own: a desk takes all actions that are linked into the program, and the
//! reference app has others.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a panic is how a trial fails"
)]

mod import;
#[path = "../../../examples/progress/tests/app/site.rs"]
#[allow(dead_code, reason = "the example's own tests use all of it")]
mod site;
#[path = "../webdriver/mod.rs"]
#[allow(dead_code, reason = "each of the programs uses only a part")]
mod webdriver;

use std::process::ExitCode;

use webdriver::{Look, Trials};

fn main() -> ExitCode {
    let mut trials = Trials::new();
    trials.add(
        "import::events_change_the_page".into(),
        Look::Scripts,
        import::by_events,
    );
    trials.add(
        "import::page_loads_itself_again".into(),
        Look::Window,
        import::by_refresh,
    );
    trials.run()
}
