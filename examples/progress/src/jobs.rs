//! All jobs: the queue, and its limits.

use std::cmp::Reverse;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use frontdesk::http::HeaderValue;
use frontdesk::http::header::RETRY_AFTER;
use frontdesk::{Problem, StatusCode};
use tokio::runtime::Handle;

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
    /// How many that have ended are remembered, with their results: those that have ended last.
    pub ended: usize,
    /// How many of one person that have ended are remembered, so that nobody makes the server forget those
    /// of others.
    pub ended_per_person: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            running: 3,
            running_per_person: 1,
            unfinished: 50,
            unfinished_per_person: 5,
            ended: 100,
            ended_per_person: 10,
        }
    }
}

/// The jobs: the state of the desk. Each job runs in a task of its own, which goes on when the
/// request that has started it is over.
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

    /// Stops all jobs before their next row, and starts no more. Their readers get that event, which is
    /// their last.
    #[must_use]
    pub fn close(&self) -> Stopped {
        let mut table = self.table();
        table.is_closed = true;
        let stopped = Stopped {
            running: table.running().count(),
            waiting: table.unfinished().count() - table.running().count(),
        };
        for job in table.unfinished() {
            job.enter(Phase::Stopped);
        }
        self.advance(&mut table);
        stopped
    }

    /// Begins the jobs that may run now, and tells the others their places.
    fn advance(&self, table: &mut Table) {
        table.forget(&self.0.limits);
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

    /// Forgets jobs that have ended, except for those that have ended last: of each person, and of all, as many
    /// as the limits allow.
    fn forget(&mut self, limits: &Limits) {
        let jobs = self.entries.iter().map(|entry| &entry.job);
        let mut ended: Vec<_> = jobs.filter_map(|job| Some((job.progress().ended_at?, job))).collect();
        ended.sort_by_key(|&(at, _)| Reverse(at));
        let mut remembered: Vec<Arc<Job>> = Vec::new();
        for (_, job) in ended {
            let of_person = remembered.iter().filter(|other| other.owner == job.owner).count();
            if remembered.len() < limits.ended && of_person < limits.ended_per_person {
                remembered.push(Arc::clone(job));
            }
        }
        let is_remembered = |job: &Arc<Job>| remembered.iter().any(|other| Arc::ptr_eq(other, job));
        self.entries
            .retain(|Entry { job, .. }| job.progress().ended_at.is_none() || is_remembered(job));
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
