//! A job: what is known of it, and what it has done so far.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use tokio::sync::watch;

use crate::owner::Owner;

/// An import of contacts. Those who watch it wait for a change of its [`Progress`], and then read what is
/// new to them: nothing is buffered for a reader, however slow it is.
#[derive(Debug)]
pub struct Job {
    /// The id, in URLs.
    pub id: String,
    /// The name of the file.
    pub name: String,
    /// The size of the file in bytes.
    pub size: u64,
    pub(crate) owner: Owner,
    /// The rows that were checked, in their order. Locked while `progress` is changed, so that both agree.
    checked: Mutex<Vec<Checked>>,
    progress: watch::Sender<Progress>,
}

/// A row that was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Its number, as a spreadsheet shows it.
    pub row: u64,
    /// Its name.
    pub name: String,
    /// Its email address.
    pub email: String,
    /// Why it was refused; empty if it was imported.
    pub problem: String,
}

/// How far a job has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Counts the changes.
    pub revision: u64,
    /// What the job does.
    pub phase: Phase,
    /// When it has ended.
    pub ended_at: Option<Instant>,
    /// How many bytes of the file were read.
    pub read: u64,
    /// How many rows were imported.
    pub imported: usize,
    /// How many rows were refused.
    pub refused: usize,
}

/// What a job does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    /// It waits for other jobs; its place in the queue, from 1.
    Waiting(usize),
    /// It runs.
    Running,
    /// It read the whole file.
    Done,
    /// It can't go on; why, and where.
    Failed(Arc<str>),
    /// Its owner has cancelled it.
    Cancelled,
    /// The server was stopped.
    Stopped,
}

impl Phase {
    /// Returns whether the job has ended.
    #[must_use]
    pub fn is_end(&self) -> bool {
        !matches!(self, Self::Waiting(_) | Self::Running)
    }

    /// Returns the name of the phase, for programs.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Waiting(_) => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed(_) => "failed",
            Self::Cancelled => "cancelled",
            Self::Stopped => "stopped",
        }
    }
}

impl Job {
    pub(crate) fn new(id: String, owner: Owner, name: String, size: u64) -> Self {
        let progress = Progress {
            revision: 0,
            phase: Phase::Waiting(0),
            ended_at: None,
            read: 0,
            imported: 0,
            refused: 0,
        };
        Self {
            id,
            name,
            size,
            owner,
            checked: Mutex::default(),
            progress: watch::Sender::new(progress),
        }
    }

    /// Returns how far the job has come.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.progress.borrow().clone()
    }

    /// Returns how far the job has come, with what `read` returns for the rows of that moment.
    pub(crate) fn progress_and<T>(&self, read: impl FnOnce(&[Checked]) -> T) -> (Progress, T) {
        let checked = self.checked();
        (self.progress(), read(&checked))
    }

    /// Returns what tells a reader that something has changed.
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<Progress> {
        self.progress.subscribe()
    }

    /// Waits until the job has ended.
    pub async fn ended(&self) {
        // It fails only if there is no job any more.
        let _ = self.watch().wait_for(|progress| progress.phase.is_end()).await;
    }

    /// Sets what the job does, unless it has ended.
    pub(crate) fn enter(&self, phase: Phase) {
        let _checked = self.checked();
        self.progress.send_if_modified(|progress| {
            if progress.phase.is_end() || progress.phase == phase {
                return false;
            }
            progress.ended_at = phase.is_end().then(Instant::now);
            progress.phase = phase;
            progress.revision += 1;
            true
        });
    }

    /// Adds a row that was checked, and how much of the file was read, unless the job has ended.
    pub(crate) fn record(&self, row: Checked, read: u64) {
        let mut checked = self.checked();
        self.progress.send_if_modified(|progress| {
            if progress.phase.is_end() {
                return false;
            }
            match &*row.problem {
                "" => progress.imported += 1,
                _ => progress.refused += 1,
            }
            progress.read = read;
            progress.revision += 1;
            checked.push(row);
            true
        });
    }

    fn checked(&self) -> MutexGuard<'_, Vec<Checked>> {
        self.checked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn job_that_has_ended_never_changes() {
        let row = || Checked {
            row: 2,
            name: "Ada".to_owned(),
            email: "ada@example.org".to_owned(),
            problem: String::new(),
        };
        for end in [
            Phase::Done,
            Phase::Failed("Row 2".into()),
            Phase::Cancelled,
            Phase::Stopped,
        ] {
            let owner = Owner::with_secret(&"a".repeat(32)).unwrap();
            let job = Job::new("1".to_owned(), owner, "a.csv".to_owned(), 100);
            job.enter(Phase::Running);
            job.record(row(), 10);
            job.enter(end.clone());
            let before = job.progress_and(<[Checked]>::len);
            assert_eq!((&before.0.phase, before.0.imported, before.1), (&end, 1, 1));
            // The row that was being checked when the job was cancelled, and the end that came second.
            job.record(row(), 20);
            job.enter(Phase::Cancelled);
            job.enter(Phase::Done);
            assert_eq!(job.progress_and(<[Checked]>::len), before);
        }
    }
}
