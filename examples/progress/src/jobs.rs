//! All jobs: the queue, and its limits.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use frontdesk::http::HeaderValue;
use frontdesk::http::header::RETRY_AFTER;
use frontdesk::{Problem, StatusCode};
use tokio::runtime::Handle;
use tokio::time::timeout;

use crate::import::{self, File, Pace};
use crate::job::{Job, Phase};
use crate::owner::Owner;

/// How many jobs there may be.
#[derive(Debug, Clone)]
pub struct Limits {
    /// How many run at once.
    pub running: usize,
    /// How many of one person run at once.
    pub running_per_person: usize,
    /// How many run or wait. No more can be started.
    pub unfinished: usize,
    /// How many of one person run or wait.
    pub unfinished_per_person: usize,
    /// How many that have ended are remembered, with their results.
    pub ended: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            running: 3,
            running_per_person: 1,
            unfinished: 50,
            unfinished_per_person: 5,
            ended: 100,
        }
    }
}

/// The jobs: the state of the desk. Jobs run in tasks of their own, which no request is waited for by.
#[derive(Clone)]
pub struct Jobs(Arc<Inner>);

struct Inner {
    runtime: Handle,
    limits: Limits,
    pace: Pace,
    table: Mutex<Table>,
}

#[derive(Default)]
struct Table {
    /// In the order in which they were started.
    entries: Vec<Entry>,
    is_closed: bool,
}

struct Entry {
    job: Arc<Job>,
    /// What the job reads. A task takes it when the job begins.
    file: Option<File>,
}

/// What [`Jobs::close`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped {
    /// How many jobs were running.
    pub running: usize,
    /// How many were waiting.
    pub waiting: usize,
}

impl Jobs {
    /// Creates an empty queue, whose jobs run on `runtime`: not on that of a worker of the host, which may
    /// end before the others.
    #[must_use]
    pub fn new(runtime: Handle, limits: Limits, pace: Pace) -> Self {
        Self(Arc::new(Inner {
            runtime,
            limits,
            pace,
            table: Mutex::default(),
        }))
    }

    /// Starts a job, or lets it wait.
    ///
    /// # Errors
    ///
    /// 429 if the person has too many that have not ended, and 503 if all people together have, or if the
    /// server stops.
    pub fn start(&self, owner: Owner, name: String, file: File) -> Result<Arc<Job>, Problem> {
        let id = format!("{:016x}", getrandom::u64()?);
        let job = Arc::new(Job::new(id, owner, name, file.size()));
        let mut table = self.table();
        table.check(&job.owner, &self.0.limits)?;
        table.entries.push(Entry {
            job: Arc::clone(&job),
            file: Some(file),
        });
        self.advance(&mut table);
        Ok(job)
    }

    /// Returns a job, or `None` if the person has none of that id.
    #[must_use]
    pub fn find(&self, owner: &Owner, id: &str) -> Option<Arc<Job>> {
        let table = self.table();
        let mut jobs = table.entries.iter().map(|entry| &entry.job);
        jobs.find(|job| job.id == id && job.owner == *owner).cloned()
    }

    /// Returns the jobs of a person, the latest first.
    #[must_use]
    pub fn of(&self, owner: &Owner) -> Vec<Arc<Job>> {
        let table = self.table();
        let jobs = table.entries.iter().rev().map(|entry| &entry.job);
        jobs.filter(|job| job.owner == *owner).cloned().collect()
    }

    /// Cancels a job: it ends before its next row. Returns `false` if it had ended in another way.
    #[must_use]
    pub fn cancel(&self, job: &Job) -> bool {
        let mut table = self.table();
        job.enter(Phase::Cancelled);
        self.advance(&mut table);
        job.progress().phase == Phase::Cancelled
    }

