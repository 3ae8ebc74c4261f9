//! One form, sent by a plain page, by `frontdesk.js`, and by what would be used in its place: bytes, requests,
//! time, what a failed form retains, and what works without the script.
//!
//! ```sh
//! npm ci --prefix tests/clients --ignore-scripts
//! npm ci --prefix tests/compared/sveltekit --ignore-scripts && npm run build --prefix tests/compared/sveltekit
//! cargo bench -p conformance --bench compared
//! ```
//!
//! It writes `bench/results/compared.md`. Tests don't run it, nor build it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a panic is how the program fails"
)]

mod app;
mod client;
mod failure;
mod libraries;
mod network;
mod page;
mod report;
mod scripts;
mod site;
mod timing;
mod visit;
#[path = "../browser/webdriver/mod.rs"]
#[allow(dead_code, reason = "each of the programs uses only a part")]
mod webdriver;

use std::path::Path;
use std::{env, fs};

use client::CLIENTS;
use libraries::Libraries;
use report::Row;
use site::Site;
use webdriver::{Browsers, Look};

/// How often each form is timed.
const ROUNDS: usize = 50;

/// Where the results are written, if all rounds were run.
const RESULTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../bench/results/compared.md");

fn main() {
    // `cargo bench` passes `--bench`.
    let rounds = env::args().find_map(|argument| argument.strip_prefix("--rounds=")?.parse().ok());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let text = runtime.unwrap().block_on(compare(rounds.unwrap_or(ROUNDS)));
    println!("{text}");
    if rounds.is_none() {
        fs::write(Path::new(RESULTS), text).unwrap();
    }
}

/// Returns the results, as Markdown.
async fn compare(rounds: usize) -> String {
    let libraries = Libraries::read().unwrap();
    let sites: Vec<_> = CLIENTS.iter().map(|client| Site::start(client, &libraries)).collect();
    let browsers = Browsers::chromium().unwrap();

    // The log of the network takes time, so what it counts isn't timed.
    let logged = browsers.open(Look::Logged).await.unwrap();
    let tab = logged.tab();
    visit::watch(&tab).await;
    let mut rows = Vec::new();
    for site in &sites {
        eprintln!("{}", site.client.name);
        rows.push(Row {
            client: site.client,
            scripts: scripts::of(site, &tab).await,
            traffic: network::of(site, &tab).await,
            failure: failure::of(site, &tab).await,
            blocked: failure::without_script(site, &tab).await,
            times: [Vec::new(), Vec::new()],
        });
    }
    let browser = tab.evaluate("return navigator.userAgent").await;
    logged.close().await.unwrap();

    let timed = browsers.open(Look::Scripts).await.unwrap();
    let tab = timed.tab();
    visit::watch(&tab).await;
    // The first round is not counted: servers and the browser's caches are cold.
    for round in 0..=rounds {
        eprintln!("round {round} of {rounds}");
        for (site, row) in sites.iter().zip(&mut rows) {
            let times = timing::of(site, &tab, round).await;
            for (all, time) in row.times.iter_mut().zip(times).filter(|_| round > 0) {
                all.push(time);
            }
        }
    }
    timed.close().await.unwrap();
    report::write(&rows, &libraries, browser.as_str().unwrap_or_default(), rounds)
}
