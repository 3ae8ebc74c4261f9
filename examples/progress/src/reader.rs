//! A reader's stream of events: what changes in a job.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use frontdesk::Event;
use futures_util::{Stream, stream};
use tokio::sync::watch;

use crate::job::{Job, Phase, Progress};
use crate::view;

/// What a reader has seen, as the id of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The [revision](Progress::revision) of the progress.
    pub revision: u64,
    /// The number of rows.
    pub rows: usize,
}

struct Reader {
    job: Arc<Job>,
    changed: watch::Receiver<Progress>,
    position: Position,
    has_ended: bool,
}

/// Returns what happens to a job after a position, or `None` if the reader has seen its end.
///
/// | event | data |
/// |---|---|
/// | `problem` | a row that was refused as HTML, the element of the list in the page: each once, in order |
/// | `progress` | how far the job has come, [as JSON](view::Status): the latest only, if the reader is slow |
/// | `end` | the same, when the job has ended; then the stream ends |
/// | `bye` | the same, when the server has stopped the job; then the stream ends |
///
/// The id of each is the position after it.
pub fn events(job: &Arc<Job>, after: Position) -> Option<impl Stream<Item = Event> + Send + use<>> {
    let mut reader = Reader {
        changed: job.watch(),
        job: Arc::clone(job),
        position: after,
        has_ended: false,
    };
    if reader.has_seen_end() {
        return None;
    }
    Some(stream::unfold(reader, async |mut reader| {
        Some((reader.next().await?, reader))
    }))
}

impl Reader {
    fn has_seen_end(&mut self) -> bool {
        let progress = self.changed.borrow();
        progress.phase.is_end() && progress.revision == self.position.revision
    }

    async fn next(&mut self) -> Option<Event> {
        while !self.has_ended {
            self.changed.mark_unchanged();
            if let Some(event) = self.news() {
                return Some(event.id(self.position));
            }
            // It fails only if there is no job any more.
            self.changed.changed().await.ok()?;
        }
        None
    }

    /// Returns the first event after the position, and moves that behind it.
    fn news(&mut self) -> Option<Event> {
        let seen = self.position.rows;
        let (progress, (rows, refused)) = self.job.progress_and(|checked| {
            let mut unseen = checked.iter().enumerate().skip(seen);
            let refused = unseen.find(|(_, row)| !row.problem.is_empty());
            (checked.len(), refused.map(|(index, row)| (index, view::problem(row))))
        });
        if let Some((index, html)) = refused {
            self.position.rows = index + 1;
            return Some(Event::new(html.into_string()).event("problem"));
        }
        self.position.rows = rows;
        if self.position.revision == progress.revision {
            return None;
        }
        self.position.revision = progress.revision;
        self.has_ended = progress.phase.is_end();
        let name = match progress.phase {
            Phase::Stopped => "bye",
            _ if self.has_ended => "end",
            _ => "progress",
        };
        Some(view::Status::new(&self.job, &progress).event(name))
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.revision, self.rows)
    }
}

impl FromStr for Position {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (revision, rows) = text.split_once('-').ok_or(())?;
        Ok(Self {
            revision: revision.parse().map_err(|_| ())?,
            rows: rows.parse().map_err(|_| ())?,
        })
    }
}
