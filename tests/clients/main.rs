//! The libraries that pages load to send forms, each in a real Chromium: htmx, Unpoly, Alpine AJAX and
//! Turbo, in the versions of `package.json`. The program prints a table of what their users get.
//!
//! If Chromium, its driver or a library is missing, every trial counts as ignored and prints why. If
//! `FRONTDESK_NOTHING_IGNORED` is set, it fails instead.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a panic is how a trial fails, and the table is printed"
)]

mod app;
mod cell;
mod checks;
mod client;
mod hypermedia;
mod packages;
mod page;
mod parts;
mod table;
mod unpoly;
#[path = "../browser/webdriver/mod.rs"]
#[allow(dead_code, reason = "each of the programs uses only a part")]
mod webdriver;

use std::process::ExitCode;

use ::hypermedia::Way;
use client::CLIENTS;
use packages::Scripts;
use parts::LIBRARIES;
use webdriver::{Look, Trials};

fn main() -> ExitCode {
    let scripts = Scripts::read();
    let mut trials = Trials::new();
    if let Err(missing) = &scripts {
        trials.lack(missing, packages::INSTALL);
    }
    for client in CLIENTS {
        let scripts = scripts.clone();
        trials.add(format!("table::{}", client.name), Look::Scripts, async move |tab| {
            table::row(client, scripts.unwrap(), tab).await;
        });
    }
    for client in CLIENTS {
        let installed = scripts.clone();
        let name = format!("checks::verdict_that_comes_late_is_not_shown::{}", client.name);
        trials.add(name, Look::Scripts, async move |tab| {
            checks::verdict_that_comes_late_is_not_shown(client, installed.unwrap(), tab).await;
        });
        let installed = scripts.clone();
        if client.name.starts_with("htmx") && !client.check.is_empty() {
            let name = format!("checks::problem_is_not_placed::{}", client.name);
            trials.add(name, Look::Scripts, async move |tab| {
                checks::problem_is_not_placed(client, installed.unwrap(), tab).await;
            });
        } else if client.name.starts_with("Alpine") {
            let name = "checks::check_at_the_url_of_the_action_runs_nothing".to_owned();
            trials.add(name, Look::Scripts, async move |tab| {
                checks::check_at_the_url_of_the_action_runs_nothing(client, installed.unwrap(), tab).await;
            });
        }
    }
    for library in LIBRARIES {
        let scripts = scripts.clone();
        trials.add(format!("parts::{}", library.name), Look::Scripts, async move |tab| {
            parts::trial(library, scripts.unwrap(), tab).await;
        });
    }
    for way in Way::ALL {
        for (look, suffix) in [(Look::Scripts, ""), (Look::Window, "_without_javascript")] {
            let (scripts, has_scripts) = (scripts.clone(), look == Look::Scripts && way != Way::Plain);
            trials.add(format!("hypermedia::{}{suffix}", way.name()), look, async move |tab| {
                hypermedia::trial(way, scripts.unwrap(), tab, has_scripts).await;
            });
        }
    }
    let installed = scripts.clone();
    trials.add(
        "unpoly::message_is_shown_once".into(),
        Look::Scripts,
        async move |tab| {
            unpoly::message_is_shown_once(installed.unwrap(), tab).await;
        },
    );
    trials.add(
        "unpoly::problem_of_a_page_is_shown".into(),
        Look::Scripts,
        async move |tab| {
            unpoly::problem_of_a_page_is_shown(scripts.unwrap(), tab).await;
        },
    );
    let code = trials.run();
    table::print();
    code
}
