//! The table: each client in each situation.

use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::app::Site;
use crate::client::{CLIENTS, Cell, Client, Situation};
use crate::packages::Scripts;
use crate::webdriver::Tab;

/// How long a message may take.
const MESSAGE: Duration = Duration::from_secs(6);

const INPUT: &str = "[name=text]";

/// What has happened, row by row.
static FOUND: Mutex<Vec<(&str, [Cell; 4])>> = Mutex::new(Vec::new());

/// Runs one row.
pub(crate) async fn row(client: &'static Client, scripts: Scripts, tab: Tab) {
    let mut found = client.cells;
    for (cell, situation) in found.iter_mut().zip(Situation::ALL) {
        *cell = run(client, scripts.clone(), &tab, situation).await;
    }
    let mut rows = FOUND.lock().unwrap_or_else(PoisonError::into_inner);
    rows.push((client.name, found));
    drop(rows);
    for ((found, expected), situation) in found.iter().zip(client.cells).zip(Situation::ALL) {
        assert_eq!(*found, expected, "{}: {situation:?}", client.name);
    }
}

async fn run(client: &'static Client, scripts: Scripts, tab: &Tab, situation: Situation) -> Cell {
    let site = Site::start(client, scripts);
    tab.open(&site.url("/list")).await;
    tab.evaluate("window.mark = 'here'").await;
    let (text, shown) = situation.texts();
    tab.type_into(INPUT, text).await;
    if situation == Situation::Refused {
        site.refuse();
    }
    tab.click("#add button").await;
    let script = format!("return document.body.innerText.includes({shown:?})");
    let message = tab.comes_true(&script, MESSAGE).await;
    let value = format!("return document.querySelector('{INPUT}')?.value === {text:?}");
    Cell {
        message,
        text: tab.evaluate(&value).await == true,
        counts: site.counts(),
        in_place: tab.evaluate("return window.mark === 'here'").await == true,
        at_page: !tab.address().await.starts_with("/_actions/"),
    }
}

impl Situation {
    /// Returns what is typed, and what the page shows then.
    fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::FailedForm => ("taken", "There is one already."),
            Self::OtherProblem => ("busy", "Try again later."),
            Self::Refused => ("refused", "another site"),
            Self::Success => ("new", "Added"),
        }
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (arrived, ran) = self.counts;
        let text = format!(
            "{}, {}, sent {arrived}, ran {ran}, {}{}",
            if self.message { "message" } else { "NOTHING" },
            if self.text { "text" } else { "no text" },
            if self.in_place { "in place" } else { "new page" },
            if self.at_page { "" } else { " at /_actions" },
        );
        f.pad(&text)
    }
}

/// Prints what has happened.
pub(crate) fn print() {
    let rows = FOUND.lock().unwrap_or_else(PoisonError::into_inner);
    if rows.is_empty() {
        return;
    }
    let names = ["failed form", "other problem", "refused by the guard", "success"];
    println!(
        "| {:<30} | {} |",
        "client",
        names.map(|name| format!("{name:<57}")).join(" | ")
    );
    for client in CLIENTS {
        for (name, cells) in rows.iter().filter(|(name, _)| *name == client.name) {
            println!(
                "| {name:<30} | {} |",
                cells.map(|cell| format!("{cell:<57}")).join(" | ")
            );
        }
    }
}