    /// Stops all jobs before their next row, and starts no more. Waits until the readers have that event,
    /// but not longer than `deadline`.
    pub async fn close(&self, deadline: Duration) -> Stopped {
        let (jobs, stopped) = self.stop_all();
        let informed = async {
            for job in &jobs {
                job.unwatched().await;
            }
        };
        // A reader that doesn't read delays nobody for longer.
        let _ = timeout(deadline, informed).await;
        stopped
    }

    fn stop_all(&self) -> (Vec<Arc<Job>>, Stopped) {
        let mut table = self.table();
        table.is_closed = true;
        let stopped = Stopped {
            running: table.running().count(),
            waiting: table.unfinished().count() - table.running().count(),
        };
        let jobs: Vec<_> = table.unfinished().cloned().collect();
        for job in &jobs {
            job.enter(Phase::Stopped);
        }
        self.advance(&mut table);
        (jobs, stopped)
    }

    /// Begins the jobs that may run now, and tells the others their places.
    fn advance(&self, table: &mut Table) {
        table.forget(self.0.limits.ended);
        let mut running: Vec<Owner> = table.running().map(|job| job.owner.clone()).collect();
        let mut place = 0;
        for Entry { job, file } in &mut table.entries {
            if job.progress().phase.is_end() {
                *file = None;
            }
            if file.is_none() {
                continue;
            }
            let of_person = running.iter().filter(|&owner| *owner == job.owner).count();
            let is_free = running.len() < self.0.limits.running && of_person < self.0.limits.running_per_person;
            if let Some(file) = file.take_if(|_| is_free) {
                running.push(job.owner.clone());
                job.enter(Phase::Running);
                self.0.runtime.spawn(self.clone().run(Arc::clone(job), file));
            } else {
                place += 1;
                job.enter(Phase::Waiting(place));
            }
        }
    }

    async fn run(self, job: Arc<Job>, file: File) {
        tokio::select! {
            biased;
            () = job.ended() => {}
            phase = import::run(&job, file, &self.0.pace) => job.enter(phase),
        }
        self.advance(&mut self.table());
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.0.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Table {
    /// Returns the jobs that have not ended.
    fn unfinished(&self) -> impl Iterator<Item = &Arc<Job>> {
        let jobs = self.entries.iter().map(|entry| &entry.job);
        jobs.filter(|job| !job.progress().phase.is_end())
    }

    fn running(&self) -> impl Iterator<Item = &Arc<Job>> {
        self.unfinished().filter(|job| job.progress().phase == Phase::Running)
    }

    /// Checks whether a person may start another job.
    fn check(&self, owner: &Owner, limits: &Limits) -> Result<(), Problem> {
        if self.is_closed {
            return Err(unavailable("stopping", "The server is being stopped"));
        }
        if self.unfinished().filter(|job| job.owner == *owner).count() >= limits.unfinished_per_person {
            return Err(Problem::new(StatusCode::TOO_MANY_REQUESTS, "too-many-imports")
                .with_title("You have too many imports")
                .with_detail("Wait until one of them has ended, or cancel one. Then send this again.")
                .with_header(RETRY_AFTER, HeaderValue::from_static("30")));
        }
        if self.unfinished().count() >= limits.unfinished {
            return Err(unavailable("queue-full", "Too many imports are waiting"));
        }
        Ok(())
    }

    /// Forgets the oldest jobs that have ended, except for so many.
    fn forget(&mut self, ended: usize) {
        let mut excess = (self.entries.len() - self.unfinished().count()).saturating_sub(ended);
        self.entries.retain(|entry| {
            let is_forgotten = excess > 0 && entry.job.progress().phase.is_end();
            excess -= usize::from(is_forgotten);
            !is_forgotten
        });
    }
}

fn unavailable(code: &'static str, title: &'static str) -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, code)
        .with_title(title)
        .with_detail("Nothing was imported. Send this again in a minute.")
        .with_header(RETRY_AFTER, HeaderValue::from_static("60"))
}

impl fmt::Debug for Jobs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Jobs")
            .field("limits", &self.0.limits)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "stopped imports: {} running, {} waiting", self.running, self.waiting)
    }
}
