//! The results, as Markdown.

use std::fmt::Write as _;
use std::fs;

use crate::client::Client;
use crate::failure::{Blocked, Failure};
use crate::libraries::Libraries;
use crate::network::Traffic;
use crate::scripts::Scripts;
use crate::timing::median;

/// What was measured of a client.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) client: &'static Client,
    pub(crate) scripts: Scripts,
    /// Of a form that fails, and of one that succeeds.
    pub(crate) traffic: [Traffic; 2],
    pub(crate) failure: Failure,
    pub(crate) blocked: Blocked,
    /// The milliseconds of forms that fail, and of forms that succeed.
    pub(crate) times: [Vec<f64>; 2],
}

/// A table: its title, a text below that, its head, and the cells of a row behind the client's name.
struct Table {
    title: &'static str,
    text: &'static str,
    heads: &'static [&'static str],
    cells: fn(&Row) -> String,
}

const TABLES: [Table; 4] = [
    Table {
        title: "Script, requests and bytes",
        text: "Script: everything that the page loads, and what stands in it; gzip at its best level. Requests and bytes of a \
               submit, heads and bodies, by the events of DevTools' domain Network: those of a form that fails, and of one \
               that succeeds.",
        heads: &[
            "files",
            "bytes",
            "gzip",
            "fails: requests",
            "sent",
            "received",
            "succeeds: requests",
            "sent",
            "received",
        ],
        cells: bytes,
    },
    Table {
        title: "From the click to the changed document",
        text: "Milliseconds from the event's time stamp until the document has the first message, or the new row: the median, \
               and its 95 % confidence interval. Each round loads the page of each client in turn; there the form fails, \
               and then succeeds.",
        heads: &["fails", "", "succeeds", ""],
        cells: times,
    },
    Table {
        title: "What a failed form keeps",
        text: "The form has a file too. Its user has typed into three fields, opened a `<details>`, scrolled, and clicked the \
               button.",
        heads: &[
            "text of all fields",
            "chosen file",
            "scroll position",
            "open `<details>`",
            "focus",
        ],
        cells: |row| row.failure.to_string(),
    },
    Table {
        title: "Without the script",
        text: "Every script of the page is blocked.",
        heads: &["adds a row", "shows messages", "keeps the text"],
        cells: |row| row.blocked.to_string(),
    },
];

fn bytes(row: &Row) -> String {
    let Scripts {
        count,
        bytes,
        compressed,
    } = row.scripts;
    let mut cells = format!("{count} | {} | {}", grouped(bytes as u64), grouped(compressed as u64));
    for Traffic {
        requests,
        sent,
        received,
    } in row.traffic
    {
        write!(cells, " | {requests} | {} | {}", grouped(sent), grouped(received)).unwrap();
    }
    cells
}

fn times(row: &Row) -> String {
    let cells = row.times.each_ref().map(|times| {
        let [middle, low, high] = median(times);
        format!("{middle:.1} | {low:.1}–{high:.1}")
    });
    cells.join(" | ")
}

/// Writes all tables.
pub(crate) fn write(rows: &[Row], libraries: &Libraries, browser: &str, rounds: usize) -> String {
    let mut text = format!(
        "# The script compared\n\n\
         Written by `cargo bench -p conformance --bench compared` (`tests/compared`), in one run. {}\n\n\
         The same page, with a form of three fields and a list of 20 rows, in headless Chromium, by loopback. All but \
         SvelteKit have the same server: an action on axum. {rounds} rounds.\n\n\
         | client | how |\n|---|---|\n",
        machine(libraries, browser)
    );
    for Row { client, .. } in rows {
        writeln!(text, "| {} | {} |", client.name, client.how).unwrap();
    }
    for table in &TABLES {
        write!(text, "\n## {}\n\n{}\n\n| client |", table.title, table.text).unwrap();
        for head in table.heads {
            write!(text, " {head} |").unwrap();
        }
        writeln!(text, "\n|---|{}", "--:|".repeat(table.heads.len())).unwrap();
        for row in rows {
            writeln!(text, "| {} | {} |", row.client.name, (table.cells)(row)).unwrap();
        }
    }
    text
}

fn machine(libraries: &Libraries, browser: &str) -> String {
    let cpus = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let mut lines = cpus.lines();
    let model = lines.find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let model = model.map_or("unknown processor", |(_, model)| model);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let profile = if cfg!(debug_assertions) { "debug" } else { "release" };
    let chrome = browser
        .split(' ')
        .find(|part| part.contains("Chrome/"))
        .unwrap_or(browser);
    let versions = libraries
        .versions
        .iter()
        .map(|(name, version)| format!("{name} {version}"));
    let versions = versions.collect::<Vec<_>>().join(", ");
    format!("Machine: {model}, {cores} cores. Profile of the server: {profile}. {chrome}. {versions}.")
}

/// Returns a number with a comma for each thousand.
fn grouped(number: u64) -> String {
    match number {
        0..1000 => number.to_string(),
        _ => format!("{},{:03}", grouped(number / 1000), number % 1000),
    }
}
