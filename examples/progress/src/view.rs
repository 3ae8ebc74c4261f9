//! What pages, events and the API show of a job.

use frontdesk::Event;
use maud::{Markup, html};
use serde::Serialize;

use crate::job::{Checked, Job, Phase, Progress};

/// How far a job has come, for people and for programs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Status {
    /// The id of the job.
    pub id: String,
    /// The name of the file.
    pub name: String,
    /// What the job does: `waiting`, `running`, `done`, `failed`, `cancelled` or `stopped`.
    pub state: &'static str,
    /// The same in words.
    pub title: &'static str,
    /// How far it has come, in words; why it failed, if it has.
    pub text: String,
    /// How much of the file was read.
    pub percent: u64,
    /// Its place in the queue, from 1, if it waits.
    pub place: Option<usize>,
    /// How many rows were imported.
    pub imported: usize,
    /// How many rows were refused.
    pub refused: usize,
}

impl Status {
    /// Describes a job.
    #[must_use]
    pub fn new(job: &Job, progress: &Progress) -> Self {
        let (title, text) = texts(progress);
        let percent = match progress.phase {
            Phase::Done => 100,
            _ => (progress.read * 100).checked_div(job.size).unwrap_or(0),
        };
        Self {
            id: job.id.clone(),
            name: job.name.clone(),
            state: progress.phase.name(),
            title,
            text,
            percent,
            place: match progress.phase {
                Phase::Waiting(place) => Some(place),
                _ => None,
            },
            imported: progress.imported,
            refused: progress.refused,
        }
    }

    /// Returns an event of that name.
    pub(crate) fn event(&self, name: &str) -> Event {
        // Text and numbers are always JSON.
        Event::json(self).unwrap_or_default().event(name)
    }
}

/// Returns what the job does, and how far it has come.
fn texts(progress: &Progress) -> (&'static str, String) {
    let Progress { imported, refused, .. } = progress;
    let rows = format!("{} imported, {refused} refused", count(*imported));
    match &progress.phase {
        Phase::Waiting(1) => ("Waiting", "It is the next in the queue.".to_owned()),
        Phase::Waiting(place) => ("Waiting", format!("It is number {place} in the queue.")),
        Phase::Running => ("Running", format!("{rows}.")),
        Phase::Done => ("Done", format!("{rows}.")),
        Phase::Failed(reason) => ("Failed", format!("{reason} Before that: {rows}.")),
        Phase::Cancelled => ("Cancelled", format!("Until then: {rows}.")),
        Phase::Stopped => ("Stopped", format!("The server is being stopped. Until then: {rows}.")),
    }
}

fn count(rows: usize) -> String {
    match rows {
        1 => "1 row".to_owned(),
        _ => format!("{rows} rows"),
    }
}

/// Renders a row that was refused, for the page and for the stream of events.
pub(crate) fn problem(row: &Checked) -> Markup {
    html! { li { strong { "Row " (row.row) } ": " (row.problem) } }
}
