//! The table: each client in each situation.

use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::app::Site;
use crate::cell::{Cell, Situation};
use crate::client::{CLIENTS, Client};
use crate::packages::Scripts;
use crate::webdriver::Tab;

/// How long a message may take.
const MESSAGE: Duration = Duration::from_secs(6);

const INPUT: &str = "[name=text]";

/// What has happened, row by row.
static FOUND: Mutex<Vec<(&str, Vec<Cell>)>> = Mutex::new(Vec::new());

/// Runs one row.
pub(crate) async fn row(client: &'static Client, scripts: Scripts, tab: Tab) {
    let mut found = Vec::new();
    for (situation, _) in client.cells.all() {
        found.push(run(client, scripts.clone(), &tab, situation).await);
    }
    let mut rows = FOUND.lock().unwrap_or_else(PoisonError::into_inner);
    rows.push((client.name, found.clone()));
    drop(rows);
    for (found, (situation, expected)) in found.into_iter().zip(client.cells.all()) {
        assert_eq!(found, expected, "{}: {situation:?}", client.name);
    }
}

async fn run(client: &'static Client, scripts: Scripts, tab: &Tab, situation: Situation) -> Cell {
    let site = Site::start(client, scripts, situation);
    tab.open(&site.url("/list")).await;
    tab.evaluate("window.mark = 'here'").await;
    let (mut text, shown) = situation.texts();
    tab.type_into(INPUT, text).await;
    let mut message = match situation {
        Situation::Check => {
            tab.press(Tab::TAB).await;
            shows(tab, shown, "").await
        }
        Situation::Part | Situation::Event | Situation::OutOfBand => {
            tab.click("#row button").await;
            shows(tab, shown, "").await
        }
        // The page of the problem stands alone.
        Situation::Refused => {
            tab.click("#add button").await;
            shows(tab, shown, "#list, #add").await
        }
        _ => {
            tab.click("#add button").await;
            shows(tab, shown, "").await
        }
    };
    match situation {
        Situation::Event => {
            let seen = "return seen.includes(true)";
            // Without events, there is nothing to wait for.
            message = match client.cells.event.message {
                true => tab.comes_true(seen, MESSAGE).await,
                false => tab.evaluate(seen).await == true,
            };
        }
        Situation::Check => {
            text = "unused";
            tab.click(INPUT).await;
            tab.replace(text).await;
            tab.press(Tab::TAB).await;
            let gone = format!("return !document.body.innerText.includes({shown:?})");
            message &= tab.comes_true(&gone, MESSAGE).await;
        }
        Situation::Back => {
            tab.back().await;
            let form = "return !!document.querySelector('#add button')";
            message &= tab.comes_true(form, MESSAGE).await;
        }
        _ => {}
    }
    let value = format!("return document.querySelector('{INPUT}')?.value === {text:?}");
    Cell {
        message,
        text: situation != Situation::Back && tab.evaluate(&value).await == true,
        counts: site.counts(),
        in_place: situation == Situation::Back || tab.evaluate("return window.mark === 'here'").await == true,
        at_page: !tab.address().await.starts_with("/_actions/"),
    }
}

/// Returns whether the page comes to show a text, and has none of these elements.
async fn shows(tab: &Tab, text: &str, without: &str) -> bool {
    let mut script = format!("return document.body.innerText.includes({text:?})");
    if !without.is_empty() {
        script += &format!(" && !document.querySelector({without:?})");
    }
    tab.comes_true(&script, MESSAGE).await
}

impl Situation {
    /// Returns the text for the input, and what the page shows then.
    fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::FailedForm => ("taken", "There is one already."),
            Self::OtherProblem => ("busy", "Try again later."),
            Self::Refused => ("refused", "another site"),
            Self::Success => ("new", "Added"),
            Self::OtherPage | Self::Back => ("away", "Another page"),
            Self::Part | Self::Event => ("half a te", "The row is on"),
            Self::OutOfBand => ("half a te", "1 on"),
            Self::Check => ("used", "That was used before."),
        }
    }

    /// Returns the head of its column.
    fn head(self) -> &'static str {
        match self {
            Self::FailedForm => "failed form",
            Self::OtherProblem => "other problem",
            Self::Refused => "refused by the guard",
            Self::Success => "success",
            Self::OtherPage => "redirect to another page",
            Self::Part => "part",
            Self::Event => "event",
            Self::OutOfBand => "out of band",
            Self::Check => "check",
            Self::Back => "back from the other page",
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
    let heads = CLIENTS.iter().take(1).flat_map(|client| client.cells.all());
    print_row("client", heads.map(|(situation, _)| situation.head().to_owned()));
    for client in CLIENTS {
        for (name, cells) in rows.iter().filter(|(name, _)| *name == client.name) {
            let situations = client.cells.all().into_iter().map(|(situation, _)| situation);
            let texts = situations.zip(cells).map(|(situation, cell)| match situation {
                Situation::Check if client.check.is_empty() => format!("{cell}, by the guide's script"),
                Situation::Event if !cell.message => cell.to_string().replace("NOTHING", "no event"),
                _ => cell.to_string(),
            });
            print_row(name, texts);
        }
    }
}

fn print_row(name: &str, cells: impl Iterator<Item = String>) {
    let cells: Vec<_> = cells.map(|cell| format!("{cell:<62}")).collect();
    println!("| {name:<30} | {} |", cells.join(" | "));
}
