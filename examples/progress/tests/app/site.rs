//! Servers, and a gate that rows pass one by one.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use actix_web::{App, HttpServer};
use conformance::servers::Server;
use frontdesk::axum::RouterExt as _;
use progress::Jobs;
use progress::import::Pace;
use progress::job::{Job, Progress};
use progress::jobs::Limits;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// How long a test waits for what must come.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// Stops each job before each row. In a job with the name `panic`, the work panics there.
#[derive(Debug, Clone, Default)]
pub(crate) struct Gate(Arc<Mutex<HashMap<String, Arc<Semaphore>>>>);

impl Gate {
    pub(crate) fn pace(&self) -> Pace {
        let gate = self.clone();
        Arc::new(move |job| {
            let rows = gate.of(&job.id);
            let fails = job.name == "panic";
            Box::pin(async move {
                rows.acquire().await.unwrap().forget();
                assert!(!fails, "the work panics");
            })
        })
    }

    /// Lets rows of a job pass, and returns at once.
    pub(crate) fn open(&self, id: &str, rows: usize) {
        self.of(id).add_permits(rows);
    }

    /// Lets rows of a job pass, and waits until they are checked, or the job has ended.
    pub(crate) async fn pass(&self, job: &Job, rows: usize) {
        let before = row_count(&job.progress());
        self.open(&job.id, rows);
        until(job, |progress| {
            row_count(progress) == before + rows || progress.phase.is_end()
        })
        .await;
    }

    fn of(&self, id: &str) -> Arc<Semaphore> {
        let mut jobs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(jobs.entry(id.to_owned()).or_insert_with(|| Arc::new(Semaphore::new(0))))
    }
}

fn row_count(progress: &Progress) -> usize {
    progress.imported + progress.refused
}

/// Waits until a job has come so far.
pub(crate) async fn until(job: &Job, is_there: impl FnMut(&Progress) -> bool) {
    let mut watch = job.watch();
    timeout(PATIENCE, watch.wait_for(is_there)).await.unwrap().unwrap();
}

/// Waits until a job has ended.
pub(crate) async fn ended(job: &Job) {
    until(job, |progress| progress.phase.is_end()).await;
}

/// The jobs, without a server.
pub(crate) fn jobs(limits: Limits) -> (Jobs, Gate) {
    let gate = Gate::default();
    (Jobs::new(Handle::current(), limits, gate.pace()), gate)
}

/// A running server.
#[derive(Debug)]
pub(crate) struct Site {
    pub(crate) host: &'static str,
    pub(crate) jobs: Jobs,
    pub(crate) gate: Gate,
    pub(crate) server: Server,
}

/// The hosts that embed the app.
pub(crate) fn sites(limits: &Limits) -> [Site; 2] {
    [in_axum(limits), in_actix(limits)]
}

fn in_axum(limits: &Limits) -> Site {
    let (jobs, gate) = jobs(limits.clone());
    let app = axum::Router::new().desk(progress::desk(jobs.clone()).unwrap());
    let server = conformance::servers::axum::start(app, 0).unwrap();
    Site {
        host: "axum",
        jobs,
        gate,
        server,
    }
}

fn in_actix(limits: &Limits) -> Site {
    let (jobs, gate) = jobs(limits.clone());
    let desk = progress::desk(jobs.clone()).unwrap();
    let server = conformance::servers::actix::start(0, move |listener| {
        let server = HttpServer::new(move || App::new().configure(frontdesk::actix::desk(desk.clone())));
        Ok(server.workers(2).disable_signals().listen(listener)?.run())
    });
    Site {
        host: "actix",
        jobs,
        gate,
        server: server.unwrap(),
    }
}
