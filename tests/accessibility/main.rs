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
mod host;
mod keyboard;
mod keys;
mod own;
mod pictures;
mod todos;
mod visit;
#[path = "../browser/webdriver/mod.rs"]
#[allow(dead_code, reason = "each of the programs uses only a part")]
mod webdriver;

use std::env;
use std::process::ExitCode;
use std::sync::Arc;

use axe::Axe;
use webdriver::{Look, Tab, Trials};

struct Program {
    trials: Trials,
    axe: Result<Arc<Axe>, String>,
}

impl Program {
    /// Adds a trial with scripts off, and with scripts on.
    fn add<T, F>(&mut self, name: &str, test: T)
    where
        T: FnOnce(Tab, Arc<Axe>, bool) -> F + Clone + Send + 'static,
        F: Future<Output = ()>,
    {
        for (scripts, look) in [("off", Look::Window), ("on", Look::Scripts)] {
            let (axe, test) = (self.axe.clone(), test.clone());
            self.trials.add(format!("{name}::{scripts}"), look, async move |tab| {
                test(tab, axe.unwrap(), look == Look::Scripts).await;
            });
        }
    }
}

fn main() -> ExitCode {
    let mut program = Program {
        trials: Trials::new(),
        axe: Axe::read().map(Arc::new),
    };
    if let Err(missing) = &program.axe {
        program.trials.lack(missing, axe::INSTALL);
    }
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
    program.trials.run()
}
